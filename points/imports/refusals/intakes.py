"""Why books that somebody brings on the desk are not taken, and what stands in the way of an intake."""

from __future__ import annotations

from points.foundation.refusal import Refusal


class NothingBrought(Refusal):
    code = "nothing_brought"
    status = 422
    zh = "没有选文件，或者选的都不是表格。"
    en = "No file was chosen, or none of them is a table."
    next_zh = "请选 .xlsx、.xls、.ods 或 .csv 的台账，也可以选整个文件夹。"
    next_en = "Choose the books as .xlsx, .xls, .ods or .csv, or their whole folder."


class FileTooLarge(Refusal):
    code = "brought_file_too_large"
    status = 422
    zh = "“{file}”太大，一个文件最多 {limit} MB。"
    en = '"{file}" is too large; a file may have {limit} MB.'
    next_zh = "请在 Excel 或 WPS 里去掉图片、另存一份，再交一次。"
    next_en = "Take the pictures out of it in Excel or WPS, save a copy, and hand it in again."


class TooMuchBrought(Refusal):
    code = "too_much_brought"
    status = 413
    zh = "一次最多交 {files} 个文件、共 {limit} MB。"
    en = "At most {files} files and {limit} MB at a time."
    next_zh = "请只选台账，照片和别的文件不用交。"
    next_en = "Choose the books alone; pictures and other files are not needed."


class IntakeReading(Refusal):
    code = "intake_reading"
    zh = "这一份还在读，没有办成。"
    en = "These books are still being read; nothing was done."
    next_zh = "请等它读完再办。"
    next_en = "Wait until they are read."


class IntakeNotProposed(Refusal):
    code = "intake_not_proposed"
    zh = "还没有人提出要收这一份。"
    en = "Nobody has asked to take these books in."
    next_zh = "请先由一个人点“提出收进来”，再由另一个人确认。"
    next_en = 'One person presses "Ask to take them in" first; another confirms.'


class IntakeProposed(Refusal):
    code = "intake_proposed"
    zh = "已经有人提出要收这一份，正等另一个人确认。"
    en = "Somebody has asked to take these books in already; another person is to confirm."
    next_zh = "要改答复，请先点“再读一遍”。"
    next_en = 'To change an answer, press "Read again" first.'


class IntakeConfirmed(Refusal):
    code = "intake_confirmed"
    zh = "已经有人确认了，正在记进账，不能再改。"
    en = "Somebody has confirmed already; they are being written and cannot be changed."
    next_zh = "请等它记完，再看这一次导入。"
    next_en = "Wait until they are written, then look at the import."


class IntakeWritten(Refusal):
    code = "intake_written"
    zh = "这一份已经记进账了。"
    en = "These books were written already."
    next_zh = "请打开这一次导入看。"
    next_en = "Open the import to see it."


class IntakeEnded(Refusal):
    code = "intake_ended"
    zh = "这一份已经不收了，或者没有读成。"
    en = "These books were given up, or could not be read."
    next_zh = "要收，请把文件再交一次。"
    next_en = "To take them in, hand the files in again."


class IntakeChanged(Refusal):
    code = "intake_changed"
    zh = "您看的时候，这一份又读过一遍，结果可能不一样了。"
    en = "These books were read again while you looked; what was found may differ."
    next_zh = "请先看现在的结果，再点一次。"
    next_en = "Look at what stands now, then press again."


class IntakeOutOfDate(Refusal):
    code = "intake_out_of_date"
    zh = "读完以后，这个社区又记进了别的账，这个结果旧了。"
    en = "Other books were taken into this community since; what was found is out of date."
    next_zh = "请点“再读一遍”，看过新的结果再办。"
    next_en = 'Press "Read again", look at what is found then, and go on.'


class IntakeQuestionsOpen(Refusal):
    code = "intake_questions_open"
    zh = "还有 {count} 个会影响积分或库存的问题没有答。"
    en = "{count} questions on which points or stock depend are not answered."
    next_zh = "请先答完；一时不清楚的，选“先不收”。"
    next_en = 'Answer them first; for what nobody knows now, choose "leave out".'


class NothingAnswered(Refusal):
    code = "nothing_answered"
    status = 422
    zh = "一个问题也没有答，没有重读。"
    en = "No question was answered; nothing was read again."
    next_zh = "请至少选一个答复。"
    next_en = "Choose at least one answer."


class OnlyCompared(Refusal):
    code = "only_compared"
    zh = "这一份只是拿来比一比的，不会收进来。"
    en = "These books were brought to be compared only; they are not taken in."
    next_zh = "要收，请把文件再交一次，选“收进来”。"
    next_en = 'To take them in, hand the files in again and choose "take in".'


class OnlySideBySide(Refusal):
    code = "only_side_by_side"
    zh = "这一份是并行对账的，只比，不会收进来。"
    en = "These books belong to days side by side: they are compared and never taken in."
    next_zh = "请在并行对账里看哪里不一样、谁记错了。"
    next_en = "See on the page of the days side by side what differs, and whose mistake it is."


class OwnIntake(Refusal):
    code = "own_intake"
    status = 422
    zh = "这是您自己提出的，或者由您开户的人提出的，要另一个人确认。"
    en = "You asked for this yourself, or somebody whose account you made did; another person has to confirm."
    next_zh = "请居委会成员或街道办的人打开这一页确认。"
    next_en = "Have a committee member or the street office open this page and confirm."


class IntakeFilesGone(Refusal):
    code = "intake_files_gone"
    zh = "这一份的文件已经删了。"
    en = "The files of these books were deleted."
    next_zh = "请把文件再交一次。"
    next_en = "Hand the files in again."


class IntakeStopped(Refusal):
    code = "intake_stopped"
    zh = "读这一份时程序停了三次，没有办成。"
    en = "The program stopped three times over these books; nothing was done."
    next_zh = "请让管理员看日志；也可以少交几个文件，再试一次。"
    next_en = "Have the administrator look at the log; or hand in fewer files and try again."


class IntakeOpenAlready(Refusal):
    code = "intake_open_already"
    zh = "这些文件已经在网页的交台账里，还在读，或者答复和这次的不一样。新的明细记进账了，要改正、收回的这次没有提出。"
    en = (
        "These files lie open on the desk already, and are still being read or have other answers. New lines were written; what"
        " is to be corrected or taken back was not asked for."
    )
    next_zh = "请在网页上接着办完，或者点“不收了”，再运行一次这个命令。"
    next_en = 'Go on there, or press "Give up" there and run this command again.'
