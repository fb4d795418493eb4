"""Verdict sentences in official Chinese; every number is a field of the row it describes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from chuangmo.assess.lines import LimitLine
from chuangmo.assess.reasons import PERCENTILE_OVER, TOO_FEW_DISTRICTS
from chuangmo.assess.reasons import closed_up as closed_up
from chuangmo.assess.reasons import difference_words as difference_words
from chuangmo.assess.reasons import unit_after as unit_after
from chuangmo.assess.reasons import value_name as value_name
from chuangmo.assess.rounding import (
    convertible,
    in_unit,
    publish,
    publish_difference,
    publish_safe,
)
from chuangmo.assess.stretches import WITH_DUST, WITHOUT_DUST
from chuangmo.assess.verdict_types import (
    INSUFFICIENT,
    MISSED,
    NO_TARGET,
    NOT_APPLICABLE,
    NOT_ASSESSABLE,
    REFERENCE,
    TARGET,
    Statistic,
    Verdict,
)
from chuangmo.assess.verdicts.evidence import OUT_OF_REACH
from chuangmo.assess.verdicts.evidence_words import days_note
from chuangmo.assess.verdicts.outlook import Outlook
from chuangmo.assess.verdicts.publishing import out_of, rank_count
from chuangmo.assess.verdicts.verdict import undetected
from chuangmo.catalog.models import Indicator
from chuangmo.catalog.target_models import PLAN
from chuangmo.status import (
    LINE_WORD,
    SIGN,
    STATUS_WORD,
    side_sign,
)

MARK_WORD = {"invented": "演示", "inferred": "推算"}
DUST_NOTE = {WITH_DUST: "数值未扣除沙尘日。", WITHOUT_DUST: "数值已扣除沙尘日。"}
DUST_WORD = {WITH_DUST: "不扣沙尘", WITHOUT_DUST: "扣除沙尘"}
PART_WORD = {"numerator": "分子", "denominator": "分母", "weight": "权重", "of_which": "其中"}
_CHANGE_UNIT = {"%": "%", "pt": "个百分点", "dB": " dB(A)"}
WHOLE_YEAR = "全年"
_GOOD_DAYS = "share_of_good_days"
THIN = "\u2009"
ABSENT = "—"
#: Behind a figure that is made from data nobody has audited yet, and what it stands for.
UNAUDITED_MARK = "†"
UNAUDITED_LEGEND = f"{UNAUDITED_MARK} 由未审核（实况）数据得出"


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
    """What ``statistic`` names: a percentile (``p95``) of the days, else the figure itself.

    What is made of too few districts is no figure of the city: ``None``.
    """
    if found.reason_code == TOO_FEW_DISTRICTS:
        return None
    percent = re.fullmatch(r"p(\d+)", statistic)
    return found.percentile(int(percent.group(1))) if percent else found.value


def statistic_text(found: Statistic, statistic: str, wanted: str, indicator: Indicator) -> str:
    """A statistic for a cell in ``wanted``: rounded once, ``0.004L`` below detection, else —."""
    below = undetected(found, indicator, wanted) if convertible(found.unit, wanted) else ""
    text = below or figure(
        exact(counted_value(found, statistic), found.unit, wanted, indicator), wanted
    )
    return marked_unaudited(out_of(text, rank_count(found, indicator)), found.unaudited)


def marked_unaudited(text: str, unaudited: bool) -> str:
    """A figure's text, marked where it is made from data that nobody has audited yet."""
    return f"{text}{UNAUDITED_MARK}" if unaudited and text != ABSENT else text


def shown_value(row: Verdict, indicator: Indicator) -> str:
    """The row's value for a cell: published, else the value itself rounded for display, else —.

    What is made of too few districts is not shown as the city's.
    未检出 is shown as its detection limit with L (``0.004L``), never as a number; a figure from
    unaudited data carries its mark.
    """
    return marked_unaudited(_value_text(row, indicator), row.unaudited)


def _value_text(row: Verdict, indicator: Indicator) -> str:
    if row.below:
        return row.below
    if row.published is not None:
        return out_of(figure(row.published, row.unit), row.of)
    if row.value is None or row.of_too_few:
        return ABSENT
    return figure(publish(Fraction(row.value), digits_of(indicator, row.unit)), row.unit)


