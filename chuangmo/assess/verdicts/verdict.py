"""From a figure and a line to a verdict: one status, its reason and the rule that says so."""

from dataclasses import dataclass
from fractions import Fraction

from chuangmo.assess import reasons
from chuangmo.assess import verdict_types as vt
from chuangmo.assess.lines import LimitLine, holds
from chuangmo.assess.rounding import decimal_text, in_unit, publish, publish_difference
from chuangmo.assess.verdict_types import Silence, Statistic, Verdict
from chuangmo.assess.verdicts.conditions import condition_words, with_condition
from chuangmo.assess.verdicts.evidence import (
    BOUNDS,
    LEVEL,
    STATUS_OF,
    compared,
    detection_over,
    number_held,
    of_level,
    tests_of,
)
from chuangmo.assess.verdicts.evidence_words import evidence_words
from chuangmo.assess.verdicts.outlook import Outlook
from chuangmo.assess.verdicts.publishing import digits_of as digits_of
from chuangmo.assess.verdicts.publishing import discrepancy as discrepancy
from chuangmo.assess.verdicts.publishing import published as published
from chuangmo.assess.verdicts.publishing import rank_count
from chuangmo.assess.verdicts.publishing import undetected as undetected
from chuangmo.catalog.models import Indicator
from chuangmo.status import SIGN


@dataclass(frozen=True)
class Case:
    """Everything one verdict needs: the figure, the line (if any) and the outlook (if open)."""

    indicator: Indicator
    area: str
    area_kind: str
    figure: Statistic
    period_kind: str
    line: LimitLine | None
    unit: str
    is_open: bool
    has_begun: bool
    ahead: Outlook | None = None
    silence: Silence | None = None  # why there is no line, where that is known


def judge(kind: str, case: Case) -> Verdict:
    """The verdict of one line (``kind``: standard, scheme or target) on one figure.

    同比 and 环比 need other periods: who knows them adds them.
    """
    alone, code, evidence = _status(case)
    status, code = with_condition(case.line, case.period_kind, alone, code)
    line, figure, silence = case.line, case.figure, case.silence
    shown = _published_for(case, line)
    value = _in(case, compared(case.figure, line) if line else figure.value)
    task = case.indicator.is_task
    limit = line.text_in(case.unit) if line else None
    return Verdict(
        indicator=case.indicator.id,
        area=case.area,
        area_kind=case.area_kind,
        line=kind,
        status=status,
        statistic=f"p{line.percent}" if line and line.percent else figure.statistic,
        value=decimal_text(value) if value is not None else None,
        published=shown,
        unit=case.unit,
        operator=line.operator if line else None,
        limit=limit,
        limit_id=line.id if line else None,
        ratio=_ratio(case, value),
        done=shown if task else None,
        quota=limit if task else None,
        completion=_completion(case, value) if task else None,
        year_on_year=None,
        on_previous=None,
        reason=_reason(case, alone, shown) + condition_words(case.line, alone, status),
        reason_code=code,
        rule=_rule(case, evidence),
        source=line.source if line else silence.source if silence else "",
        confidence=line.confidence if line else silence.confidence if silence else None,
        demo=figure.demo,
        n_valid=figure.n_valid,
        n_expected=figure.n_expected,
        n_required=figure.n_required,
        mark=line.mark if line else "",
        document=line.document if line else silence.documents if silence else "",
        note=" ".join(part for part in _notes(case) if part),
        coverage=figure.coverage.counts if figure.coverage else None,
        below=undetected(figure, case.indicator, case.unit),
        evidence=evidence if status == alone else None,
        unaudited=figure.unaudited,
        of=rank_count(figure, case.indicator),
    )


def _notes(case: Case) -> tuple[str, ...]:
    """What stands beside the figure, the data it disagrees with, and what the line says."""
    said = case.figure.note, discrepancy(case.figure, case.indicator, case.unit)
    return (*said, case.line.note if case.line else "")


def _published_for(case: Case, line: LimitLine | None) -> str | None:
    """What is printed beside ``line``: the mean, or the percentile that the line tests."""
    percent = line.percent if line else None
    return published(case.figure, case.indicator, case.unit, percent)


