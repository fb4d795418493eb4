"""By what an open period was judged, in words; and by which days what is needed weighs."""

from chuangmo.assess import reasons
from chuangmo.assess.verdicts.evidence import (
    BOUNDS,
    HARD,
    LEVEL,
    LEVEL_FACTOR,
    ONE_YEAR,
    ONE_YEAR_MARGIN,
    PAST_YEARS,
    UNDECIDED,
    WITHIN_REACH,
)
from chuangmo.assess.verdicts.outlook import (
    BY_PERCENTILE,
    NO_HISTORY,
    NOW_OVER,
    PERCENTILE,
    Outlook,
)
from chuangmo.catalog.models import Indicator

BY_CALENDAR = "按日历天数"
#: The steps of the evidence ladder.
EVIDENCE_WORD = {
    BOUNDS: "可能的范围", PAST_YEARS: "往年同期", ONE_YEAR: "一年同期", LEVEL: "目前水平",
}  # fmt: skip
BASIS_NOTE = (
    "依据依次取：余下的可能范围，往年同期（两年以上取中位数），一年同期，目前水平；见“口径与标准”。"
)
_LEVEL_KEY = {
    NO_HISTORY: "level_without_past",
    PERCENTILE: "level_without_percentile",
    NOW_OVER: "level_of_percentile",
}


def evidence_words(indicator: Indicator, ahead: Outlook) -> str:
    """By what the answer was found, in words; empty where there is no answer."""
    if ahead.evidence is None:
        return ""
    key = ahead.evidence
    if key == BOUNDS:
        key = "task_done" if indicator.is_task else ahead.answer or ""
    elif key == LEVEL:
        key = "task" if indicator.is_task else _LEVEL_KEY.get(ahead.reason_code, LEVEL)
    years = ahead.evidence_years
    return reasons.EVIDENCE[key].format(n=len(years), year=years[0] if years else "")


def evidence_short(ahead: Outlook) -> str:
    """The step in a few characters, for a column: ``2007年同期``, ``3年同期``, ``目前水平``."""
    if ahead.evidence in (PAST_YEARS, ONE_YEAR):
        years = ahead.evidence_years
        return f"{years[0] if len(years) == 1 else len(years)}年同期"
    return EVIDENCE_WORD.get(ahead.evidence or "", "")


def evidence_sentence(indicator: Indicator, ahead: Outlook) -> str:
    """By what an open figure was judged and how it came out, one sentence; empty without one."""
    if ahead.evidence is None or ahead.answer is None or ahead.evidence == BOUNDS:
        return ""
    if indicator.is_task:
        return "按时序进度判断。"
    ranked = ahead.reason_code == BY_PERCENTILE or ahead.needed is None
    need = "日均值百分位的限值" if ranked else "须达到的数"
    year = f"{ahead.evidence_years[0]}年同期" if ahead.evidence_years else ""
    margin, factor = f"{ONE_YEAR_MARGIN * 100}%", f"{float(LEVEL_FACTOR):g}"
    said = {
        (PAST_YEARS, WITHIN_REACH): f"{need}不难于往年同期的中位数。",
        (PAST_YEARS, HARD): f"{need}难于往年同期的中位数。",
        (ONE_YEAR, WITHIN_REACH): f"{need}比{year}宽{margin}以上。",
        (ONE_YEAR, HARD): f"{need}比{year}严{margin}以上。",
        (ONE_YEAR, UNDECIDED): f"只有一年可比，{need}与{year}相差不到{margin}，尚难判断。",
    }
    level = {
        WITHIN_REACH: f"{need}宽到目前水平的{factor}倍以上。",
        HARD: "目前的累计数已不满足。",
        UNDECIDED: f"目前满足，但余量不到{factor}倍，尚难判断。",
    }
    if ahead.reason_code == PERCENTILE:
        return "缺日均值百分位，它与均值须一并满足，尚难判断。"
    if ahead.reason_code == NOW_OVER:
        return "日均值百分位目前已超过限值。"
    if ahead.evidence == LEVEL and ahead.reason_code == NO_HISTORY:
        return f"没有往年同期可比；{level[ahead.answer]}"
    if ahead.evidence == LEVEL and indicator.seasonal:
        met = ahead.answer != HARD
        return "目前满足，但推不出余下须达到的数，尚难判断。" if met else level[HARD]
    return said.get((ahead.evidence, ahead.answer), "各月变化不大，按目前水平判断。")


def days_note(ahead: Outlook) -> str:
    """What stands beside a needed mean that weighs by days of the calendar; else empty."""
    return f"（{BY_CALENDAR}）" if ahead.by_calendar else ""


def days_words(ahead: Outlook) -> str:
    """By which days what is needed weighs: ``按有效日折算`` or ``按日历天数折算（…）``."""
    return f"{BY_CALENDAR}折算（未报有效天数）" if ahead.by_calendar else "按有效日折算"