def parts_words(parts: Iterable[Mapping[str, str]]) -> str:
    """What a figure is made of, each with its cell: ``其中 油烟治理 186 项（D3）、…``."""
    found: dict[str, list[str]] = {}
    for part in parts:
        words = f"{part['name']} {figure(part['value'])}{unit_after(part['unit'])}"
        found.setdefault(part["role"], []).append(f"{words}（{part['cell']}）")
    return "，".join(f"{PART_WORD[role]} {'、'.join(words)}" for role, words in found.items())


def limit_words(row: Verdict) -> str:
    """The limit with its sign, as printed in the source; empty without one."""
    if row.limit is None:
        return ""
    return f"{SIGN.get(row.operator or '', '')} {row.limit}".strip()


def months_words(year: int, month: int) -> str:
    """``1—10月``, ``1月`` or ``全年``."""
    return WHOLE_YEAR if month == 12 else "1月" if month == 1 else f"1—{month}月"


def limit_text(row: Verdict) -> str:
    """``0.10 mg/m³``, ``85%``: the limit with its unit."""
    return f"{figure(row.limit, row.unit)}{unit_after(row.unit)}"


def compared(rows: Sequence[Verdict]) -> str:
    """``低于年度目标0.120 mg/m³，高于创模指标和国家标准0.10 mg/m³``; empty with nothing to compare.

    Rows without a verdict for want of data say nothing; a month beside an annual limit says so.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for row in reversed(_comparable(rows)):
        name = LINE_WORD[row.line] + ("年限值（仅对照）" if row.status == REFERENCE else "")
        found.setdefault((_side(row), limit_text(row)), []).append(name)
    said = (f"{word}{'和'.join(names)}{limit}" for (word, limit), names in found.items())
    return "，".join([*_clauses(rows), *said])


def concluded(rows: Sequence[Verdict]) -> str:
    """``完成年度目标（≤0.130 mg/m³），未达到国家标准≤0.10 mg/m³的要求，高0.019 mg/m³``.

    Of a year that has ended: a target is 完成 or not, a requirement is reached or not.
    """
    found: dict[tuple[str, str, str], list[str]] = {}
    for row in reversed(_comparable(rows)):
        kind = TARGET if row.line == TARGET else ""
        limit = closed_up(f"{limit_words(row)}{unit_after(row.unit)}")
        found.setdefault((kind, limit, _conclusion(row)), []).append(LINE_WORD[row.line])
    said = (
        f"{word.format(line='和'.join(names), limit=limit)}"
        for (_, limit, word), names in found.items()
    )
    return "，".join([*_clauses(rows), *said])


def _clauses(rows: Sequence[Verdict]) -> list[str]:
    """What targets with a form say of themselves (规划进度落后：…)."""
    return [row.clause for row in rows if row.clause]


def _comparable(rows: Sequence[Verdict]) -> list[Verdict]:
    silent = (NOT_APPLICABLE, INSUFFICIENT, NOT_ASSESSABLE)
    plain = [row for row in rows if not row.clause and row.status not in silent]
    return [row for row in plain if row.limit is not None and row.value is not None]


def _conclusion(row: Verdict) -> str:
    """The words around ``{line}`` and ``{limit}`` for a verdict on a whole year."""
    if row.reason_code == PERCENTILE_OVER:
        return "均值达到{line}{limit}的要求，但日均值百分位数超过日限值"
    kept = row.status != MISSED
    if row.line == TARGET:
        words = "完成{line}（{limit}）" if kept else "未完成{line}（{limit}）"
    else:
        words = "达到{line}{limit}的要求" if kept else "未达到{line}{limit}的要求"
    return words if kept else f"{words}，{_gap_words(row)}"


def _gap_words(row: Verdict) -> str:
    """``低16.0个百分点`` from what is printed; from the full value where that equals the limit."""
    assert row.value is not None and row.limit is not None
    limit, shown = Fraction(row.limit), Fraction(row.published or row.value)
    value = Fraction(row.value) if shown == limit else shown
    digits = max(len(text.partition(".")[2]) for text in (row.published or "", row.limit))
    gap = publish_difference(abs(value - limit), digits)
    full = f"未修约值为{row.value}{unit_after(row.unit)}，" if shown == limit else ""
    return f"{full}{'高' if value > limit else '低'}{difference_words(gap, row.unit)}"


def _side(row: Verdict) -> str:
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
    """A 同比 or 环比 as ``下降8.3%``, ``上升1.2个百分点``, ``持平``; empty when not published.

    Args:
        unit: of the figure itself, said after plain differences (``上升4.74分``).
    """
    if not change or change.get("value") is None:
        return ""
    value = Fraction(change["value"])
    after = _CHANGE_UNIT.get(change["unit"]) or unit_after(unit)
    words = (
        "持平"
        if value == 0
        else f"{'上升' if value > 0 else '下降'}{figure(change['value']).lstrip('−')}{after}"
    )
    return closed_up(f"{words}（{change['note']}）" if change.get("note") else words)


def turned(before: str, now: str, change: str, unit: str) -> str:
    """``由0.130降至0.119 mg/m³，下降8.3%``: two published texts and the change between them."""
    if change.startswith("持平") or not before or before == ABSENT:
        return f"为{now}{unit_after(unit)}" + (f"，{change}" if change else "")
    word = "降至" if change.startswith("下降") else "升至"
    percent = "%" if unit == "%" else ""
    return f"由{before}{percent}{word}{now}{unit_after(unit)}，{change}"


def rest_words(month: int) -> str:
    """The months after ``month``: ``11—12月``, ``12月``; empty at the end of the year."""
    return "" if month >= 12 else "12月" if month == 11 else f"{month + 1}—12月"


def needed_text(needed: Fraction, operator: str, indicator: Indicator, wanted: str) -> str:
    """What is needed, rounded so that keeping it keeps the line: down under ≤, up under ≥."""
    shown = wanted if convertible(indicator.unit, wanted) else indicator.unit
    value = in_unit(needed, indicator.unit, shown)
    return publish_safe(value, digits_of(indicator, shown), operator)


def needed_sentence(
    ahead: Outlook, line: LimitLine, indicator: Indicator, unit: str, m: int
) -> str:
    """``11—12月均值须不高于0.125 mg/m³，近三年同期最低为0.178 mg/m³``; empty where none can be."""
    if ahead.needed is None or not rest_words(m):
        return ""
    if ahead.answer == OUT_OF_REACH:
        return out_of_reach_words(line, indicator, unit, m)
    lower, after = line.operator in ("<=", "<"), unit_after(unit)
    needed = needed_text(ahead.needed, line.operator, indicator, unit)
    noun = "均值" if indicator.group in ("air", "noise") and not indicator.is_rate else ""
    text = (
        f"{rest_words(m)}{noun}须{'不高于' if lower else '不低于'}{needed}{after}{days_note(ahead)}"
    )
    if not ahead.past:
        return closed_up(text)
    best = (min if lower else max)(ahead.past_values)
    years = "近三年" if len(ahead.past) == 3 else "、".join(str(y) for y, _ in ahead.past) + "年"
    shown = exact(best, indicator.unit, unit, indicator)
    return closed_up(f"{text}，{years}同期{'最低' if lower else '最高'}为{shown}{after}")


def out_of_reach_words(line: LimitLine, indicator: Indicator, unit: str, m: int) -> str:
    """``11—12月即使全部优良，全年亦不能达到创模指标85%``: what the best rest cannot do."""
    lower = line.operator in ("<=", "<")
    if indicator.combine == _GOOD_DAYS:
        best = "全部优良"
    elif indicator.is_rate:
        best = f"均为{'0%' if lower else '100%'}"
    else:
        best = "均值为零" if lower else "达到最高值"
    return f"{rest_words(m)}即使{best}，全年亦不能{reaching(line, unit)}"


def reaching(line: LimitLine, unit: str) -> str:
    """``完成年度目标0.128 mg/m³``, ``达到创模指标85%``: a target is 完成, all else 达到."""
    verb = "完成" if line.line == TARGET else "达到"
    return f"{verb}{LINE_WORD[line.line]}{figure(line.text_in(unit), unit)}{unit_after(unit)}"


def needed_short(ahead: Outlook, operator: str, indicator: Indicator, unit: str, m: int) -> str:
    """``11—12月须≤0.125``; empty where nothing can be needed."""
    if ahead.needed is None or not rest_words(m) or ahead.answer == OUT_OF_REACH:
        return ""
    needed = needed_text(ahead.needed, operator, indicator, unit)
    return f"{rest_words(m)}须{side_sign(operator)}{needed}{days_note(ahead)}"


def task_words(row: Verdict, indicator: Indicator) -> str:
    """``完成169台，占任务213台的79.3%`` from the task's own row; what is not known is said."""
    whole = "累计" if row.form == PLAN else ""
    done, quota = figure(row.done or row.published), figure(row.quota or row.limit)
    unit = unit_after(row.unit)
    if row.clause and row.quota is None:
        words = f"完成{done}{unit}"
    elif row.done is None and row.published is None:
        words = f"未报进度，任务为{quota}{unit}"
    elif row.quota is None and row.limit is None:
        words = f"完成{done}{unit}，未下达任务"
    elif row.completion:
        words = f"{whole}完成{done}{unit}，占任务{quota}{unit}的{share_words(row)}"
    else:
        words = f"完成{done}{unit}，任务为{quota}{unit}"
    return closed_up("，".join(part for part in (words, row.clause) if part))


