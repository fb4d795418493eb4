"""Targets that a cell says in words: which form, which years, which day; what is none stays none."""

from datetime import date

import pytest

from chuangmo.catalog.target_models import FormSaid
from loaders.model.target_phrases import phrase_in
from loaders.words.normalise import label
from tests.loaders.staging import codes, staged


@pytest.mark.parametrize(
    ("text", "said", "operator", "number", "year"),
    [
        ("逐年下降", FormSaid("falling"), "<", "", None),
        ("近三年逐年下降", FormSaid("falling", years=3), "<", "", None),
        ("逐年提高", FormSaid("rising"), ">", "", None),
        ("不低于上年", FormSaid("not_below_last_year"), ">=", "", None),
        ("不高于去年水平", FormSaid("not_above_last_year"), "<=", "", None),
        ("连续三年≥85%", FormSaid("run", years=3), ">=", "85", None),
        ("连续三年达到85％以上", FormSaid("run", years=3), "", "85", None),
        ("由2006年到2010年达到 60 %", FormSaid("plan", start_year=2006), "", "60", 2010),
        ("由2006年的12%到2010年达到60%", FormSaid("plan", start_year=2006, start_value="12"), "", "60", 2010),
        ("2010年降到0.100", FormSaid("plan"), "<=", "0.100", 2010),
    ],
)  # fmt: skip
def test_words_of_years(text, said, operator, number, year):
    found = phrase_in(label(text))
    assert found is not None
    assert (found.said, found.operator, found.number, found.year) == (said, operator, number, year)


@pytest.mark.parametrize(
    ("text", "due", "number"),
    [
        ("10月底前完成", date(2008, 10, 31), ""),
        ("2月底前完成100台", date(2008, 2, 29), "100"),
        ("10月15日前完成", date(2008, 10, 15), ""),
        ("2009年2月底前完成", date(2009, 2, 28), ""),
    ],
)
def test_words_of_days(text, due, number):
    found = phrase_in(label(text))
    assert found is not None
    assert (found.in_year(2008), found.number) == (FormSaid("by_date", due=due), number)


@pytest.mark.parametrize(
    "text",
    ["下降", "逐年", "不低于85%", "2010年", "2月30日前完成", "13月底前完成", "连续达到", "上年"],
)
def test_what_is_no_such_target(text):
    assert phrase_in(label(text)) is None


def test_a_table_of_targets_holds_numbers_and_words():
    batch = staged(
        "安宁区2008年环境目标责任书\n指标|年度目标\nPM10年均浓度（mg/m³）|逐年下降\n"
        "SO2年均浓度（mg/m³）|≤0.060\n污水集中处理率（%）|由2006年的60%到2010年达到90%\n"
        "锅炉改造台数（台）|10月底前完成30台"
    )
    found = {t.indicator: (t.year, t.words, t.said.form) for t in batch.targets}
    assert found == {
        "pm10": (2008, "近三年逐年下降", "falling"),
        "so2": (2008, "≤0.060 mg/m³", ""),
        "sewage_treatment_rate": (2010, "由2006年末60%到2010年末≥90%", "plan"),
        "boiler_retrofit_units": (2008, "2008年10月31日前≥30 台", "by_date"),
    }
    assert set(codes(batch)) == {"not-an-input"}
    assert "逐年下降" in batch.questions[0].prompt