def _in(case: Case, value: Fraction | None) -> Fraction | None:
    return None if value is None else in_unit(value, case.figure.unit, case.unit)


def _status(case: Case) -> tuple[str, str, str | None]:
    """As judged; the best case that may be shows that a line is missed, never that it is met."""
    found = _as_judged(case)
    if case.figure.best_case and found[0] in (vt.MET, vt.ON_COURSE):
        return vt.INSUFFICIENT, reasons.BEST_CASE, None
    return found


def _as_judged(case: Case) -> tuple[str, str, str | None]:
    """Status, reason code, and of an open period the evidence it is judged by."""
    silent = _silence(case)
    if silent is not None:
        return *silent, None
    if case.is_open:
        return _open(case)
    assert case.line is not None
    tests = tests_of(case.line)
    known = [test for test in tests if compared(case.figure, test) is not None]
    failed = [test for test in known if not _holds(case, test)]
    if not failed and len(known) < len(tests):
        return vt.INSUFFICIENT, reasons.NO_PERCENTILE, None
    if not failed or _quota_reached(case):
        return vt.MET, "", None
    return vt.MISSED, reasons.PERCENTILE_OVER if all(test.percent for test in failed) else "", None


def _silence(case: Case) -> tuple[str, str] | None:
    """Why nothing is judged: status and reason code; ``None`` where something is."""
    figure, line = case.figure, case.line
    if line is None and case.silence is not None:
        lacking = _lacking(case)
        return (vt.INSUFFICIENT, lacking) if lacking else (case.silence.status, case.silence.code)
    if line is None:
        return vt.NO_TARGET, "no_target"
    if not line.in_scope:
        return vt.NOT_APPLICABLE, "out_of_scope"
    if not case.has_begun:
        return vt.NOT_YET_DUE, "not_begun"
    if figure.value is None:
        once = case.indicator.count_unit == "point" and case.is_open
        return (vt.NOT_YET_DUE if once else vt.INSUFFICIENT), figure.reason_code
    if _quota_reached(case):
        return None
    if figure.reason_code not in reasons.STANDS:
        return vt.INSUFFICIENT, figure.reason_code
    if case.period_kind != line.period_kind:
        return vt.REFERENCE, "other_period"
    if detection_over(figure, line):
        return vt.NOT_ASSESSABLE, reasons.DETECTION_LIMIT
    return None


def _lacking(case: Case) -> str:
    """What the figure lacks for any of the lists that may be in force, as its reason code."""
    silence, code = case.silence, case.figure.reason_code
    doubted = silence is not None and silence.in_doubt
    return code if doubted and code not in reasons.STANDS else ""


def _open(case: Case) -> tuple[str, str, str | None]:
    """An open period: what the outlook answers; without one, the level so far."""
    if _quota_reached(case):
        return vt.ON_COURSE, "", BOUNDS
    ahead, line = case.ahead, case.line
    if ahead is not None and ahead.answer is not None:
        return STATUS_OF[ahead.answer], ahead.reason_code, ahead.evidence
    assert line is not None
    found = of_level(case.indicator, case.figure, line)
    return STATUS_OF[found.answer], "", found.evidence


def _quota_reached(case: Case) -> bool:
    """A cumulative task that has reached its quota cannot fall below it; a city needs coverage."""
    line, figure = case.line, case.figure
    if line is None or figure.value is None or not case.indicator.is_task:
        return False
    if figure.reason_code == reasons.TOO_FEW_DISTRICTS:
        return False
    return case.period_kind == line.period_kind and figure.value >= line.value_in(figure.unit)


def _fails(case: Case, line: LimitLine) -> bool:
    return compared(case.figure, line) is not None and not _holds(case, line)


def _holds(case: Case, line: LimitLine) -> bool:
    return holds(_number(case, line), line.operator, line.value_in(case.unit))


def _number(case: Case, line: LimitLine) -> Fraction:
    """The number that is compared: published under 修约值比较法, else the full one."""
    value = _in(case, compared(case.figure, line))
    assert value is not None
    return number_held(value, line, digits_of(case.indicator, case.unit))


