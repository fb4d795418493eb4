#!/usr/bin/env bash
# 把解开的安装包装成这台服务器上的服务：不联网，可重复运行；再装一次新版就是升级。--help 看用法。
set -euo pipefail
bundle=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
umask 022

say() { printf '%s\n' "$*"; }
die() { printf '%s\n' "$*" >&2; exit 1; }

usage() {
  cat <<'TEXT'
用法（用 root 运行）：
  bash install/install.sh               安装；已装过别的版本的，先备份再升级，旧版留作 /opt/chuangmo.former
  bash install/install.sh --rollback    退回上一版（再运行一次又回到新版）
  bash install/install.sh --dry-run     只说会做什么，什么都不改
选项：
  --port N         看板听本机的哪个端口（默认 8501）
  --home 目录      数据目录（默认 /var/lib/chuangmo）
  --backup 目录    备份目录，最好在另一块盘上（默认 /var/backups/chuangmo）
  --python 程序    用哪个 Python 3.11 以上，如 /opt/python3.12/bin/python3（默认自己找）
  --root 目录      装到这个目录之下试一试：不建用户，不动 systemd
端口、数据目录、备份目录记在 /etc/chuangmo.conf，以后不必再写。
TEXT
}

# ---- 参数 ------------------------------------------------------------------------------------

root='' dry='' rollback='' port='' home='' backup='' given_python=''
while [ $# -gt 0 ]; do
  case "$1" in
    --dry-run) dry=yes ;;
    --rollback) rollback=yes ;;
    --root | --port | --home | --backup | --python)
      [ $# -ge 2 ] || die "$1 后面要写值。"
      case "$1" in
        --root) root=$2 ;;
        --port) port=$2 ;;
        --home) home=$2 ;;
        --backup) backup=$2 ;;
        --python) given_python=$2 ;;
      esac
      shift
      ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; die "看不懂参数“$1”。" ;;
  esac
  shift
