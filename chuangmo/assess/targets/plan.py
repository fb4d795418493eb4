"""A plan over several years: ahead of its line or behind it; 完成 is said at its end only.

Up to its end a plan is 进度. The figure of a year is held against the straight line (or the steps
that the plan gives); that of a year that still runs against the line on the day, except that a
seasonal one is judged by the evidence ladder against the line at the end of the year.
"""

from dataclasses import replace
from fractions import Fraction

from chuangmo.assess import reasons
from chuangmo.assess import verdict_types as vt
from chuangmo.assess.lines import LimitLine, holds
from chuangmo.assess.plan_line import PlanLine, plan_line
from chuangmo.assess.rounding import decimal_text, in_unit, publish
from chuangmo.assess.targets.case import SILENT, TargetCase, differs, silent
from chuangmo.assess.verdict_types import Verdict
from chuangmo.assess.verdicts.evidence import LEVEL
from chuangmo.assess.verdicts.verdict import judge

RULE = "规划按{line}计算应达数（{points}，年内按天数）；终点年以前只看进度，不判完成（本看板约定）"
NO_START = "规划没有写起点数，{year}年应达多少推算不出；到{end}年末的{limit}还差{left}。"
FIRST_YEAR = "{year}年是规划的起点年，自年末的{start}起算，当年不判断。"
PAST_UNKNOWN = "规划自{start}年起累计，{years}的完成数不能用：{why}"
_FINE = 4


def judge_plan(asked: TargetCase) -> Verdict:
    """The verdict on one year of a plan."""
    if asked.case.indicator.is_task:
        whole = _whole(asked)
        if isinstance(whole, str):
            row = judge(vt.TARGET, asked.case)
            return replace(silent(row, asked, reasons.PAST_YEARS_UNKNOWN, whole), rule=_rule(asked))
        asked = whole
    row = replace(judge(vt.TARGET, asked.case), form=asked.target.form, rule=_rule(asked))
    line = asked.case.line
    if line is None or row.status in SILENT:
        return row
    if asked.year == asked.target.start_year and not asked.case.indicator.is_task:
        return _first_year(asked, row)
    return _progress(asked, row, line)


def _whole(asked: TargetCase) -> TargetCase | str:
    """The case of what a task came to since the plan began; why not, where a year is unknown."""
    unknown = {year: past for year, past in asked.past.items() if not past.valid}
    if unknown:
        years = "、".join(f"{year}年" for year in unknown)
        why = "".join(past.reason for past in unknown.values())
        return PAST_UNKNOWN.format(start=asked.target.start_year, years=years, why=why)
    figure, start = asked.case.figure, Fraction(asked.target.start_value or 0)
    if figure.value is not None:
        before = sum((past.value or Fraction(0) for past in asked.past.values()), start)
        figure = replace(figure, value=figure.value + before)
    return replace(asked, case=replace(asked.case, figure=figure))


def _first_year(asked: TargetCase, row: Verdict) -> Verdict:
    target = asked.target
    start = f"{target.start_value}{asked.after}" if target.start_value else "数"
    said = FIRST_YEAR.format(year=asked.year, start=start)
    return replace(
        row, status=vt.NOT_YET_DUE, reason_code="plan_begins", reason=said, evidence=None
    )


def _progress(asked: TargetCase, row: Verdict, line: LimitLine) -> Verdict:
    """The row of a year after the first: the line, what is left, ahead or behind."""
    case, points = asked.case, plan_line(asked.target, asked.case.indicator, asked.case.unit)
    value = asked.number(line)
    assert value is not None
    left, expected = _left(asked, value), points.on(asked.day)
    row = replace(row, left=decimal_text(left))
    if asked.year == asked.target.year and not case.is_open:
        end = row.reason.split("，", 1)[1].rstrip("。")
        return replace(row, expected=decimal_text(points.points[-1][1]), clause=end)
    if expected is None:
        said = NO_START.format(
            year=asked.year, end=asked.target.year, limit=_limit(asked),
            left=differs(left, case.unit, asked.digits),
        )  # fmt: skip
        return silent(row, asked, reasons.PLAN_WITHOUT_START, reasons.closed_up(said))
    if case.indicator.seasonal and case.is_open:
        return _by_evidence(asked, row, line, left)
    clause = _clause(asked, row, value, expected, points)
    return replace(
        row,
        status=vt.ON_COURSE if holds(value, line.operator, expected) else vt.AT_RISK,
        reason_code="",
        evidence=LEVEL,
        expected=decimal_text(expected),
        clause=clause,
        reason=reasons.closed_up(f"{_opening(asked, row)}，{clause}；{_left_words(asked, left)}。"),
    )


