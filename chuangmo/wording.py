"""Verdict sentences in official Chinese; every number is a field of the row it describes."""

import re
from collections.abc import Sequence
from fractions import Fraction

from chuangmo.assess.rounding import convertible, in_unit, publish, publish_safe
from chuangmo.assess.stretches import WITH_DUST, WITHOUT_DUST
from chuangmo.assess.verdict_types import (
    AT_RISK,
    INSUFFICIENT,
    MET,
    MISSED,
    NO_TARGET,
    NOT_APPLICABLE,
    NOT_ASSESSABLE,
    NOT_YET_DUE,
    ON_COURSE,
    REFERENCE,
    Statistic,
    Verdict,
)
from chuangmo.assess.verdicts.outlook import OUT_OF_REACH, Outlook
from chuangmo.assess.verdicts.verdict import undetected
from chuangmo.catalog.models import Indicator
from chuangmo.status import LINE_WORD, SIGN, STATUS_WORD, side_sign

#: What the outlook answers.
ANSWER_WORD = {
    "locked_in": "已锁定",
    "within_reach": "可达",
    "hard": "困难",
    "out_of_reach": "已不可能",
}
MARK_WORD = {"invented": "演示", "inferred": "推算"}
DUST_WORD = {WITH_DUST: "不扣沙尘", WITHOUT_DUST: "扣除沙尘"}
_NO_UNIT = ("", "无量纲", "-")
_CHANGE_UNIT = {"%": "%", "pt": " 个百分点", "dB": " dB(A)"}
THIN = "\u2009"
ABSENT = "—"


def figure(number: str | None, unit: str = "") -> str:
    """A decimal text as a page shows it: true minus, thin thousands, 100 % without decimals."""
    if number is None:
        return ABSENT
    if unit == "%" and Fraction(number) == 100:
        return "100"
    whole, point, rest = number.lstrip("-").partition(".")
    groups = f"{int(whole):,}".replace(",", THIN) if len(whole) > 3 else whole
    return ("−" if number.startswith("-") else "") + groups + point + rest


def digits_of(indicator: Indicator, unit: str) -> int:
    """Published decimals of the indicator in ``unit``."""
    return indicator.digits.get(unit, 3 if unit == "mg/m³" else 1)


def exact(value: Fraction | None, unit: str, wanted: str, indicator: Indicator) -> str | None:
    """An exact value rounded once for display, in ``wanted`` where ``unit`` can change to it."""
    if value is None:
        return None
    shown = wanted if convertible(unit, wanted) else unit
    return publish(in_unit(value, unit, shown), digits_of(indicator, shown))


def counted_value(found: Statistic, statistic: str) -> Fraction | None:
    """What ``statistic`` names: a percentile (``p95``) of the days, else the figure itself."""
    percent = re.fullmatch(r"p(\d+)", statistic)
    return found.percentile(int(percent.group(1))) if percent else found.value


def statistic_text(found: Statistic, statistic: str, wanted: str, indicator: Indicator) -> str:
    """A statistic for a cell in ``wanted``: rounded once, ``0.004L`` below detection, else —."""
    below = undetected(found, indicator, wanted) if convertible(found.unit, wanted) else ""
    return below or figure(
        exact(counted_value(found, statistic), found.unit, wanted, indicator), wanted
    )


def shown_value(row: Verdict, indicator: Indicator) -> str:
    """The row's value for a cell: published, else the value itself rounded for display, else —.

    未检出 is shown as its detection limit with L (``0.004L``), never as a number.
    """
    if row.below:
        return row.below
    if row.published is not None:
        return figure(row.published, row.unit)
    if row.value is None:
        return ABSENT
    return figure(publish(Fraction(row.value), digits_of(indicator, row.unit)), row.unit)


def unit_after(unit: str) -> str:
    """The unit as it follows a number: none before %, a space before the others."""
    if unit in _NO_UNIT:
        return ""
    return unit if unit == "%" else f" {unit}"


def limit_words(row: Verdict) -> str:
    """The limit with its sign, as printed in the source; empty without one."""
    if row.limit is None:
        return ""
    return f"{SIGN.get(row.operator or '', '')} {row.limit}".strip()


