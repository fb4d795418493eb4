"""The scorecard of a programme version: its items, three years, what is missing."""

import re
from collections.abc import Mapping

import pandas as pd

from chuangmo.assess.reasons import UNAUDITED_NOTE
from chuangmo.assess.verdict_types import (
    AT_RISK,
    INSUFFICIENT,
    MET,
    MISSED,
    NOT_APPLICABLE,
    NOT_ASSESSABLE,
    NOT_YET_DUE,
    ON_COURSE,
    REFERENCE,
    UNDECIDED,
)
from chuangmo.assess.verdicts import schemes
from chuangmo.catalog.catalog import Catalog
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table
from chuangmo.exhibits.month import Month, data_through
from chuangmo.service.questions import Questions
from chuangmo.service.scoring.scorecard import Scorecard, ScoreRow, YearResult
from chuangmo.status import JUDGED, STATUS_WORD
from chuangmo.wording import ABSENT, figure, marked_unaudited, unit_after

ORDER = (
    MISSED, AT_RISK, UNDECIDED, ON_COURSE, MET, NOT_YET_DUE, NOT_ASSESSABLE, NOT_APPLICABLE,
)  # fmt: skip
_OPEN = (INSUFFICIENT,)


def headline(card: Scorecard) -> str:
    """``2008年共30项要求，已有结果4项：2项未达标，2项有风险；尚无结果26项。`` and alike.

    What has data, but not enough, is no result. A card that does not judge its year (参考) counts
    results, not how they stand.
    """
    entered = [row.now.status for row in card.rows if row.now.entered]
    results = [status for status in entered if status in ORDER]
    parts = [f"{n}项{STATUS_WORD[s]}" for s in ORDER if (n := results.count(s))]
    start = f"{card.year}年共{card.total}项要求{incomplete(card)}，已有结果{len(results)}项"
    if not card.judging:
        start, parts = f"{start}（参考，不作判断）", []
    said = f"{start}：{'，'.join(parts)}" if parts else start
    short, left = len(entered) - len(results), card.total - card.entered
    rest = [f"数据不足{short}项"] if short else []
    rest += [f"尚无结果{left}项"] if left else []
    return f"{said}；{'，'.join(rest)}。" if rest else f"{said}。"


def incomplete(card: Scorecard) -> str:
    """``（清单不全16/26）`` where requirements of the list could not be found, else empty."""
    known, whole = schemes.held(card.scheme), schemes.whole(card.scheme)
    return f"（清单不全{known}/{whole}）" if known < whole else ""


def status_words(row: ScoreRow, result: YearResult) -> str:
    """The word of a result: an item nobody entered is 未录入, a number without data 缺数据.

    A year that another programme judges (or none) is told as 参考.
    """
    word = STATUS_WORD[result.status]
    if result.status in JUDGED and not result.judging:
        return f"参考：{word}"
    if result.status not in _OPEN or result.entered or any(v["value"] for v in result.values):
        return word
    return "缺数据" if row.kind.startswith("quantitative") else "未录入"


def _unaudited(value: Mapping[str, str | None]) -> bool:
    return UNAUDITED_NOTE in (value["reason"] or "")


def shown_status(result: YearResult) -> str:
    """The status in whose colours a result is shown: of a year not judged those of 对照."""
    return REFERENCE if result.status in JUDGED and not result.judging else result.status


def value_lines(catalog: Catalog, result: YearResult) -> list[str]:
    """The figures as a page shows them; the indicator is named where there are several."""
    known = [value for value in result.values if value["value"]]
    shown = [
        marked_unaudited(figure(value["value"], value["unit"] or ""), _unaudited(value))
        + unit_after(value["unit"] or "")
        for value in known
    ]
    if len(known) > 1:
        names = [catalog.indicator(str(value["indicator"])).label for value in known]
        shown = [f"{name}为{number}" for name, number in zip(names, shown, strict=True)]
    by_hand = [part for part in result.value.split("；")[len(known) :] if part]
    return [*shown, *by_hand]


def spaced(requirement: str) -> str:
    """The requirement with no space before the sign of per cent."""
    return re.sub(r"(?<=\d) %", "%", requirement)


def requirement_words(row: ScoreRow) -> str:
    """The requirement, and what the other programmes of the city ask (参考)."""
    others = f"（参考 {'；'.join(row.beside)}）" if row.beside else ""
    return spaced(f"{row.requirement}{others}")


def foot_parts(reader: Questions, card: Scorecard) -> Foot:
    """The foot line: programme, data through, how many items, trust."""
    return Foot(
        source=f"体系：{card.scheme.name}（{card.scheme.document}）",
        through=data_through(reader, card.as_of, years=3),
        valid=f"已录入 {card.entered}/{card.total}{incomplete(card)}",
        standard="“待核”指未见官方原文，请以原文为准",
    )


def cards_of(reader: Questions, month: Month, scheme: str | None = None) -> list[Scorecard]:
    """The card asked for; without an id that of the list in force, or both lists in question."""
    card = reader.scheme_card(scheme, month.year, month.as_of)
    return [card, *(cards_beside(reader, month, card) if scheme is None else ())]


def cards_beside(reader: Questions, month: Month, card: Scorecard) -> list[Scorecard]:
    """The other lists that may be in force in the year, where that is not known."""
    if card.judging or card.scheme.id not in card.in_force:
        return []
    others = [one for one in card.in_force if one != card.scheme.id]
    return [reader.scheme_card(one, month.year, month.as_of) for one in others]


def card_exhibit(reader: Questions, month: Month, card: Scorecard) -> Exhibit:
    """Every item with its requirement, the results of three years and the evidence."""
    years = [result.year for result in card.rows[0].years] if card.rows else []
    heads = (
        ColumnHead("类别"), ColumnHead("项目"), ColumnHead("要求"),
        *(ColumnHead(f"{year}年") for year in years), ColumnHead("责任单位"), ColumnHead("依据"),
    )  # fmt: skip
    rows = tuple(_item_row(reader.catalog, row) for row in card.rows)
    texts = [
        [" ".join(p for p in (c.word if c.status else "", c.text) if p) for c in row]
        for row in rows
    ]
    return Exhibit(
        key=f"scheme-{card.scheme.id}-{month.period.text}",
        verdict=headline(card),
        subtitle=f"{card.scheme.name}，{month.words}",
        figure=None,
        frame=pd.DataFrame(texts, columns=[head.name for head in heads]),
        foot=foot_parts(reader, card),
        notes=card.notes,
        demo=any(result.demo for row in card.rows for result in row.years),
        kind="scheme",
        table=Table(heads, rows),
    )


def _item_row(catalog: Catalog, row: ScoreRow) -> tuple[Cell, ...]:
    doubt = "待核" if row.confidence in ("B", "C") else ""
    results = [
        Cell(
            "，".join(value_lines(catalog, result)),
            shown_status(result),
            word=status_words(row, result),
        )
        for result in row.years
    ]
    return (
        Cell(row.category), Cell(row.name), Cell(requirement_words(row), small=doubt), *results,
        Cell(row.office or ABSENT), Cell(row.now.document or row.now.evidence or ABSENT),
    )  # fmt: skip
