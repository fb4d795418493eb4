"""审计: who did what, when, from where and with what result; for administrators."""

import hashlib
import re
from datetime import date, datetime

import streamlit as st

from chuangmo.access.audit import ACTIONS, BEGUN, JOURNAL, AuditLine
from chuangmo.access.audit import YES as SUCCEEDED
from chuangmo.period import LOCAL_ZONE, today
from chuangmo.service import auditing
from chuangmo.service.decisions.audit_trail import check_audit
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.state import filter_row

_SHOWN = 200
_OLD = 8  # days without a good backup that make a warning: the timer looks every week
_ALL, _FILE = "全部", "审计记录.csv"
_FINGERPRINT = re.compile(r"([0-9a-f]{12})[0-9a-f]{52}")


def show_audit() -> None:
    """The verdict, the filters, the lines, the file; refused to all but administrators."""
    board, who = reads.get_board(), reads.actor()
    settings = board.settings
    found = auditing.audit_lines(settings, who)
    check = check_audit(settings, board.store)
    st.html(html.verdict_block(["审计"], check.detail, _second(found)))
    show_backups(auditing.backup_checks(found))
    if not found:
        return
    with filter_row():
        chosen = _chosen(found)
    st.html(_table(chosen[:_SHOWN]))
    with st.container(horizontal=True, vertical_alignment="center"):
        data = auditing.audit_csv(settings, who, chosen)
        st.download_button(
            "下载 CSV", data, _FILE, "text/csv", on_click=_note_download, args=(data,)
        )
        more = f"，页面上只列最近 {_SHOWN} 条，下载的文件里是全部" if len(chosen) > _SHOWN else ""
        st.html(
            html.note(
                [
                    f"选出 {len(chosen)} 条{more}。时间为北京时间，文件里为 UTC；"
                    "文件指纹在页面上只写前 12 位。"
                ]
            )
        )


def show_backups(checks: auditing.BackupChecks) -> None:
    """How old the newest good backup is; a warning where there is none, or a newer look failed."""
    good, newest = checks.good, checks.newest
    if good is None:
        told = (
            "还没有核对过备份：运行 backup 备份、verify 核对（见运维手册“备份”），结果会写在这里。"
        )
    else:
        days = (today() - _day(good)).days
        age = f"{days} 天前" if days else "今天"
        place = good.act.object.partition(" ")[2]
        told = f"最近一次核对无误的备份：{age}，{place}（{good.act.detail}）。"
        told += f"已超过 {_OLD} 天，请查备份是否还在做。" if days > _OLD else ""
    if newest is not None and newest != good:
        told = f"最近一次核对备份没有通过（{_day(newest):%Y-%m-%d}）：{newest.act.detail}" + told
    fine = good is not None and newest == good and (today() - _day(good)).days <= _OLD
    (st.caption if fine else st.warning)(told)


def _note_download(data: bytes) -> None:
    """Taking the trail away is itself in the trail."""
    sha256 = hashlib.sha256(data).hexdigest()
    auditing.note_export(reads.get_board().settings, reads.actor(), _FILE, sha256)


def _second(found: list[AuditLine]) -> str:
    failed = sum(line.act.success != SUCCEEDED for line in found)
    return f"共 {len(found)} 件，其中未成功 {failed} 件。记录只增不改，任何人都不能删除。"


def _chosen(found: list[AuditLine]) -> list[AuditLine]:
    names = {ACTIONS[key]: key for key in ACTIONS if key != JOURNAL}
    action = st.selectbox("动作", [_ALL, *names], key="audit_action")
    people = sorted({line.act.who for line in found})
    who = st.selectbox("用户", [_ALL, *people], key="audit_who")
    days = st.date_input("日期", value=[], key="audit_days", format="YYYY-MM-DD")
    first, last = (days[0], days[-1]) if isinstance(days, tuple) and days else (None, None)
    return [
        line
        for line in found
        if action in (_ALL, ACTIONS.get(line.act.action))
        and who in (_ALL, line.act.who)
        and (first is None or last is None or first <= _day(line) <= last)
    ]


def _day(line: AuditLine) -> date:
    return _moment(line).date()


def _moment(line: AuditLine) -> datetime:
    return datetime.fromisoformat(line.at).astimezone(LOCAL_ZONE)


def _table(chosen: list[AuditLine]) -> str:
    heads = ("时间", "用户", "地址", "途径", "动作", "对象", "结果", "说明")
    rows = [
        [
            f"{_moment(line):%Y-%m-%d %H:%M:%S}",
            *(_FINGERPRINT.sub(r"\1…", word) for word in auditing.line_words(line)[2:9]),
        ]
        for line in chosen
    ]
    off = frozenset(n for n, line in enumerate(chosen) if line.act.success == BEGUN)
    whole = ("时间", "用户", "途径", "动作", "结果")
    columns = [html.HtmlColumn(head, css="cm-nowrap" if head in whole else "") for head in heads]
    return html.table(columns, rows, off, fold=True)