def _by_evidence(asked: TargetCase, row: Verdict, line: LimitLine, left: Fraction) -> Verdict:
    """A seasonal figure of a year that runs: what the ladder says of the line at its end.

    Before the end of the plan a line out of reach is no plan that is missed.
    """
    lost = row.status == vt.MISSED and asked.year < asked.target.year
    number = publish(line.value_in(asked.case.unit), asked.digits)
    return replace(
        row,
        status=vt.AT_RISK if lost else row.status,
        expected=decimal_text(line.value_in(asked.case.unit)),
        clause=reasons.closed_up(f"规划{asked.year}年末应达{number}{asked.after}"),
        reason=reasons.closed_up(f"{row.reason.rstrip('。')}；{_left_words(asked, left)}。"),
    )


def _left(asked: TargetCase, value: Fraction) -> Fraction:
    """What the end of the plan still lacks; nothing where it is reached."""
    limit = in_unit(Fraction(asked.target.limit), asked.target.unit, asked.case.unit)
    return max(Fraction(0), limit - value if _upwards(asked) else value - limit)


def _upwards(asked: TargetCase) -> bool:
    return asked.target.operator == ">="


def _limit(asked: TargetCase) -> str:
    target = asked.target
    return f"{target.limit}{reasons.unit_after(target.unit)}"


def _opening(asked: TargetCase, row: Verdict) -> str:
    """``2008年绿色学校比例为30.0%``; of a task ``2006—2008年绿色学校累计完成52所``."""
    indicator, shown, first = asked.case.indicator, f"{row.published}{asked.after}", asked.year
    still = "尚未结束，" if asked.case.is_open else ""
    if not indicator.is_task:
        return f"{asked.year}年{still}{reasons.value_name(indicator)}为{shown}"
    first = asked.target.start_year or first
    span = f"{first}—{asked.year}年" if first < asked.year else f"{asked.year}年"
    done = f"{indicator.label}累计完成{shown}"
    return f"{asked.year}年{still}{first}年以来{done}" if still else f"{span}{done}"


def _clause(
    asked: TargetCase, row: Verdict, value: Fraction, expected: Fraction, points: PlanLine
) -> str:
    """``规划进度落后：按直线2008年末应达36.0%，低6.0个百分点``."""
    day, year, printed = asked.day, asked.year, Fraction(row.published or 0)
    shown = publish(expected, asked.digits)
    apart, seen = value - expected, printed - Fraction(shown)
    better = apart if _upwards(asked) else -apart
    word = "与规划进度持平" if not apart else f"规划进度{'超前' if better > 0 else '落后'}"
    when = f"{day.month}月{day.day}日" if asked.case.is_open else f"{year}年末"
    said = f"{word}：{_basis(asked)}{when}应达{shown}{asked.after}"
    if apart:
        alike = (apart > 0) == (seen > 0) and seen != 0
        gap = differs(seen if alike else apart, asked.case.unit, asked.digits)
        said += f"，{'高' if apart > 0 else '低'}{gap}"
        if not alike:
            said += f"（未修约值为{publish(value, _FINE)}，应达{publish(expected, _FINE)}）"
    end = points.at_end_of(year)
    if asked.case.is_open and end is not None:
        said += f"，年末应达{publish(end, asked.digits)}{asked.after}"
    return reasons.closed_up(said)


def _basis(asked: TargetCase) -> str:
    if not asked.case.is_open and asked.year in dict(asked.target.step_points):
        return "规划定为"
    return "按各步之间的直线" if asked.target.steps else "按直线"


def _left_words(asked: TargetCase, left: Fraction) -> str:
    """``到2010年末的60%还差30.0个百分点，余下2年平均每年15.0个百分点``."""
    end, unit = asked.target.year, asked.case.unit
    if not left:
        return f"已达到{end}年末的{_limit(asked)}"
    said = f"到{end}年末的{_limit(asked)}还差{differs(left, unit, asked.digits)}"
    years = end - asked.year
    if asked.case.is_open or years < 1:
        return said
    return f"{said}，余下{years}年平均每年{differs(left / years, unit, asked.digits)}"


def _rule(asked: TargetCase) -> str:
    target, after = asked.target, reasons.unit_after(asked.target.unit)
    points = []
    if asked.case.indicator.is_task:
        points.append(f"{target.start_year}年初自{target.start_value or 0}{after}起")
    elif target.start_value is not None:
        points.append(f"{target.start_year}年末{target.start_value}{after}")
    points += [f"{year}年末{decimal_text(number)}{after}" for year, number in target.step_points]
    points.append(f"{target.year}年末{target.limit}{after}")
    line = "各步之间的直线" if target.steps else "直线"
    return reasons.joined_rules(
        reasons.closed_up(RULE.format(line=line, points="，".join(points))), asked.case.figure.rule
    )
