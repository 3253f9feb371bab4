@echo off
rem What it does is points/starting.py: "python -m points setup", "python -m points serve". This finds Python and calls them.
rem   run.bat            installs what is missing, then serves on http://127.0.0.1:8000
rem   run.bat setup      installs only
rem   run.bat COMMAND    any command of docs/COMMANDS.md
setlocal
cd /d "%~dp0"
set "WORDS=%*"
if not defined WORDS set "WORDS=serve"
if exist ".venv\Scripts\python.exe" (
  ".venv\Scripts\python.exe" -m points %WORDS%
  goto end
)
for %%v in (3.14 3.13 3.12 3.11) do (
  py -%%v -c "" >nul 2>nul && (
    py -%%v -m points %WORDS%
    goto end
  )
)
python -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && (
  python -m points %WORDS%
  goto end
)
goto nopython
:end
set "CODE=%errorlevel%"
if not "%CODE%"=="0" pause
exit /b %CODE%
:nopython
rem no sign of another code page stands above this line, as labels are looked for from top to bottom
chcp 65001 >nul
echo Python 3.11 or newer is not here. Install it with the 64-bit installer of python.org and tick "Add python.exe to PATH",
echo then run this again. Windows 7 has no such Python: use it as a counter's browser only.
echo 没有找到 Python 3.11 或更新的版本。请用 python.org 的 64 位安装程序装上，勾选 Add python.exe to PATH，再运行一次 run.bat
echo Windows 7 装不了，只能当柜台的浏览器用 (Windows 7)
pause
exit /b 1
