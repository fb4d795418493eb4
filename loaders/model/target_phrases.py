"""A target that a cell says in words: 逐年下降, 不低于上年, 连续三年≥85%, 10月底前完成100台.

The text is that of a label: full-width forms stand as narrow, without blanks.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from chuangmo.catalog.target_models import BY_DATE, PLAN, RUN, FormSaid

_N, _YEARS = r"(\d+(?:\.\d+)?)", r"([\d两二三四五六七八九十]{1,2})年"
_LAST = r"(?:上年度?|去年|上一年|前一年)(?:水平|同期)?"
_FALLING = re.compile(rf"(?:近|连续)?(?:{_YEARS})?内?逐年(下降|降低|减少|提高|上升|增加)")
_BESIDE = re.compile(rf"不(低于|少于|小于|高于|超过|大于){_LAST}")
_BOUND = r"(≥|>=|不低于|不少于|达到|达|≤|<=|不高于|不超过)?"
_RUN = re.compile(rf"连续{_YEARS}(?:均|都)?{_BOUND}{_N}(%?)(?:以上)?")
_PLAN = re.compile(
    rf"(?:(?:由|从|自)?(\d{{4}})年(?:末|底)?(?:的)?(?:{_N}%?)?(?:到|至|—|-))?"
    rf"(?:到|至)?(\d{{4}})年(?:末|底)?(?:前)?"
    rf"(≥|>=|不低于|达到|达|提高到|提高至|增加到|≤|<=|不高于|降到|降至|下降到|降低到){_N}(%?)(?:以上)?"
)
_DATE = re.compile(
    rf"(?:(\d{{4}})年)?(\d{{1,2}})月(?:(\d{{1,2}})日|底|末)?(?:之前|以前|前)"
    rf"(?:全部|全面)?(?:完成|达到)?(?:任务)?(?:{_N}\D{{0,3}})?"
)
_NUMBERS = "二三四五六七八九十"
_DOWN = ("下降", "降低", "减少")
_AT_MOST = ("≤", "<=", "不高于", "不超过", "降到", "降至", "下降到", "降低到")
_AT_LEAST = ("≥", ">=", "不低于", "不少于", "提高到", "提高至", "增加到")


@dataclass(frozen=True)
class TargetPhrase:
    """What a cell asks for.

    Attributes:
        said: the form and its fields; a plan without its first year has none.
        operator: empty where the direction of the indicator says it.
        number: the limit as written, empty where the years are held against one another.
        year: the year that a plan ends with, ``None`` of the other forms.
        month_day: of a task the day, without its year: (month, day), day 0 the month's end.
        named: the year that such a day is written with, if any.
    """

    said: FormSaid
    operator: str = ""
    number: str = ""
    percent: bool = False
    year: int | None = None
    month_day: tuple[int, int] | None = None
    named: int | None = None

    def in_year(self, year: int) -> FormSaid:
        """The form with its day in the year of the table."""
        if self.month_day is None:
            return self.said
        month, day = self.month_day
        last = calendar.monthrange(self.named or year, month)[1]
        return FormSaid(BY_DATE, due=date(self.named or year, month, day or last))


def phrase_in(text: str) -> TargetPhrase | None:
    """The target that a text says in words; ``None`` where it says none."""
    if found := _FALLING.fullmatch(text):
        down = found[2] in _DOWN
        form, operator = ("falling", "<") if down else ("rising", ">")
        return TargetPhrase(FormSaid(form, years=_count(found[1])), operator)
    if found := _BESIDE.fullmatch(text):
        below = found[1] in ("低于", "少于", "小于")
        form, operator = ("not_below_last_year", ">=") if below else ("not_above_last_year", "<=")
        return TargetPhrase(FormSaid(form), operator)
    if found := _RUN.fullmatch(text):
        said = FormSaid(RUN, years=_count(found[1]))
        return TargetPhrase(said, _operator(found[2]), found[3], bool(found[4]))
    if found := _PLAN.fullmatch(text):
        start = int(found[1]) if found[1] else None
        said = FormSaid(PLAN, start_year=start, start_value=found[2])
        return TargetPhrase(said, _operator(found[4]), found[5], bool(found[6]), int(found[3]))
    return _dated(text)


def _dated(text: str) -> TargetPhrase | None:
    found = _DATE.fullmatch(text)
    if found is None or not 1 <= int(found[2]) <= 12:
        return None
    month, day = int(found[2]), int(found[3] or 0)
    named = int(found[1]) if found[1] else None
    if day > calendar.monthrange(named or 2000, month)[1]:
        return None
    return TargetPhrase(
        FormSaid(BY_DATE), ">=", found[4] or "", month_day=(month, day), named=named
    )


def _count(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if text.isdecimal() else _NUMBERS.index(text.replace("两", "二")[-1]) + 2


def _operator(word: str | None) -> str:
    return "<=" if word in _AT_MOST else ">=" if word in _AT_LEAST else ""
