"""An accepted form asks nothing again; another place still asks its place."""

import io
from pathlib import Path

import openpyxl

from tests.forms import layouts_in
from tests.service.conftest import Command


def book(path: Path, month: int, place: str = "城关区", last: float = 0.3) -> str:
    """PM10 of two districts with a second number in brackets that nothing explains."""
    sheet = openpyxl.Workbook()
    page = sheet.active
    assert page is not None
    page.append([f"{place}2008年{month}月PM10（mg/m³）"])
    page.append(["区县", "PM10"])
    page.append(["城关区", f"0.1{month}({last})"])
    page.append(["安宁区", f"0.2{month}(0.4)"])
    out = io.BytesIO()
    sheet.save(out)
    path.write_bytes(out.getvalue())
    return str(path)


def test_answers_of_a_form_are_remembered(tmp_path: Path, run: Command) -> None:
    home = tmp_path / "home"
    first = book(tmp_path / "10月.xlsx", 10)
    code, answer = run(home, "import", first)
    questions = answer["files"][0]["questions"]
    assert code == 4 and [q["key"].rsplit("/", 1)[1] for q in questions] == ["paren"]
    key = questions[0]["key"]
    code, answer = run(home, "import", first, "--answer", f"{key}=上年同期")
    found = answer["files"][0]
    assert (code, found["observations"]["added"]) == (0, 2)
    form = found["sheets"][0]["layout"]
    code, answer = run(home, "layout", "accept", form)
    assert code == 0 and answer["changed"] and answer["layout"]["answers"] == {"paren": "上年同期"}
    assert (home / "catalog" / "layouts" / f"{form}.toml").is_file()
    later = book(tmp_path / "11月.xlsx", 11, last=0.5)
    code, answer = run(home, "import", later, "--reason", "已核对")
    assert (code, answer["files"][0]["observations"]["added"]) == (0, 2)
    assert not run(home, "layout", "accept", form)[1]["changed"]
    assert run(home, "layout", "list")[1]["count"] == 1
    (known,) = layouts_in([home / "catalog" / "layouts"])
    assert known.fingerprint == (form,) and known.name and known.place


def test_a_corrected_column_is_read_so_next_month(tmp_path: Path, run: Command) -> None:
    home = tmp_path / "home"
    text = "城关区2008年{month}月（mg/m³）\n日期,SO2\n2008-{month}-01,0.0{month}\n2008-{month}-02,0.05\n"
    for month in (10, 11):
        (tmp_path / f"{month}月.csv").write_text(text.format(month=month), encoding="utf-8")
    code, answer = run(home, "import", str(tmp_path / "10月.csv"))
    assert code == 0
    form = answer["files"][0]["sheets"][0]["layout"]
    assert run(home, "layout", "accept", form, "--column", "SO2")[0] == 2
    assert run(home, "layout", "accept", form, "--column", "PM10=no2")[0] == 2
    assert run(home, "layout", "accept", form, "--column", "SO2=nothing")[0] == 2
    assert run(home, "layout", "accept", form, "--column", "SO2=no2")[0] == 0
    assert run(home, "import", str(tmp_path / "11月.csv"))[0] == 0
    rows = run(home, "observations", "--area", "城关区")[1]["rows"]
    found = [(row["indicator"], row["start"][:7]) for row in rows]
    assert found == [("no2", "2008-11")] * 2 + [("so2", "2008-10")] * 2


def test_a_form_that_nobody_imported_is_unknown(tmp_path: Path, run: Command) -> None:
    assert run(tmp_path, "layout", "accept", "../../x")[0] == 2
