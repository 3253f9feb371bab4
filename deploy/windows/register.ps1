# Registers one installation with the Task Scheduler, as administrator: the server at every start of Windows, the day's round at 23:30.
#   powershell -ExecutionPolicy Bypass -File deploy\windows\register.ps1 -Settings C:\ProgramData\points\settings
# -Open lets tablets of the private network in (port of the settings; HOST=0.0.0.0 stands there as well). -Remove takes all back.
# Prepared, and not tried on a Windows of ours: docs/OPERATIONS.md says what was tried.
param(
    [string]$Settings = "C:\ProgramData\points\settings",
    [int]$Port = 8000,
    [switch]$Open,
    [switch]$Remove
)
$ErrorActionPreference = "Stop"
$names = "Points server", "Points nightly"
foreach ($name in $names) { Unregister-ScheduledTask -TaskName $name -Confirm:$false -ErrorAction SilentlyContinue }
Remove-NetFirewallRule -DisplayName "Points server" -ErrorAction SilentlyContinue
if ($Remove) { exit 0 }

$root = (Resolve-Path -LiteralPath (Join-Path $PSScriptRoot "..\..")).Path
$python = Join-Path $root ".venv\Scripts\python.exe"
if (-not (Test-Path -LiteralPath $python)) { throw "First: run.bat setup  请先运行 run.bat setup" }
if (-not (Test-Path -LiteralPath $Settings)) { throw "No settings: $Settings  没有设置文件" }

# books, keys and settings are for the service, the system and administrators alone; the program it may only read
$data = Split-Path -Parent $Settings
icacls $data /inheritance:r /grant "*S-1-5-19:(OI)(CI)M" "*S-1-5-18:(OI)(CI)F" "*S-1-5-32-544:(OI)(CI)F" | Out-Null
icacls $root /grant "*S-1-5-19:(OI)(CI)RX" | Out-Null

$who = New-ScheduledTaskPrincipal -UserId "NT AUTHORITY\LOCAL SERVICE" -LogonType ServiceAccount
$always = New-ScheduledTaskSettingsSet -RestartCount 999 -RestartInterval (New-TimeSpan -Minutes 1) -ExecutionTimeLimit ([TimeSpan]::Zero) `
    -StartWhenAvailable -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries
function Act([string]$words, [string]$log) {
    $said = "-m points --settings `"$Settings`" --log `"$(Join-Path $data $log)`" $words"
    New-ScheduledTaskAction -Execute $python -Argument $said -WorkingDirectory $root
}
Register-ScheduledTask -TaskName $names[0] -Principal $who -Settings $always `
    -Trigger (New-ScheduledTaskTrigger -AtStartup) -Action (Act "serve" "server.log") | Out-Null
Register-ScheduledTask -TaskName $names[1] -Principal $who -Settings $always `
    -Trigger (New-ScheduledTaskTrigger -Daily -At "23:30") -Action (Act "nightly" "nightly.log") | Out-Null
if ($Open) {
    New-NetFirewallRule -DisplayName "Points server" -Direction Inbound -Protocol TCP -LocalPort $Port -Profile Private -Action Allow | Out-Null
}
Start-ScheduledTask -TaskName $names[0]
Write-Host "Registered. Is it well? http://127.0.0.1:$Port/readyz  登记好了，看看好不好：http://127.0.0.1:$Port/readyz"