def _ratio(case: Case, value: Fraction | None) -> str | None:
    if case.line is None or value is None:
        return None
    limit = case.line.value_in(case.unit)
    return decimal_text(value / limit) if limit else None


def _completion(case: Case, value: Fraction | None) -> str | None:
    if case.line is None or value is None:
        return None
    quota = case.line.value_in(case.unit)
    return decimal_text(value / quota * 100) if quota else None


def _rule(case: Case, evidence: str | None) -> str:
    line = case.line
    if line is None:
        said = reasons.SCHEME_RULE if case.silence else ""
        return "；".join(part for part in (said, case.figure.rule) if part)
    comparison = "修约值比较法（GB/T 8170）" if line.rounded else "全数值比较法（GB/T 8170）"
    if case.indicator.is_task:
        comparison = "完成数与任务数之比，对照时序进度"
    open_rule = reasons.OPEN_RULE if evidence else ""
    return reasons.joined_rules(line.name, comparison, open_rule, case.figure.rule)


def _reason(case: Case, status: str, shown: str | None) -> str:
    line, figure = case.line, case.figure
    words = reasons.period_words(figure.period)
    if line is None and case.silence is not None:
        return (figure.reason if _lacking(case) else "") + case.silence.sentence
    if line is None:
        return f"{words}没有可对照的限值或目标。"
    if status == vt.NOT_APPLICABLE:
        return reasons.OUT_OF_SCOPE.format(scope=line.scope, area=case.area)
    if status == vt.NOT_YET_DUE:
        return f"{words}尚未{'监测' if case.has_begun else '开始'}。"
    if status == vt.INSUFFICIENT:
        judged = figure.reason_code in reasons.STANDS
        told = figure.best_case if judged else ""
        return told or figure.reason or _no_percentile(case, line)
    if status == vt.REFERENCE:
        return f"{words}的数值只与“{_limit(case, line)}”对照，不作判断。"
    if status == vt.NOT_ASSESSABLE:
        detection = decimal_text(_in(case, figure.detection_limit) or Fraction(0))
        return reasons.sentence(
            reasons.DETECTION_LIMIT,
            period=words,
            detection=f"{detection}{reasons.unit_after(case.unit)}",
            limit=_limit(case, line),
        )
    said = _so_far(case, line, shown) if case.is_open else _judged(case, line, shown)
    if case.is_open:
        basis = evidence_words(case.indicator, case.ahead) if case.ahead else ""
        said += f"；依据：{basis or reasons.EVIDENCE[LEVEL]}"
    return reasons.closed_up(f"{words}{said}。")


def _limit(case: Case, line: LimitLine) -> str:
    """``环境空气质量标准（1996，含2000年修改单）二级≤0.10 mg/m³``."""
    unit = reasons.unit_after(case.unit)
    return reasons.closed_up(f"{line.name}{SIGN[line.operator]}{line.text_in(case.unit)}{unit}")


def _value(case: Case, line: LimitLine, shown: str | None) -> str:
    """``PM10均值为0.100 mg/m³（未修约值为0.1004）``; done of a task."""
    unit = reasons.unit_after(case.unit)
    below = undetected(case.figure, case.indicator, case.unit)
    if case.indicator.is_task:
        return f"{case.indicator.label}完成{shown}{unit}"
    name = reasons.value_name(case.indicator, f"p{line.percent}" if line.percent else "mean")
    return f"{name}为{below or shown}{unit}{_full(case, line, below or shown)}"


def _so_far(case: Case, line: LimitLine, shown: str | None) -> str:
    """Where an open period stands; whether it will hold is said by the status."""
    if compared(case.figure, line) is None:
        return f"尚未结束，缺日均值第{line.percent}百分位数"
    number, limit = _number(case, line), line.value_in(case.unit)
    side = "等于" if number == limit else "高于" if number > limit else "低于"
    text = f"{line.text_in(case.unit)}{reasons.unit_after(case.unit)}"
    value = _value(case, line, shown)
    if case.indicator.is_task:
        return f"尚未结束，累计至今{value}，任务为{text}"
    return f"尚未结束，累计至今{value}，{side}{line.name}{_noun(line)}{text}"