def indicator_sentence(rows: Sequence[Verdict], indicator: Indicator, span: str) -> str:
    """The verdict on one indicator in one place against all its lines, as one sentence.

    Args:
        rows: the rows of the place, any lines.
        span: the months, ``1—10月``; ``全年`` of a year that has ended.
    """
    if not rows:
        return f"{span}{indicator.label}没有评价结果。"
    if indicator.is_task:
        silent = rows[-1].form and not rows[-1].clause
        if silent or rows[-1].reason_code == TOO_FEW_DISTRICTS:
            return f"{span}{indicator.label}：{reason_or(rows[-1], '')}"
        return f"{span}{indicator.label}{task_words(rows[-1], indicator)}。"
    first = rows[0]
    if first.value is None:
        return f"{span}{value_name(indicator, first.statistic)}：{reason_or(first, '没有数据')}"
    name = value_name(indicator, first.statistic)
    if short := next((row for row in rows if row.reason_code == TOO_FEW_DISTRICTS), None):
        return f"{span}{name}：{reason_or(short, '')}"
    value = f"{span}{name}为{shown_value(first, indicator)}{unit_after(first.unit)}"
    if first.status == INSUFFICIENT or _nothing_judged(rows):
        return f"{value}，数据不足，不作判断。"
    said = concluded(rows) if span.endswith(WHOLE_YEAR) else compared(rows)
    return closed_up("，".join(part for part in (value, said) if part) + "。")


