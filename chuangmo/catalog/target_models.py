"""The city's own targets: a line of one year, and the forms that need more years or a day."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AfterValidator

from chuangmo.catalog.entry import (
    CatalogEntry,
    Confidence,
    DecimalText,
    Direction,
    Operator,
    OptionalDecimal,
)
from chuangmo.period import day_words
from chuangmo.status import LINE_WORD, SIGN, TARGET

Form = Literal[
    "",  # a line of one year: a control target, or a quota held beside 时序进度
    "plan",  # where several years are to lead
    "run",  # a line held in several years running
    "falling",  # each year lower than the one before
    "rising",
    "not_below_last_year",
    "not_above_last_year",
    "by_date",  # a quota that is due on a day of the year
]
YEARLY, PLAN, RUN, BY_DATE = "", "plan", "run", "by_date"
#: Forms whose line is the year before, with what a year must keep to it.
BESIDE_LAST_YEAR: dict[str, Operator] = {
    "falling": "<", "rising": ">", "not_below_last_year": ">=", "not_above_last_year": "<=",
}  # fmt: skip
FORM_WORD = {
    YEARLY: LINE_WORD[TARGET], PLAN: "多年规划", RUN: "连续几年达到", "falling": "逐年下降",
    "rising": "逐年提高", "not_below_last_year": "不低于上年", "not_above_last_year": "不高于上年",
    BY_DATE: "限期完成",
}  # fmt: skip
#: 近三年 and 连续三年 where a document does not say how many.
USUAL_YEARS = 3
#: The fields that a form has besides those of every target.
FORM_FIELDS = {
    YEARLY: ("limit",), PLAN: ("limit", "start_year", "start_value", "steps"),
    RUN: ("limit", "years"), "falling": ("years",), "rising": ("years",),
    "not_below_last_year": (), "not_above_last_year": (), BY_DATE: ("limit", "due"),
}  # fmt: skip
MOST_YEARS, LONGEST_PLAN = 10, 20
_WRONG_WAY = {
    "falling": "higher", "not_above_last_year": "higher",
    "rising": "lower", "not_below_last_year": "lower",
}  # fmt: skip
_NUMBER = "零一两三四五六七八九十"
_STEP = re.compile(r"(\d{4})=(\d+(?:\.\d+)?)")


def _step(text: str) -> str:
    if not _STEP.fullmatch(text):
        raise ValueError(f"“{text}”应写成 年=数，例如 2008=40")
    return text


@dataclass(frozen=True)
class FormSaid:
    """What somebody says of the form of a target besides its number; texts as typed."""

    form: str = YEARLY
    start_year: int | None = None
    start_value: str | None = None
    steps: tuple[str, ...] = ()
    years: int | None = None
    due: date | None = None

    @property
    def fields(self) -> dict[str, object]:
        """Those that say something, as an entry holds them."""
        return {key: value for key, value in vars(self).items() if value not in ("", None, ())}


#: A number for one year.
YEARLY_LINE = FormSaid()


class Target(CatalogEntry):
    """The city's own line for one place: a control target or a quota, in one of the forms.

    ``year`` is the year that is judged, of a plan the year that it ends with. A plan starts from
    ``start_value`` at the end of ``start_year``; one of a task starts with that year and from what
    was done before it. ``steps`` are the ends of years between, ``2008=40``. ``years`` counts the
    year itself. ``mark``: empty, ``invented`` (演示), ``inferred`` (推算). ``document`` is empty
    where unknown.
    """

    indicator: str
    area: str
    year: int
    form: Form = ""
    operator: Operator
    limit: OptionalDecimal = ""
    unit: str
    start_year: int | None = None
    start_value: DecimalText | None = None
    steps: tuple[Annotated[str, AfterValidator(_step)], ...] = ()
    years: int | None = None
    due: date | None = None
    document: str = ""
    mark: Literal["", "invented", "inferred"] = ""
    source: str
    confidence: Confidence

    @property
    def said(self) -> FormSaid:
        """The form and its own fields, as they are said when it is entered."""
        return FormSaid(
            self.form, self.start_year, self.start_value, self.steps, self.years, self.due
        )

    @property
    def step_points(self) -> tuple[tuple[int, Fraction], ...]:
        """The steps as years and numbers."""
        return tuple((int(year), Fraction(number)) for year, number in self._step_texts())

    @property
    def years_judged(self) -> int:
        """Of how many years the figures are looked at, this one included."""
        if self.form in ("not_below_last_year", "not_above_last_year"):
            return 2
        if self.form in (RUN, *BESIDE_LAST_YEAR):
            return self.years or USUAL_YEARS
        return 1

    @property
    def words(self) -> str:
        """``≥60%``, ``由2006年末12%到2010年末≥60%``, ``近三年逐年下降``, ``不低于上年``."""
        unit = self.unit if self.unit == "%" else f" {self.unit}"
        number = f"{SIGN[self.operator]}{self.limit}{unit}"
        if self.form == PLAN:
            start = f"年末{self.start_value}{unit}" if self.start_value else "年"
            steps = "".join(f"，{year}年末{text}{unit}" for year, text in self._step_texts())
            return f"由{self.start_year}{start}{steps}到{self.year}年末{number}"
        if self.form == BY_DATE and self.due:
            day = day_words(self.due)
            return f"{day}前{number if self.limit else '完成'}"
        if self.form == RUN:
            return f"连续{_NUMBER[self.years_judged]}年{number}"
        if self.form not in BESIDE_LAST_YEAR:
            return number
        if self.years_judged > 2:
            return f"近{_NUMBER[self.years_judged]}年{FORM_WORD[self.form]}"
        of_two = {"falling": "低于上年", "rising": "高于上年"}
        return of_two.get(self.form, FORM_WORD[self.form])

    def _step_texts(self) -> list[list[str]]:
        return [text.split("=") for text in self.steps]

    def covers(self, year: int) -> bool:
        """Whether the target says something of a year."""
        if self.form == PLAN and self.start_year is not None:
            return self.start_year <= year <= self.year
        return year == self.year


@dataclass(frozen=True)
class Aim:
    """What of an indicator bears on the form of a target."""

    name: str
    direction: Direction
    is_task: bool


def form_faults(target: Target, aim: Aim) -> Iterator[tuple[str, str]]:
    """(field, what is wrong with it) of what the form of a target asks for."""
    word, given = FORM_WORD[target.form], FORM_FIELDS[target.form]
    for name in ("limit", "start_year", "start_value", "steps", "years", "due"):
        if name not in given and getattr(target, name) not in ("", None, ()):
            yield name, f"“{word}”不用 {name}，请去掉。"
    if "limit" in given and not target.limit:
        yield "limit", f"“{word}”要写数值 limit。"
    if aim.is_task and "limit" in given and target.operator in ("<=", "<"):
        yield (
            "operator",
            (
                f"“{aim.name}”按年度任务累计、对照时序进度，目标是任务数，不能写“{target.operator}”，"
                "请写“>=”；不超过多少的目标目前不判断。"
            ),
        )
    if "years" in given and not 2 <= target.years_judged <= MOST_YEARS:
        yield "years", f"“{word}”看 2 到 {MOST_YEARS} 年，不能是 {target.years} 年。"
    if target.form == PLAN and target.limit:
        yield from _plan_faults(target)
    if target.form == BY_DATE:
        yield from _date_faults(target, aim)
    if target.form in BESIDE_LAST_YEAR:
        yield from _year_faults(target, aim)


def overlapping(target: Target, others: Iterable[Target]) -> str:
    """That another plan of the place runs in the same years; empty where none does."""
    for other in others:
        alike = (other.indicator, other.area, other.form) == (target.indicator, target.area, PLAN)
        if target.form != PLAN or not alike or other.year == target.year:
            continue
        if target.start_year is None or other.start_year is None:
            continue
        if max(target.start_year, other.start_year) < min(target.year, other.year):
            return f"与 {other.start_year}—{other.year} 年的规划重叠，一年只能按一份规划判断。"
    return ""


def _plan_faults(target: Target) -> Iterator[tuple[str, str]]:
    if target.operator not in ("<=", ">="):
        yield "operator", f"多年规划的比较符号须是 >= 或 <=，不能是“{target.operator}”。"
        return
    if target.start_year is None:
        yield "start_year", "多年规划要写起点年 start_year（数值自该年末起，任务自该年初起）。"
        return
    if not target.year - LONGEST_PLAN <= target.start_year < target.year:
        yield (
            "start_year",
            (f"起点年 {target.start_year} 须早于终点年 {target.year}，至多早 {LONGEST_PLAN} 年。"),
        )
        return
    before: tuple[int, Fraction] | None = None
    if target.start_value is not None:
        before = (target.start_year, Fraction(target.start_value))
    for year, number in (*target.step_points, (target.year, Fraction(target.limit))):
        last = year == target.year and number == Fraction(target.limit)
        if not last and not target.start_year < year < target.year:
            yield "steps", f"{year} 年不在起点年 {target.start_year} 与终点年 {target.year} 之间。"
        elif before is not None and not last and year <= before[0]:
            yield "steps", f"各步要按年份先后写，{year} 年写在 {before[0]} 年之后。"
        elif before is not None and _not_nearer(target, before[1], number):
            yield (
                ("limit" if last else "steps"),
                (
                    f"{year} 年的 {_text(number)} 没有比 {before[0]} 年的 {_text(before[1])} "
                    f"更{'高' if target.operator == '>=' else '低'}；已达到的请登记为年度目标。"
                ),
            )
        before = (year, number)


def _not_nearer(target: Target, before: Fraction, number: Fraction) -> bool:
    """Whether a step leads nowhere, or the wrong way."""
    return number <= before if target.operator == ">=" else number >= before


def _text(number: Fraction) -> str:
    return f"{float(number):g}"


def _date_faults(target: Target, aim: Aim) -> Iterator[tuple[str, str]]:
    if target.due is None:
        yield "due", "限期完成要写期限 due，例如 2008-10-31。"
    elif target.due.year != target.year:
        yield "due", f"期限 {target.due} 不在 {target.year} 年。"
    if target.operator != ">=":
        yield "operator", f"限期完成的任务须写 >=，不能是“{target.operator}”。"
    if not aim.is_task:
        yield "form", f"“{aim.name}”不是任务，不能限期完成；请登记为年度目标。"


def _year_faults(target: Target, aim: Aim) -> Iterator[tuple[str, str]]:
    word, operator = FORM_WORD[target.form], BESIDE_LAST_YEAR[target.form]
    if target.operator != operator:
        yield "operator", f"“{word}”的比较符号是 {operator}，不能是“{target.operator}”。"
    if aim.direction == _WRONG_WAY[target.form]:
        better = "越高越好" if aim.direction == "higher" else "越低越好"
        yield "form", f"“{aim.name}”{better}，不能要求“{word}”。"
