"""Paper and program side by side: for some days both go on, each week's paper is only compared, until both agree.

lines.py         a movement of a household's points as one side has it
paper.py         the lines of the books that were brought
program.py       the lines that staff entered, as the book of points has them
pairing.py       which two are the same, and what the others are; pure
period_rows.py   the period of a community, and what newer lines of old books it refuses
periods.py       begun, moved, stopped; the switch proposed by one and agreed to by another
weeks.py         a comparison: made by the job, kept, listed
verdict_rows.py  differences with the last word of each, as their tables have it
verdicts.py      whose mistake a difference is, said by name
sides.py         what differs and what agrees, as a page shows it: by household, searched, narrowed
keeping_out.py   lines of paper that no import takes: of the days side by side, and after the switch

No name of anybody is in its tables.
"""