def against_words(row: Verdict, indicator: Indicator, span: str) -> str:
    """``1—10月均值为0.126 mg/m³，高于国家标准0.10 mg/m³``: where the name stands before."""
    name = value_name(indicator, row.statistic).removeprefix(indicator.label)
    value = f"{span}{name}为{shown_value(row, indicator)}{unit_after(row.unit)}"
    said = concluded([row]) if span.endswith(WHOLE_YEAR) else compared([row])
    return closed_up("，".join(part for part in (value, said) if part))


def _nothing_judged(rows: Sequence[Verdict]) -> bool:
    """Whether the figure may not be published and no line was judged by it."""
    unpublished = all(row.published is None for row in rows)
    return unpublished and any(row.status == INSUFFICIENT for row in rows)


def lines_sentence(rows: Sequence[Verdict]) -> str:
    """``对国家标准：未达标。对年度目标：有风险。`` with each row's own status."""
    judged = [row for row in rows if row.status not in (NO_TARGET, NOT_APPLICABLE)]
    return "".join(
        f"对{LINE_WORD[row.line]}（{closed_up(limit_words(row))}）：{STATUS_WORD[row.shown_as]}。"
        if row.limit is not None
        else f"对{LINE_WORD[row.line]}：{STATUS_WORD[row.shown_as]}。"
        for row in judged
    )


def reason_or(row: Verdict, otherwise: str) -> str:
    """The row's own reason as a sentence."""
    text = row.reason or otherwise
    return text if text.endswith("。") else text + "。"
