"""`python -m points`: a sentence where Python is too old for the rest, which stands in `starting.py`."""

# no word here that an older Python 3 cannot read: it is the one that has to say so
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - see above
    sys.exit(
        "This needs Python 3.11 or newer, and this is {}.{}. Install it (on Windows the 64-bit installer of python.org, with "
        "'Add python.exe to PATH'), then run the same again. Windows 7 has no such Python: use it as a counter's browser only.\n"
        "要用 Python 3.11 或更新的版本，这里是 {}.{}。请装一个新的（Windows 用 python.org 的 64 位安装程序，勾上 Add python.exe to PATH），"
        "再运行一次同样的命令。Windows 7 装不了，只能当柜台的浏览器用。".format(
            *sys.version_info[:2], *sys.version_info[:2]
        )
    )

from points import starting

if __name__ == "__main__":
    sys.exit(starting.main(sys.argv[1:]))
