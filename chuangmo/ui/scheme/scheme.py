"""What 创模清单 shows: the scorecard of a programme version, three years, what is missing."""

from collections.abc import Sequence

import streamlit as st

from chuangmo.catalog.scheme_models import Scheme
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.scheme import (
    ORDER,
    cards_beside,
    foot_parts,
    headline,
    requirement_words,
    shown_status,
    spaced,
    status_words,
    value_lines,
)
from chuangmo.service.scoring.scorecard import Scorecard, ScoreRow, YearResult, default_scheme
from chuangmo.status import STATUS_WORD
from chuangmo.ui import reads
from chuangmo.ui.parts import address, html
from chuangmo.ui.parts.html import HtmlColumn, Safe, joined, status_text, text
from chuangmo.ui.reads import PAGE

_ALL = "全部"
_KIND = {"quantitative": "定量", "relative": "相对", "qualitative": "定性"}


def choose_scheme(year: int) -> Scheme:
    """The version selector, the one in force in the year first; a link may carry the id."""
    catalog = reads.get_board().catalog
    own = default_scheme(catalog, year)
    schemes = [own, *(s for s in catalog.schemes.values() if s.id != own.id)]
    by_words = {scheme.name: scheme for scheme in schemes}
    texts = {scheme.name: scheme.id for scheme in schemes}
    address.adopt("scheme", texts, {name: name for name in texts}, _no_scheme)
    words = st.selectbox(
        "创模体系", list(by_words), key="scheme", persist_state="session",
        label_visibility="collapsed", width=430,
    )  # fmt: skip
    address.drawn("scheme", texts, words or own.name)
    return by_words[words or own.name]


def _no_scheme(given: str, shown: str) -> str:
    return f"没有创模体系“{given}”，现在显示的是“{shown}”。"


def load_card(scheme: Scheme, month: Month) -> Scorecard:
    """The scorecard of the year of the month, as of its last day."""
    return PAGE.scheme_card(scheme.id, month.year, month.as_of)


def show_verdict(card: Scorecard, month: Month) -> None:
    """How many items have a result, how they stand, how many are open."""
    city = reads.get_board().catalog.city.name
    kicker = ["创模清单", city, card.scheme.document, f"{month.words}，截至{card.as_of:%Y-%m-%d}"]
    demo = any(result.demo for row in card.rows for result in row.years)
    tags = [html.unverified(card.scheme.confidence), html.demo_tag(demo)]
    st.html(html.verdict_block(kicker, headline(card), "".join(card.notes), tags))


def show_card(card: Scorecard) -> None:
    """Pills by status, then the list by category: item and requirement, three years, evidence."""
    words = {row.item: status_words(row, row.now) for row in card.rows}
    counted = {word: list(words.values()).count(word) for word in dict.fromkeys(words.values())}
    order = [STATUS_WORD[status] for status in ORDER]
    listed = sorted(counted, key=lambda word: order.index(word) if word in order else 99)
    names = {_ALL: f"{_ALL} {card.total}"} | {word: f"{word} {counted[word]}" for word in listed}
    wanted = st.pills(
        "状态", list(names), default=_ALL, format_func=lambda word: names[word],
        key=f"scheme_state-{card.scheme.id}-{card.year}", label_visibility="collapsed",
    )  # fmt: skip
    rows = [row for row in card.rows if wanted in (None, _ALL, words[row.item])]
    st.html(html.table(_columns(card), _body(card, rows)))
    with st.expander("逐项理由与出处"):
        st.html(html.table(*_reasons(rows), fold=True))


def show_beside(card: Scorecard, month: Month) -> None:
    """The other lists that may be in force in the year, each with its sentence."""
    for other in cards_beside(PAGE, month, card):
        show_verdict(other, month)
        show_card(other)


def _columns(card: Scorecard) -> list[HtmlColumn]:
    return [
        HtmlColumn("项目与要求", width="34%"),
        *(HtmlColumn(f"{card.year - back}年", width="10%", css="cm-hide-phone") for back in (2, 1)),
        HtmlColumn(f"{card.year}年结果", width="15%"),
        HtmlColumn("责任单位", width="12%", css="cm-hide-phone"),
        HtmlColumn("依据", width="19%", css="cm-hide-phone"),
    ]


def _body(card: Scorecard, rows: Sequence[ScoreRow]) -> list[list[object]]:
    body: list[list[object]] = []
    for category in dict.fromkeys(row.category for row in rows):
        own = [row for row in card.rows if row.category == category]
        entered = sum(row.now.entered for row in own)
        head = f"{category}（已录入 {entered}/{len(own)}）"
        body.append([Safe(f"<b>{text(head)}</b>"), "", "", "", "", ""])
        body += [_line(row) for row in rows if row.category == category]
    return body


def _line(row: ScoreRow) -> list[object]:
    name = Safe(
        f"{html.chem(row.name)}<br><span class=mute>{html.chem(requirement_words(row))}</span> "
        f"{html.unverified(row.confidence)}"
    )
    earlier = [_result(row, result) for result in row.years[:-1]]
    return [name, *earlier, _result(row, row.now), row.office or "—", _evidence(row)]


def _result(row: ScoreRow, result: YearResult) -> Safe:
    state = status_text(shown_status(result), status_words(row, result))
    return joined(
        [state, *(html.chem(line) for line in value_lines(reads.get_board().catalog, result))],
        Safe("<br>"),
    )


def _evidence(row: ScoreRow) -> Safe | str:
    """The document of the result that stands, else what is still asked for."""
    if row.now.entered:
        return html.chem(row.now.document or "—")
    if row.missing:
        return Safe('<span class="mute">要求没有查到</span>')
    quantitative = row.kind.startswith("quantitative")
    words = "待导入数据" if quantitative else "待录入结果和文号"
    return Safe(f'<span class="mute">{words}</span>')


def _reasons(rows: Sequence[ScoreRow]) -> tuple[list[HtmlColumn], list[list[object]]]:
    columns = [
        HtmlColumn("项目", width="24%"), HtmlColumn("类型"), HtmlColumn("理由", width="36%"),
        HtmlColumn("出处"), HtmlColumn("范围", css="cm-hide-phone"),
    ]  # fmt: skip
    body: list[list[object]] = [
        [
            html.chem(row.name),
            "、".join(_KIND.get(kind, kind) for kind in row.kind.split("；")),
            html.chem(spaced(row.now.reason) or "—"),
            joined([row.source, " ", html.unverified(row.confidence)]),
            row.scope or "—",
        ]
        for row in rows
    ]
    return columns, body


def scheme_foot(card: Scorecard) -> str:
    """The foot line: programme, data through, how many items, trust."""
    foot = foot_parts(PAGE, card)
    parts = [foot.source, foot.through, foot.valid, foot.standard]
    return html.wrap("".join(f"<span>{text(part)}</span>" for part in parts), "cm-foot")
