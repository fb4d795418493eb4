# Scheduled tasks of the board on Windows: serves from the start of the machine, backs up each night.
# Run as administrator in the program's folder; see docs. Not tried on a real Windows.
param(
  [string]$Data = 'C:\chuangmo-data',
  [string]$Backup = 'C:\chuangmo-backup',
  [int]$Port = 8501,
  [switch]$Show
)
$ErrorActionPreference = 'Stop'
$program = Split-Path -Parent $PSScriptRoot
$python = Join-Path $program '.venv\Scripts\python.exe'
if (-not (Test-Path $python)) { throw "没有 $python：请先运行一次 run.cmd prepare。" }
foreach ($folder in $Data, $Backup) {
  if ($folder -match '[\s"&|<>^%]') { throw "目录 $folder 里有空格或特殊字符，请换一个。" }
  if (-not (Test-Path $folder)) { New-Item -ItemType Directory -Path $folder | Out-Null }
}
icacls $Backup /inheritance:r /grant 'SYSTEM:(OI)(CI)F' 'Administrators:(OI)(CI)F' 'LOCAL SERVICE:(OI)(CI)M' | Out-Null

$who = New-ScheduledTaskPrincipal -UserId 'NT AUTHORITY\LOCAL SERVICE' -LogonType ServiceAccount
$settings = New-ScheduledTaskSettingsSet -StartWhenAvailable -MultipleInstances IgnoreNew `
  -RestartCount 999 -RestartInterval (New-TimeSpan -Minutes 1) -ExecutionTimeLimit ([TimeSpan]::Zero) `
  -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries
$before = "set PYTHONUTF8=1&& set CHUANGMO_HOME=$Data&& "
$serve = "run.cmd --no-demo --port $Port"
$save = ".venv\Scripts\python.exe -m chuangmo backup $Backup && .venv\Scripts\python.exe -m chuangmo verify $Backup"
$tasks = @(
  @{ Name = 'board'; Line = $serve; When = (New-ScheduledTaskTrigger -AtStartup) },
  @{ Name = 'backup'; Line = $save; When = (New-ScheduledTaskTrigger -Daily -At '02:30') }
)
foreach ($task in $tasks) {
  $line = '/d /c "' + $before + $task.Line + '"'
  if ($Show) { Write-Output "$($task.Name): cmd.exe $line"; continue }
  $action = New-ScheduledTaskAction -Execute 'cmd.exe' -Argument $line -WorkingDirectory $program
  Register-ScheduledTask -TaskPath '\chuangmo\' -TaskName $task.Name -Action $action `
    -Trigger $task.When -Principal $who -Settings $settings -Force | Out-Null
  Write-Output "已登记计划任务 \chuangmo\$($task.Name)。"
}
