@echo off
rem Start the board on Windows: makes .venv once, installs from wheelhouse when it is there, then serves.
rem Usage: run.cmd [--port N] [--no-demo]     (run.cmd prepare: only make .venv)
setlocal
chcp 65001 >nul
cd /d "%~dp0"
set PYTHONUTF8=1
set port=8501
set demo=yes
set only=
:words
if "%~1"=="" goto ready
if /i "%~1"=="--no-demo" (set demo=no& shift& goto words)
if /i "%~1"=="--port" (set port=%~2& shift& shift& goto words)
if /i "%~1"=="prepare" (set only=yes& shift& goto words)
echo 看不懂参数“%~1”。用法：run.cmd [--port N] [--no-demo] 1>&2
exit /b 2
:ready
set python=.venv\Scripts\python.exe
if not defined CHUANGMO_PYTHON set CHUANGMO_PYTHON=py -3
if exist "%python%" goto installed
%CHUANGMO_PYTHON% -c "import sys; sys.exit(sys.version_info < (3, 11))"
if errorlevel 1 goto nopython
echo 正在建立运行环境 .venv……
%CHUANGMO_PYTHON% -m venv --clear .venv
if errorlevel 1 exit /b 2
:installed
rem The environment fits while the requirements are those it was made of.
if not exist .venv\requirements.txt goto install
"%python%" -c "import sys; sys.exit(open('requirements.txt', 'rb').read() != open('.venv/requirements.txt', 'rb').read())"
if not errorlevel 1 goto serve
:install
set offline=
if exist wheelhouse set offline=--no-index --find-links wheelhouse
echo 正在安装 requirements.txt……
"%python%" -m pip install --quiet --disable-pip-version-check %offline% -r requirements.txt
if errorlevel 1 goto failed
copy /y requirements.txt .venv\requirements.txt >nul
:serve
if defined only exit /b 0
if not defined CHUANGMO_HOME set CHUANGMO_HOME=data\store
if "%demo%"=="yes" if not exist "%CHUANGMO_HOME%\journal.jsonl" (
  echo 库是空的，正在装入演示数据（约一分钟，只此一次）……
  "%python%" -m chuangmo demo >nul
)
echo 创模看板：http://127.0.0.1:%port% （按 Ctrl+C 停止）
"%python%" -m streamlit run app.py --server.address 127.0.0.1 --server.port %port% --server.headless true
exit /b %errorlevel%
:nopython
echo 没有找到 Python 3.11 或更新的版本，请先安装，或把 CHUANGMO_PYTHON 设为它的位置。 1>&2
exit /b 2
:failed
echo 安装 requirements.txt 没有成功。请检查网络或软件源；离线时检查 wheelhouse 是否合这个 Python 版本。 1>&2
exit /b 2
