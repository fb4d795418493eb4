"""Targets that years are held against one another by: running, falling, not below last year.

They are judged from the published figures of the years themselves. A year that is missing, not
valid or not comparable leaves the target unjudged, unless a year that is known broke it already.
"""

from dataclasses import replace
from fractions import Fraction

from chuangmo.assess import reasons
from chuangmo.assess import verdict_types as vt
from chuangmo.assess.lines import LimitLine, holds
from chuangmo.assess.plan_line import share_of_year
from chuangmo.assess.rounding import in_unit, publish
from chuangmo.assess.targets.case import SILENT, TargetCase, silent
from chuangmo.assess.verdict_types import Statistic, Verdict
from chuangmo.assess.verdicts.evidence import BOUNDS, LEVEL
from chuangmo.assess.verdicts.verdict import judge
from chuangmo.catalog.target_models import RUN
from chuangmo.status import SIGN

RULE_OF_RUN = "“{words}”：{years}每年都须{limit}，缺一年不判断"
RULE_OF_YEARS = "“{words}”：{years}按公布数逐年比较，{tie}，缺一年不判断"
_TIE = {"<": "相等不算下降", ">": "相等不算提高", ">=": "相等算达到", "<=": "相等算达到"}
_CHANGED = {"<": "低于", ">": "高于", ">=": "不低于", "<=": "不高于"}
MISSING = "“{words}”须看{years}，缺{missing}：{why}"


def line_of_last_year(
    line: LimitLine, last: Statistic | None, asked: TargetCase
) -> LimitLine | None:
    """The published figure of last year as the line of this one; ``None`` without one."""
    case = asked.case
    if last is None or not last.valid or last.value is None:
        return None
    text = publish(in_unit(last.value, last.unit, case.unit), asked.digits)
    name = f"{asked.year - 1}年的数"
    return replace(line, text=text, unit=case.unit, name=name, rounded=True)


def judge_years(asked: TargetCase) -> Verdict:
    """The verdict on a year by the years before it."""
    row = replace(judge(vt.TARGET, asked.case), form=asked.target.form, rule=_rule(asked))
    if asked.case.period_kind != "year" or not asked.case.has_begun:
        return row
    broken, missing = _broken(asked), _missing(asked)
    if broken:
        said = f"“{_words(asked)}”未完成：{broken}（{_figures(asked)}）"
        return replace(
            row, status=vt.MISSED, reason_code=reasons.EARLIER_YEAR_FAILED, evidence=None,
            clause=reasons.closed_up(said), reason=reasons.closed_up(f"{asked.year}年{said}。"),
        )  # fmt: skip
    if missing:
        return silent(row, asked, reasons.PAST_YEARS_UNKNOWN, missing)
    if row.status in SILENT:
        return row
    if asked.case.indicator.is_task and asked.target.form != RUN and asked.case.line is not None:
        row = _counted(asked, row, asked.case.line)
    clause, reason = _said(asked, row)
    return replace(row, clause=reasons.closed_up(clause), reason=reasons.closed_up(reason))


def _counted(asked: TargetCase, row: Verdict, line: LimitLine) -> Verdict:
    """The row of a count beside that of last year: last year is no quota that it is given.

    A count of a year that runs only grows: what it has passed it has passed, else it is held
    against 时序进度.
    """
    row = replace(row, quota=None, completion=None, ratio=None)
    now, last = Fraction(row.published or 0), line.value_in(asked.case.unit)
    kept, more = holds(now, line.operator, last), line.operator in (">", ">=")
    if not asked.case.is_open:
        return replace(row, status=vt.MET if kept else vt.MISSED)
    due = last * share_of_year(asked.day)
    said = f"{asked.year}年尚未结束，{asked.case.indicator.label}完成{row.published}{asked.after}"
    said += (
        f"，上年全年{line.text}{asked.after}，按时序进度为{publish(due, asked.digits)}{asked.after}"
    )
    row = replace(row, reason=f"{said}。", evidence=LEVEL)
    if kept == more:
        return replace(row, status=vt.ON_COURSE if more else vt.MISSED, evidence=BOUNDS)
    ahead = now >= due if more else now <= due
    return replace(row, status=vt.ON_COURSE if ahead else vt.AT_RISK)


