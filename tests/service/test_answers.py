"""Answers lead somewhere: a key that no question has is refused, a rejected file adds nothing."""

from pathlib import Path

from tests.service.conftest import Command

UNKNOWN = "2008年{}月（µg/m³）\n区县,PM10,SO2怪数\n城关区,65,30\n安宁区,71,31\n"


def written(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def key_of(answer: dict, topic: str) -> str:
    return next(q["key"] for q in answer["files"][0]["questions"] if f"/{topic}" in q["key"])


def test_an_answer_that_no_question_has_is_wrong_usage_and_writes_nothing(
    tmp_path: Path, run: Command
) -> None:
    file = written(tmp_path / "10月.csv", UNKNOWN.format(10))
    code, asked = run(tmp_path, "import", file)
    assert code == 4
    key = key_of(asked, "label")
    for wrong in (key + "x", key.replace(key[:8], "00000000"), key.split("/")[0] + "/10月/area"):
        code, answer = run(tmp_path, "import", file, "--answer", f"{key}=不读这一列",
                           "--answer", f"{wrong}=不读这一列")  # fmt: skip
        assert code == 2 and wrong in answer["error"]["message"]
    code, done = run(tmp_path, "import", file, "--answer", f"{key}=不读这一列")
    assert code == 0 and done["files"][0]["observations"]["added"] == 2


def test_an_answer_is_looked_for_over_all_files(tmp_path: Path, run: Command) -> None:
    one = written(tmp_path / "a.csv", UNKNOWN.format(10))
    other = written(tmp_path / "b.csv", "2008年9月（µg/m³）\n区县,PM10\n城关区,65\n安宁区,70\n")
    key = key_of(run(tmp_path, "import", one, "--dry-run")[1], "label")
    code, done = run(tmp_path, "import", one, other, "--answer", f"{key}=SO2")
    assert code == 0 and [f["status"] for f in done["files"]] == ["committed", "committed"]


def test_setting_errors_aside_sets_unknown_labels_aside(tmp_path: Path, run: Command) -> None:
    file = written(tmp_path / "10月.csv", UNKNOWN.format(10))
    code, done = run(tmp_path, "import", file, "--set-aside-errors")
    (entry,) = done["files"]
    assert code == 0 and entry["observations"]["added"] == 2
    assert (entry["sheets"][0]["readings"], entry["sheets"][0]["set_aside"]) == (4, 2)
    assert "unknown-label" in {d["code"] for d in entry["diagnostics"]}


def test_a_rejected_file_reports_nothing_added(tmp_path: Path, run: Command) -> None:
    text = "2008年10月（µg/m³）\n区县,PM10\n城关区,65\n安宁区,约70\n"
    code, done = run(tmp_path, "import", written(tmp_path / "10月.csv", text))
    (entry,) = done["files"]
    assert code == 3 and set(entry["observations"].values()) == {0}
    assert all(sheet["readings"] == sheet["set_aside"] for sheet in entry["sheets"])


def test_an_empty_form_is_refused_before_anything_is_asked(tmp_path: Path, run: Command) -> None:
    text = "空气质量月报\n点位,日期,PM10,SO2\n,,,\n甲站,,,\n"
    code, done = run(tmp_path, "import", written(tmp_path / "空表.csv", text))
    assert code == 3 and not done["files"][0]["questions"]
    assert "没有一个数值" in done["files"][0]["diagnostics"][0]["message"]


def test_equal_problems_of_a_column_are_one_line(tmp_path: Path, run: Command) -> None:
    rows = "".join(f"2008-10-{day:02},,{60 + day}\n" for day in range(1, 29))
    text = f"2008年10月（µg/m³）\n日期,区县,PM10\n2008-10-31,城关区,65\n{rows}"
    code, done = run(tmp_path, "import", written(tmp_path / "10月.csv", text))
    errors = [d for d in done["files"][0]["diagnostics"] if d["severity"] == "error"]
    assert code == 3 and len(errors) == 1 and "28 处" in errors[0]["message"]
