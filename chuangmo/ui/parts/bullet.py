"""Bullet rows and share bars as HTML: tables that print, follow the theme and can be read aloud."""

from collections.abc import Sequence
from dataclasses import dataclass

from chuangmo.charts.bullet import BulletRow
from chuangmo.status import STATUS
from chuangmo.ui.parts.html import Safe, chem, status_text, text, wrap


@dataclass(frozen=True)
class BulletLine:
    """One row with its texts; ``row`` is ``None`` where the district has no limit to stand by."""

    name: str
    href: str
    value: str
    unit: str
    row: BulletRow
    alt: str
    limit: Safe
    line: str
    rank: str
    status: str


@dataclass(frozen=True)
class ShareLine:
    """One task: done of quota, share and where the calendar stands, both in per cent."""

    name: str
    href: str
    amount: str
    share: float | None
    elapsed: float
    share_words: str
    gap: str
    status: str
    tag: Safe


def bullet_table(lines: Sequence[BulletLine], own: str) -> str:
    """The rows over the full width; on phones a list of name, value, limit and status."""
    head = (
        f'<th scope="col" class="n">指标</th><th scope="col" class="v">{text(own)}</th>'
        '<th scope="col" class="t"><div><span>← 优于限值</span><b>限值</b>'
        "<span>劣于限值 →</span></div></th>"
        '<th scope="col" class="l">限值</th><th scope="col" class="s wide">限值来源</th>'
        '<th scope="col" class="r wide">位次</th><th scope="col" class="e wide">最好 / 最差</th>'
        '<th scope="col" class="j">状态</th>'
    )
    body = "".join(_bullet(line) for line in lines)
    return wrap(
        f'<table class="cm-bullet"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    )


def _bullet(line: BulletLine) -> str:
    name = f'<a href="{text(line.href)}" target="_self">{chem(line.name)}</a>'
    unit = f" <small>{text(line.unit)}</small>" if line.unit else ""
    return (
        f'<tr><th scope="row" class="n">{name}</th>'
        f'<td class="v"><b>{text(line.value)}</b>{unit}</td>'
        f'<td class="t"><div class="track" role="img" aria-label="{text(line.alt)}" '
        f'title="{text(line.alt)}">{_marks(line)}</div></td>'
        f'<td class="l">{line.limit}</td><td class="s wide">{text(line.line)}</td>'
        f'<td class="r wide">{text(line.rank)}</td><td class="e wide">{_ends(line.row)}</td>'
        f'<td class="j">{status_text(line.status)}</td></tr>'
    )


def _marks(line: BulletLine) -> str:
    row = line.row
    marks = ""
    if row.low is not None and row.high is not None:
        marks += (
            f'<i class="range" style="left:{row.low:.2f}%;width:{row.high - row.low:.2f}%"></i>'
        )
    marks += "".join(f'<i class="dot" style="left:{place:.2f}%"></i>' for place in row.others)
    if row.own is not None:
        css = STATUS[line.status].css
        marks += f'<i class="own cm-s-{css}" style="left:{row.own:.2f}%"></i>'
    if row.city is not None:
        marks += f'<i class="city" style="left:{row.city:.2f}%"></i>'
    return marks


def _ends(row: BulletRow) -> str:
    if row.best is None or row.worst is None:
        return "—"
    return "<br>".join(f"{text(name)} {text(value)}" for name, value in (row.best, row.worst))


def share_table(lines: Sequence[ShareLine]) -> str:
    """Tasks as bars of their quota against the one line of the calendar; over 100 % runs past."""
    top = max([100.0, *(line.share for line in lines if line.share is not None)]) * 1.04
    body = "".join(_share(line, top) for line in lines)
    head = (
        '<th scope="col" class="n">任务</th><th scope="col" class="a">完成 / 任务</th>'
        '<th scope="col" class="b">对任务</th>'
        '<th scope="col" class="p">比例</th><th scope="col" class="g2 wide">对时序</th>'
        '<th scope="col" class="j">状态</th>'
    )
    return wrap(
        f'<table class="cm-share"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    )


def _share(line: ShareLine, top: float) -> str:
    share = line.share or 0.0
    alt = f"{line.name}：完成 {line.amount}，占任务 {line.share_words or '—'}，{line.gap}"
    css = STATUS[line.status].css
    bar = (
        f'<i class="quota" style="width:{100 / top * 100:.2f}%"></i>'
        f'<i class="fill cm-s-{css}" style="width:{share / top * 100:.2f}%"></i>'
        f'<u style="left:{line.elapsed / top * 100:.2f}%"></u>'
    )
    return (
        f'<tr><th scope="row" class="n"><a href="{text(line.href)}" target="_self">'
        f'{chem(line.name)}</a></th><td class="a">{text(line.amount)} {line.tag}</td>'
        f'<td class="b"><div class="bar" role="img" aria-label="{text(alt)}">{bar}</div></td>'
        f'<td class="p">{text(line.share_words or "—")}</td>'
        f'<td class="g2 wide">{text(line.gap)}</td>'
        f'<td class="j">{status_text(line.status)}</td></tr>'
    )