done
case "$port" in *[!0-9]*) die "端口“$port”不是数字。" ;; esac
for folder in "$home" "$backup"; do
  case "$folder" in '' | /*) ;; *) die "目录“$folder”要写完整路径，以 / 开头。" ;; esac
  case "$folder" in *[[:space:]%\"\'\\]*) die "目录“$folder”里有空格、引号或百分号，systemd 认不得，请换一个。" ;; esac
done
if [ -n "$root" ]; then
  [ -d "$root" ] || die "$root：没有这个目录。"
  root=$(cd "$root" && pwd)
fi

user=chuangmo
program=$root/opt/chuangmo
settings=$root/etc/chuangmo.conf
units=$root/etc/systemd/system
# 记下的值；这次写明的盖过它们。
recorded() { [ ! -f "$settings" ] || sed -n "s/^$1=//p" "$settings" | tail -n 1; }
# 以前手工写的单元里的值：照用，不会换到一个空的数据目录上。
in_unit() { [ ! -f "$units/chuangmo.service" ] || sed -nE "s/$1/\\1/p" "$units/chuangmo.service" | tail -n 1; }
port=${port:-$(recorded CHUANGMO_PORT)} port=${port:-$(in_unit '^ExecStart=.* --port[ =]([0-9]+).*')} port=${port:-8501}
home=${home:-$(recorded CHUANGMO_HOME)} home=${home:-$(in_unit '^Environment="?CHUANGMO_HOME=([^" ]+).*')}
home=${home:-/var/lib/chuangmo}
backup=${backup:-$(recorded CHUANGMO_BACKUP)} backup=${backup:-/var/backups/chuangmo}
# 数据放在 /home 之下的，服务要看得见那里。
case "$home $backup" in */home/* | */root/*) home_protection=read-only ;; *) home_protection=true ;; esac

# ---- 零件 ------------------------------------------------------------------------------------

# do_it 说明 命令……：试运行时只说。
do_it() {
  say "· $1"
  [ -n "$dry" ] || "${@:2}"
}

# put 文件 权限：内容从标准输入来，写到旁边再换上。
put() {
  local content
  content=$(cat)
  if [ -f "$1" ] && [ "$(cat "$1")" = "$content" ]; then return; fi
  say "· 写 $1"
  [ -z "$dry" ] || return 0
  mkdir -p "$(dirname "$1")"
  printf '%s\n' "$content" >"$1.new"
  chmod "$2" "$1.new"
  mv -f "$1.new" "$1"
}

real() { [ -z "$root" ]; }
has_systemd() { real && [ -d /run/systemd/system ] && command -v systemctl >/dev/null 2>&1; }
running() { has_systemd && systemctl is-active --quiet chuangmo; }

# 以服务的用户运行看板的命令；$1 是程序文件夹。
board() {
  local folder=$1 as=()
  shift
  if real && [ "$(id -u)" -eq 0 ]; then as=(runuser -u "$user" --); fi
  (cd "$folder" && ${as[@]+"${as[@]}"} env CHUANGMO_HOME="$root$home" \
    "$folder/.venv/bin/python" -m chuangmo "$@")
}

save() {
  if [ ! -s "$root$home/journal.jsonl" ]; then
    say "· 数据目录还没有登记，不必备份"
    return
  fi
  [ -x "$program/.venv/bin/python" ] || die "$program 里没有运行环境，不能先备份；没有改动。请查明后重试。"
  do_it "备份到 $root$backup" board "$program" backup "$root$backup" ||
    die "备份没有成功，没有改动程序。请按上面的话处理后重试。"
  do_it "核对备份" board "$program" verify "$root$backup" ||
    die "备份核对没有通过，没有改动程序。请按上面的话处理后重试。"
}

stop_service() { if running; then do_it "停下看板" systemctl stop chuangmo; fi; }

start_service() {
  local second
  do_it "启动看板" systemctl restart chuangmo
  [ -z "$dry" ] || return 0
  for second in $(seq 90); do
    if "$program/.venv/bin/python" -c 'import sys, urllib.request
urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/healthz", timeout=2)' "$port" 2>/dev/null; then
      say "· 看板已经打开：http://127.0.0.1:$port"
      return
    fi
    sleep 1
  done
  die "看板一分半钟内没有打开。请看 journalctl -u chuangmo -n 30；要退回上一版：bash install/install.sh --rollback"
}

check_root() {
  if real && [ -z "$dry" ] && [ "$(id -u)" -ne 0 ]; then die "请用 root 运行（sudo bash install/install.sh）。"; fi
}

# ---- 各步 ------------------------------------------------------------------------------------

check_bundle() {
  cd "$bundle"
  [ -s SHA256SUMS ] && [ -d wheelhouse ] ||
    die "$bundle 不是解开的安装包（没有 SHA256SUMS 或 wheelhouse）。安装包用 ./run bundle 打，见 docs/安装.md。"
  say "· 核对安装包的校验和"
  sha256sum --quiet -c SHA256SUMS || die "安装包与校验和不符，没有安装。请重新拷贝、重新解开。"
}

make_user() {
  if ! real; then say "· 试装：不建用户 $user"; return; fi
  if id "$user" >/dev/null 2>&1; then return; fi
  do_it "建用户 $user（不能登录）" useradd --system --user-group --home-dir "$home" \
    --no-create-home --shell "$(command -v nologin || echo /usr/sbin/nologin)" "$user"
}

make_folder() {
  if [ -d "$root$1" ] && ! real; then return; fi
  [ -d "$root$1" ] || do_it "建目录 $root$1（只有 $user 能读）" mkdir -p "$root$1"
  [ -z "$dry" ] || return 0
  chmod 700 "$root$1"
  if real; then chown "$user:" "$root$1"; fi
}

same_version() {
  [ -x "$program/.venv/bin/python" ] && cmp -s "$bundle/SHA256SUMS" "$program/SHA256SUMS"
}

copy_program() {
  local new=$1
  rm -rf "$new" && mkdir -p "$new" &&
    cut -d ' ' -f 3- SHA256SUMS | tar -cf - -T - SHA256SUMS | tar -xf - -C "$new" --no-same-owner &&
    (cd "$new" && sha256sum --quiet -c SHA256SUMS) &&
    if real; then chown -R root:root "$new"; fi && chmod -R go-w "$new"
}

# 运行环境在新文件夹里建好、试过，才换上；没有成功的，原来的一点没动。
build_program() {
  local new=$1
  (cd "$new" &&
    CHUANGMO_PYTHON=${given_python:-${CHUANGMO_PYTHON:-}} bash ./run prepare &&
    .venv/bin/python -m compileall -q app.py pages chuangmo loaders &&
    .venv/bin/python -m chuangmo --help >/dev/null)
}

swap_in() {
  local new=$1
  rm -rf "$program.oldest"
  if [ -e "$program" ]; then
    if [ -e "$program.former" ]; then mv "$program.former" "$program.oldest"; fi
    mv "$program" "$program.former"
  fi
  mv "$new" "$program"
  rm -rf "$program.oldest"
}

hardening() {
  cat <<TEXT
User=$user
Group=$user
UMask=0077
EnvironmentFile=/etc/chuangmo.conf
WorkingDirectory=/opt/chuangmo
NoNewPrivileges=true
ProtectSystem=strict
ReadWritePaths=$home $backup
PrivateTmp=true
PrivateDevices=true
ProtectHome=$home_protection
ProtectClock=true
ProtectHostname=true
ProtectKernelLogs=true
ProtectKernelModules=true
ProtectKernelTunables=true
ProtectControlGroups=true
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictRealtime=true
RestrictSUIDSGID=true
LockPersonality=true
SystemCallArchitectures=native
CapabilityBoundingSet=
RemoveIPC=true
TEXT
}

# timed 名称 说明 时间 命令……：一次性的任务和它的定时器。
timed() {
  put "$units/$1.service" 644 <<TEXT
[Unit]
Description=$2
After=chuangmo.service

[Service]
Type=oneshot
$(printf 'ExecStart=/opt/chuangmo/.venv/bin/python -m chuangmo %s\n' "${@:4}")
Nice=10
IOSchedulingClass=idle
$(hardening)
TEXT
  put "$units/$1.timer" 644 <<TEXT
[Unit]
Description=$2

[Timer]
OnCalendar=$3
RandomizedDelaySec=10min
Persistent=true

[Install]
WantedBy=timers.target
TEXT
}

write_settings() {
  if [ -f "$settings" ] && [ "$(recorded CHUANGMO_HOME)" = "$home" ] &&
    [ "$(recorded CHUANGMO_BACKUP)" = "$backup" ] && [ "$(recorded CHUANGMO_PORT)" = "$port" ]; then
    return
  fi
  {
    if [ -f "$settings" ]; then
      grep -v -E '^CHUANGMO_(HOME|BACKUP|PORT)=' "$settings" || true
    else
      echo '# 看板的设置，一行一个；改后 systemctl restart chuangmo。换目录的再运行一次 install.sh。'
    fi
    printf 'CHUANGMO_HOME=%s\nCHUANGMO_BACKUP=%s\nCHUANGMO_PORT=%s\n' "$home" "$backup" "$port"
  } | put "$settings" 644
}

write_units() {
  put "$units/chuangmo.service" 644 <<TEXT
[Unit]
Description=创模看板
After=network.target
RequiresMountsFor=$home $backup

[Service]
ExecStart=/opt/chuangmo/run --port \${CHUANGMO_PORT} --no-demo
Restart=on-failure
RestartSec=3
TimeoutStopSec=30
LimitNOFILE=4096
MemoryMax=3G
$(hardening)

[Install]
WantedBy=multi-user.target
TEXT
  timed chuangmo-backup 创模看板每天备份 '*-*-* 02:30' "backup \${CHUANGMO_BACKUP}" "verify \${CHUANGMO_BACKUP}"
  timed chuangmo-verify 创模看板每周核对 'Sun *-*-* 04:00' 'verify --deep' "verify --deep \${CHUANGMO_BACKUP}"
  # 命令的简写：以服务的用户运行，数据目录不会写错。
  put "$root/usr/local/bin/chuangmo" 755 <<'TEXT'
#!/bin/sh
# 创模看板的命令：chuangmo user list、chuangmo backup 目录……；由 install.sh 写。
set -a
. /etc/chuangmo.conf
set +a
export PYTHONSAFEPATH=1 PYTHONPATH=/opt/chuangmo
umask 077
set -- /opt/chuangmo/.venv/bin/python -m chuangmo "$@"
if [ "$(id -u)" -eq 0 ]; then exec runuser -u chuangmo -- "$@"; fi
exec "$@"
TEXT
}

next_steps() {
  cat <<TEXT

装好了：$(cut -d ' ' -f 1 "$bundle/VERSION")，提交 $(cut -d ' ' -f 2 "$bundle/VERSION" | cut -c 1-12)。接下来（详见 docs/安装.md）：
  1. 设为自己的城市    chuangmo city list --like 泰州 && chuangmo city new 321200
  2. 建管理员账号      chuangmo user add wang --role admin
  3. 启动              systemctl start chuangmo && systemctl status chuangmo
  4. nginx 与 TLS、防火墙，让别的电脑打开
  5. 备份现在放在 $backup；请另拷一份到别的机器
TEXT
}

install_or_upgrade() {
  local new=$program.new was_there='' outcome=''
  check_bundle
  make_user
  make_folder "$home"
  make_folder "$backup"
  if same_version; then
    say "· $program 已是这一版"
  else
    if [ -e "$program" ]; then was_there=yes; fi
    do_it "把程序放到 $new" copy_program "$new" || die "程序没有拷贝好，原来的没有动。"
    if [ -z "$dry" ]; then
      build_program "$new" || { rm -rf "$new"; die "运行环境没有建好，原来的没有动。请按上面的话处理后重试。"; }
    else
      say "· 由 wheelhouse 离线建运行环境 $new/.venv"
    fi
    if [ -n "$was_there" ]; then save; fi
    restart=''
    if running; then restart=yes; fi
    stop_service
    outcome=${was_there:+upgraded} outcome=${outcome:-new}
    do_it "换上新的程序${was_there:+，旧的留作 $program.former}" swap_in "$new"
  fi
  write_settings
  write_units
  if has_systemd; then
    do_it "让 systemd 读新的单元" systemctl daemon-reload
    do_it "开机自动启动看板" systemctl enable --quiet chuangmo
    do_it "每天备份、每周核对" systemctl enable --quiet --now chuangmo-backup.timer chuangmo-verify.timer
    if [ -n "${restart:-}" ]; then start_service; fi
  else
    say "· 这里没有运行 systemd：以后执行 systemctl daemon-reload && systemctl enable chuangmo chuangmo-backup.timer chuangmo-verify.timer"
  fi
  if [ -n "$dry" ]; then
    say "以上只是说说，什么都没有改。"
    return
  fi
  case "$outcome" in
    new) next_steps ;;
    upgraded) say "升级完了。CHANGELOG.md 写着哪些已公布的数会变。" ;;
    *) say "程序没有变；用户、目录、设置、单元都核对过了。" ;;
  esac
}

roll_back() {
  local restart=''
  [ -d "$program.former" ] || die "没有 $program.former，没有可退回的版本。"
  save
  if running; then restart=yes; fi
  stop_service
  do_it "换回上一版" swap_back
  if [ -s "$root$home/journal.jsonl" ]; then
    do_it "由登记簿和归档重建数据库" board "$program" rebuild >/dev/null ||
      die "上一版不能由现在的登记簿重建数据库（新版登记了它不认得的内容）。请再运行一次 --rollback 回到新版。"
  fi
  if [ -n "$restart" ]; then start_service; fi
  say "已退回上一版；刚才的版本留作 $program.former。"
}

swap_back() {
  rm -rf "$program.swap"
  mv "$program" "$program.swap"
  mv "$program.former" "$program"
  mv "$program.swap" "$program.former"
}

check_root
# 上次换到一半断了：程序文件夹不在而旧的还在，先放回旧的。
if [ ! -e "$program" ] && [ -d "$program.former" ] && [ -z "$dry" ]; then
  say "· 上次没有换完，先放回 $program.former"
  mv "$program.former" "$program"
  if [ -d "$program.swap" ]; then mv "$program.swap" "$program.former"; fi
fi
if [ -n "$rollback" ]; then roll_back; else install_or_upgrade; fi
