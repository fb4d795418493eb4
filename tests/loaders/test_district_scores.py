"""考核得分表: grades are read beside scores and ranks; what the totals do not bear out is told."""

from loaders.model.staged import StagedBatch
from tests.loaders.staging import codes, staged
from tests.loaders.test_sub_counts import told

HEAD = (
    "兰州市2008年度各区县环保目标责任制考核得分表\n"
    "区县|环境质量（40分）|总量减排（30分）|环境管理（30分）|加分|扣分|总分|名次|等次\n"
)
RIGHT = (
    "城关区|36.5|28|27.5|1|2|91|1|优秀\n七里河区|35|27|26|0|0|88|2|合格\n"
    "西固区|33|27|26|0|1|85|3|合格\n安宁区|35|26|24|0|0|85|3|合格"
)
WRONG = ("sub-counts-differ", "rank-differs", "grade-differs", "mark-over-full")


def read(batch: StagedBatch, indicator: str) -> dict[str, str]:
    """Area -> cell and text of what was read."""
    rows = batch.observations.to_pylist()
    return {r["area"]: f"{r['cell']} {r['raw']}" for r in rows if r["indicator"] == indicator}


def doubts(batch: StagedBatch) -> list[tuple[str, str | None]]:
    return [(d.code, d.cell) for d in batch.diagnostics if d.code in WRONG]


def test_scores_ranks_and_grades_are_read_each_with_its_cell() -> None:
    batch = staged(HEAD + RIGHT)
    assert not batch.questions and doubts(batch) == [] and "ignored-column" not in codes(batch)
    assert read(batch, "responsibility_score")["城关区"] == "G3 91"
    assert read(batch, "responsibility_rank")["安宁区"] == "H6 3"
    assert read(batch, "responsibility_grade") == {
        "城关区": "I3 优秀", "七里河区": "I4 合格", "西固区": "I5 合格", "安宁区": "I6 合格",
    }  # fmt: skip
    assert [value for _, _, _, value, _ in told(batch)][:5] == ["36.5", "28", "27.5", "1", "2"]


def test_a_wrong_total_is_told_even_where_it_stands_alone() -> None:
    batch = staged(HEAD + "城关区|36.5|28|27.5|1|2|92|1|优秀")
    assert doubts(batch) == [("sub-counts-differ", "G3")]
    assert len(told(batch)) == 5


def test_a_rank_that_the_totals_do_not_give_is_told() -> None:
    batch = staged(
        HEAD
        + RIGHT.replace(
            "85|3|合格\n安宁区|35|26|24|0|0|85|3", "85|3|合格\n安宁区|35|26|24|0|0|85|4"
        )
    )
    assert doubts(batch) == [("rank-differs", "H6")]
    (line,) = (d for d in batch.diagnostics if d.code == "rank-differs")
    assert line.message == "Sheet1!H6：安宁区的名次写的是 4，按本表得分应为第 3 名。请核对。"


def test_ranks_of_a_part_of_those_ranked_are_taken_as_printed() -> None:
    batch = staged(HEAD + "七里河区|35|27|26|0|0|88|2|合格\n西固区|33|27|26|0|1|85|5|合格")
    assert doubts(batch) == []


def test_a_grade_that_the_score_does_not_give_is_told() -> None:
    batch = staged(
        HEAD + RIGHT.replace("88|2|合格", "88|2|优秀").replace("91|1|优秀", "91|1|不合格")
    )
    assert doubts(batch) == [("grade-differs", "I3"), ("grade-differs", "I4")]
    assert any("88 分按" in d.message and "应为“合格”" in d.message for d in batch.diagnostics)


def test_exactly_ninety_is_excellent_and_exactly_seventy_five_passes() -> None:
    lines = "城关区|35.5|28|27.5|1|2|90|1|优秀\n七里河区|30|22|23|0|0|75|2|合格"
    assert doubts(staged(HEAD + lines)) == []


def test_a_bonus_may_lead_beyond_full_marks_a_group_may_not() -> None:
    fine = staged(HEAD + "城关区|40|30|30|3|0|103|1|优秀")
    assert doubts(fine) == []
    over = staged(HEAD + "城关区|41|30|30|0|0|101|1|优秀")
    assert doubts(over) == [("mark-over-full", "B3")]


def test_a_column_of_other_words_is_no_grade() -> None:
    batch = staged(HEAD.replace("等次", "考核结果") + "城关区|36.5|28|27.5|1|2|91|1|见附件")
    assert read(batch, "responsibility_grade") == {}