def months_words(year: int, month: int) -> str:
    """``1—10月``, ``1月`` or ``全年``."""
    return "全年" if month == 12 else "1月" if month == 1 else f"1—{month}月"


def value_name(indicator: Indicator, statistic: str = "mean") -> str:
    """What the number is called: a mean, a percentile; rates and counts by their own name."""
    if indicator.group != "air" or indicator.is_rate or indicator.combine == "composite_index":
        return indicator.label
    percent = re.fullmatch(r"p(\d+)", statistic)
    word = f"第{percent.group(1)}百分位数" if percent else "均值"
    return f" {indicator.symbol} {word}" if indicator.symbol else f"{indicator.label}{word}"


def compared(rows: Sequence[Verdict]) -> str:
    """``低于本地目标 0.120，高于创模指标和国家标准 0.10``; empty with nothing to compare.

    Rows without a verdict for want of data say nothing; a month beside an annual limit says so.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for row in reversed(rows):
        silent = row.status in (NOT_APPLICABLE, INSUFFICIENT, NOT_ASSESSABLE)
        if row.limit is None or row.value is None or silent:
            continue
        name = LINE_WORD[row.line] + ("年限值（仅对照）" if row.status == REFERENCE else "")
        found.setdefault((_comparison(row), figure(row.limit)), []).append(name)
    return "，".join(f"{word}{'和'.join(names)} {limit}" for (word, limit), names in found.items())


def _comparison(row: Verdict) -> str:
    """``高于``, ``等于``, ``低于`` as printed; ``略高于`` where only the full value is over."""
    assert row.value is not None and row.limit is not None
    value, limit = Fraction(row.published or row.value), Fraction(row.limit)
    full = Fraction(row.value)
    if value != limit:
        return "高于" if value > limit else "低于"
    if row.status != MISSED or full == limit:
        return "等于"
    return "略高于" if full > limit else "略低于"


def share_words(row: Verdict) -> str:
    """Completion of a task, ``79.3%``; empty without a quota."""
    if row.completion is None:
        return ""
    return figure(publish(Fraction(row.completion), 1), "%") + "%"


def change_words(change: dict[str, str] | None, unit: str = "") -> str:
    """A 同比 or 环比 as ``降 8.3%``, ``升 1.2 个百分点``, ``持平``; empty when not published.

    Args:
        unit: of the figure itself, said after plain differences (``升 4.74 分``).
    """
    if not change or change.get("value") is None:
        return ""
    value = Fraction(change["value"])
    after = _CHANGE_UNIT.get(change["unit"]) or unit_after(unit)
    words = (
        "持平"
        if value == 0
        else f"{'升' if value > 0 else '降'} {figure(change['value']).lstrip('−')}{after}"
    )
    return f"{words}（{change['note']}）" if change.get("note") else words


def rest_words(month: int) -> str:
    """The months after ``month``: ``11—12月``, ``12月``; empty at the end of the year."""
    return "" if month >= 12 else "12月" if month == 11 else f"{month + 1}—12月"


def needed_text(needed: Fraction, operator: str, indicator: Indicator, wanted: str) -> str:
    """What is needed, rounded so that keeping it keeps the line: down under ≤, up under ≥."""
    shown = wanted if convertible(indicator.unit, wanted) else indicator.unit
    value = in_unit(needed, indicator.unit, shown)
    return publish_safe(value, digits_of(indicator, shown), operator)


def needed_sentence(ahead: Outlook, operator: str, indicator: Indicator, unit: str, m: int) -> str:
    """``11—12月均值须不高于 0.125，近三年同期最低 0.178``; empty where nothing can be needed."""
    if ahead.needed is None or not rest_words(m):
        return ""
    lower = operator in ("<=", "<")
    if ahead.answer == OUT_OF_REACH:
        return f"{rest_words(m)}已无法补回"
    needed = needed_text(ahead.needed, operator, indicator, unit)
    noun = "均值" if indicator.group in ("air", "noise") and not indicator.is_rate else ""
    text = f"{rest_words(m)}{noun}须{'不高于' if lower else '不低于'} {needed}"
    if not ahead.past:
        return text
    best = (min if lower else max)(ahead.past_values)
    years = "近三年" if len(ahead.past) == 3 else "、".join(str(y) for y, _ in ahead.past) + "年"
    return f"{text}，{years}同期{'最低' if lower else '最高'} " + str(
        exact(best, indicator.unit, unit, indicator)
    )


def needed_short(ahead: Outlook, operator: str, indicator: Indicator, unit: str, m: int) -> str:
    """``11—12月须 ≤ 0.125``; empty where nothing can be needed."""
    if ahead.needed is None or not rest_words(m) or ahead.answer == OUT_OF_REACH:
        return ""
    needed = needed_text(ahead.needed, operator, indicator, unit)
    return f"{rest_words(m)}须 {side_sign(operator)} {needed}"


def task_sentence(row: Verdict, indicator: Indicator, span: str) -> str:
    """``1—10月锅炉改造完成 169 / 213 台，占任务 79.3%。`` from the task's own row."""
    done, quota = figure(row.done or row.published), figure(row.quota or row.limit)
    share = f"，占任务 {share_words(row)}" if row.completion else ""
    if row.done is None and row.published is None:
        return f"{span}{indicator.label}未报进度，任务 {quota}{unit_after(row.unit)}。"
    if row.quota is None and row.limit is None:
        return f"{span}{indicator.label}完成 {done}{unit_after(row.unit)}，未下达任务。"
    return f"{span}{indicator.label}完成 {done} / {quota}{unit_after(row.unit)}{share}。"