def _noun(line: LimitLine) -> str:
    """What the number of a line is called after the line's name; a target's name says it."""
    if line.line == vt.TARGET:
        return ""
    return "限值" if line.line == vt.STANDARD else "的要求"


def _judged(case: Case, line: LimitLine, shown: str | None) -> str:
    """The figure of a period that has ended, whether it keeps the line, and by how much not."""
    failed = _fails(case, line)
    parts = [f"{_value(case, line, shown)}，{_kept(case, line, failed)}"]
    if failed:
        parts.append(f"，{_excess(case, line)}")
    if line.second is not None:
        parts.append(f"；{_second_words(case, line.second)}")
    return "".join(parts)


def _kept(case: Case, line: LimitLine, failed: bool) -> str:
    """A target is 完成 or not; of a standard and a scheme the requirement is reached or not."""
    limit = _limit(case, line)
    if case.indicator.is_task:
        quota = f"{line.text_in(case.unit)}{reasons.unit_after(case.unit)}"
        return f"{'未达到' if failed else '达到'}任务数{quota}"
    if line.line == vt.TARGET:
        return f"{'未完成' if failed else '完成'}{limit}"
    return f"{'未达到' if failed else '达到'}{limit}的要求"


def _full(case: Case, line: LimitLine, shown: str | None) -> str:
    """The unrounded number where the printed one equals the limit and the full one does not hold.

    Under 全数值比较法 0.1004 is printed 0.100 and yet above 0.10: without its digits the verdict
    would contradict what stands beside it.
    """
    value, limit = _in(case, compared(case.figure, line)), line.value_in(case.unit)
    if line.rounded or value is None or shown is None or shown.endswith("L"):
        return ""
    says_otherwise = holds(Fraction(shown), line.operator, limit) and not _holds(case, line)
    return f"（未修约值为{decimal_text(value)}）" if says_otherwise else ""


def _no_percentile(case: Case, line: LimitLine) -> str:
    lacking = next(test for test in tests_of(line) if compared(case.figure, test) is None)
    words = reasons.period_words(case.figure.period)
    return reasons.sentence(reasons.NO_PERCENTILE, period=words, percent=lacking.percent)


def _second_words(case: Case, test: LimitLine) -> str:
    """The further test of a line: a percentile of the days, or the other bound of pH."""
    unit, text = reasons.unit_after(case.unit), test.text_in(case.unit)
    if test.percent is None:
        word = "符合" if _holds(case, test) else "不符合"
        return f"且须{SIGN[test.operator]}{text}{unit}，{word}"
    value = _in(case, case.figure.percentile(test.percent))
    if value is None:
        return f"缺日均值第{test.percent}百分位数"
    shown = publish(value, digits_of(case.indicator, case.unit))
    word = "未超过" if _holds(case, test) else "超过"
    return f"日均值第{test.percent}百分位数为{shown}{unit}，{word}日限值{text}{unit}"


def _excess(case: Case, line: LimitLine) -> str:
    """超标倍数 of what, or the gap, from the number that was compared: it follows from it."""
    value, limit = _number(case, line), line.value_in(case.unit)
    of_a_standard = line.line == vt.STANDARD and case.indicator.group == "air"
    if of_a_standard and line.operator in ("<=", "<") and limit:
        times = publish((value - limit) / limit, 2)
        amount = f"{times}倍" if Fraction(times) else "不足0.01倍"
        of_what = (
            f"第{line.percent}百分位数" if line.percent else _MEAN_OF.get(case.period_kind, "")
        )
        return f"{of_what}超标{amount}"
    gap = publish_difference(abs(value - limit), digits_of(case.indicator, case.unit))
    if case.indicator.is_task:
        return f"少{gap}{reasons.unit_after(case.unit)}"
    return f"{'高' if value > limit else '低'}{reasons.difference_words(gap, case.unit)}"


_MEAN_OF = {"year": "年均值", "day": "日均值", "hour": "小时值"}