def _said(asked: TargetCase, row: Verdict) -> tuple[str, str]:
    """Clause and reason of a year whose earlier years all hold."""
    figures = _figures(asked)
    if asked.case.is_open:
        before = f"此前{figures}" if figures else ""
        reason = "；".join(part for part in (row.reason.rstrip("。"), before) if part)
        return f"“{_words(asked)}”要求{_asks(asked)}", f"{reason}。"
    name = reasons.value_name(asked.case.indicator)
    clause = f"完成“{_words(asked)}”（{figures}）"
    if row.status != vt.MET:
        clause = f"未完成“{_words(asked)}”：{_breaks(asked, asked.year)}（{figures}）"
    return clause, f"{asked.year}年{name}{clause}。"


def _asks(asked: TargetCase) -> str:
    line = asked.case.line
    if asked.target.form == RUN or line is None:
        return f"{SIGN[asked.target.operator]}{asked.target.limit}{asked.after}"
    return f"{_CHANGED[line.operator]}上年的{line.text}{asked.after}"


def _years(asked: TargetCase) -> list[int]:
    return list(range(asked.year - asked.target.years_judged + 1, asked.year + 1))


def _words(asked: TargetCase) -> str:
    """``连续三年≥85%``, ``近三年逐年下降``, ``不低于上年``."""
    return reasons.closed_up(asked.target.words)


def _published(asked: TargetCase, year: int) -> str | None:
    """The figure of a year as published; ``None`` where it may not be used."""
    figure = asked.case.figure if year == asked.year else asked.past.get(year)
    if figure is None or figure.value is None:
        return None
    usable = figure.reason_code in reasons.STANDS if year == asked.year else figure.valid
    if not usable or figure.all_below:
        return None
    return publish(in_unit(figure.value, figure.unit, asked.case.unit), asked.digits)


def _figures(asked: TargetCase) -> str:
    """``2006年0.152、2007年0.146 mg/m³``: the years that have ended and are known."""
    ended = [year for year in _years(asked) if year < asked.year or not asked.case.is_open]
    known = [(year, text) for year in ended if (text := _published(asked, year)) is not None]
    return "、".join(f"{year}年{text}" for year, text in known) + (asked.after if known else "")


def _holds(asked: TargetCase, year: int) -> bool | None:
    """Whether a year that has ended keeps its line; ``None`` where that is not known."""
    if asked.target.form == RUN:
        line, figure = asked.case.line, asked.past.get(year)
        if figure is None or not figure.valid or line is None:
            return None
        value = asked.number(line, figure)
        return (
            None if value is None else holds(value, line.operator, line.value_in(asked.case.unit))
        )
    now, before = _published(asked, year), _published(asked, year - 1)
    if now is None or before is None:
        return None
    return holds(Fraction(now), asked.target.operator, Fraction(before))


def _breaks(asked: TargetCase, year: int) -> str:
    """``2008年没有低于2007年``: how a year breaks the target."""
    if asked.target.form == RUN:
        return f"{year}年没有达到"
    return f"{year}年没有{_CHANGED[asked.target.operator].replace('不', '做到不')}{year - 1}年"


def _broken(asked: TargetCase) -> str:
    """How an earlier year broke the target; empty where none is known to."""
    first = _years(asked)[0] + (0 if asked.target.form == RUN else 1)
    earlier = range(first, asked.year)
    return next((_breaks(asked, y) for y in earlier if _holds(asked, y) is False), "")


def _missing(asked: TargetCase) -> str:
    """Which years may not be used and why, one sentence; empty where all may."""
    lacking = [y for y in _years(asked)[:-1] if _published(asked, y) is None]
    figure = asked.case.figure
    if not asked.case.is_open and _published(asked, asked.year) is None:
        lacking.append(asked.year)
    if not lacking:
        return ""
    past = [asked.past[y].reason if y in asked.past else figure.reason for y in lacking]
    return MISSING.format(
        words=_words(asked), years="、".join(f"{y}年" for y in _years(asked)),
        missing="、".join(f"{y}年" for y in lacking),
        why="".join(dict.fromkeys(past)) or "未检出，没有可比的数。",
    )  # fmt: skip


def _rule(asked: TargetCase) -> str:
    years, target = "、".join(f"{y}年" for y in _years(asked)), asked.target
    if target.form == RUN:
        limit = f"{SIGN[target.operator]}{target.limit}{reasons.unit_after(target.unit)}"
        rule = RULE_OF_RUN.format(words=_words(asked), years=years, limit=limit)
    else:
        rule = RULE_OF_YEARS.format(words=_words(asked), years=years, tie=_TIE[target.operator])
    return reasons.joined_rules(reasons.closed_up(rule), asked.case.figure.rule)
