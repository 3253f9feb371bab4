# What it does is points/starting.py: "python -m points setup", "python -m points serve". This finds Python and calls them.
#   powershell -ExecutionPolicy Bypass -File run.ps1            installs what is missing, then serves on http://127.0.0.1:8000
#   powershell -ExecutionPolicy Bypass -File run.ps1 setup      installs only
#   powershell -ExecutionPolicy Bypass -File run.ps1 COMMAND    any command of docs/COMMANDS.md
Set-Location -LiteralPath $PSScriptRoot
$words = if ($args.Count) { $args } else { @("serve") }
$new = "import sys; sys.exit(sys.version_info < (3, 11))"
$ways = @(
    @(".venv\Scripts\python.exe"), @("py", "-3.14"), @("py", "-3.13"), @("py", "-3.12"), @("py", "-3.11"), @("python"), @("python3")
)
foreach ($way in $ways) {
    $program, $which = $way
    $which = @($which | Where-Object { $_ })
    if (-not (Get-Command $program -ErrorAction SilentlyContinue)) { continue }
    & $program @which -c $new 2>$null | Out-Null
    if ($LASTEXITCODE -eq 0) {
        & $program @which -m points @words
        exit $LASTEXITCODE
    }
}
Write-Host "Python 3.11 or newer is not here. Install it with the 64-bit installer of python.org and tick 'Add python.exe to PATH', then run this again. Windows 7 has no such Python: use it as a counter's browser only."
Write-Host "没有找到 Python 3.11 或更新的版本。请用 python.org 的 64 位安装程序装上，勾选 Add python.exe to PATH，再运行一次。Windows 7 装不了，只能当柜台的浏览器用。"
exit 1