def indicator_sentence(rows: Sequence[Verdict], indicator: Indicator, span: str) -> str:
    """The verdict on one indicator in one place against all its lines, as one sentence.

    Args:
        rows: the rows of the place, any lines.
        span: the months, ``1—10月``.
    """
    if not rows:
        return f"{span}{indicator.label}没有评价结果。"
    if indicator.is_task:
        return task_sentence(rows[-1], indicator, span)
    first = rows[0]
    if first.value is None:
        return f"{span}{value_name(indicator, first.statistic)}：{reason_or(first, '没有数据')}"
    name = value_name(indicator, first.statistic)
    value = f"{span}{name} {shown_value(first, indicator)}{unit_after(first.unit)}"
    if first.status == INSUFFICIENT or _nothing_judged(rows):
        return f"{value}，数据不足，不作判断。"
    return "，".join(part for part in (value, compared(rows)) if part) + "。"


def _nothing_judged(rows: Sequence[Verdict]) -> bool:
    """Whether the figure may not be published and no line was judged by it."""
    unpublished = all(row.published is None for row in rows)
    return unpublished and any(row.status == INSUFFICIENT for row in rows)


def lines_sentence(rows: Sequence[Verdict]) -> str:
    """``对国家标准：未达标。对本地目标：有风险。`` with each row's own status."""
    judged = [row for row in rows if row.status not in (NO_TARGET, NOT_APPLICABLE)]
    return "".join(
        f"对{LINE_WORD[row.line]}（{limit_words(row)}）：{STATUS_WORD[row.status]}。"
        if row.limit is not None
        else f"对{LINE_WORD[row.line]}：{STATUS_WORD[row.status]}。"
        for row in judged
    )


def reason_or(row: Verdict, otherwise: str) -> str:
    """The row's own reason as a sentence."""
    text = row.reason or otherwise
    return text if text.endswith("。") else text + "。"


def counts_sentence(area: str, statuses: Sequence[str]) -> str:
    """``全市 9 项指标，6 项有风险，3 项达标。`` from the statuses of its cells, worst first."""
    order = (MISSED, AT_RISK, ON_COURSE, MET, INSUFFICIENT, NOT_YET_DUE)
    counted = [status for status in statuses if status in order]
    parts = [f"{n} 项{STATUS_WORD[status]}" for status in order if (n := counted.count(status))]
    return "，".join([f"{area} {len(counted)} 项指标", *parts]) + "。"
