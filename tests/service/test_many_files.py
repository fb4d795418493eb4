"""Several files or a folder: each is its own import, whatever container it comes in."""

import gzip
from pathlib import Path

from tests.loaders.containers import as_ods, as_text, as_xls, as_xlsx
from tests.service.conftest import Command

FORM = "2008年{month}月（mg/m³）\n区县|PM10|SO2\n城关区|{value}|0.05\n安宁区|0.12|0.06\n西固区|0.13|0.07"


def form(month: int, value: str = "0.11") -> str:
    return FORM.format(month=month, value=value)


def test_a_folder_of_every_container(tmp_path: Path, run: Command) -> None:
    folder = tmp_path / "局共享"
    (folder / "二级").mkdir(parents=True)
    files = {
        "01.xlsx": as_xlsx(form(1)), "02.xls": as_xls(form(2)), "03.et": as_xls(form(3)),
        "04.et": as_xlsx(form(4)), "05.ods": as_ods(form(5)), "06.csv": as_text(form(6), encoding="gb18030"),
        "07.tsv": as_text(form(7), "\t", "utf-16"), "08.csv.gz": gzip.compress(as_text(form(8), ";")),
        "二级/09.xlsx.gz": gzip.compress(as_xlsx(form(9))), "二级/10.xls.gz": gzip.compress(as_xls(form(10))),
    }  # fmt: skip
    for name, data in files.items():
        (folder / name).write_bytes(data)
    for name in ("~$01.xlsx", ".11.xlsx", "说明.docx"):
        (folder / name).write_bytes(b"not a table")
    code, answer = run(tmp_path / "home", "import", str(folder), "--reason", "补报")
    found = {one["file"]: one for one in answer["files"]}
    assert set(found) == {Path(name).name for name in files}
    assert {one["status"] for one in found.values()} == {"committed"}, answer
    assert {one["observations"]["added"] for one in found.values()} == {6} and code == 0
    assert [one["batch"] for one in answer["files"]] == list(range(1, 11)), "in the order of names"


def test_one_bad_file_stops_itself_only(tmp_path: Path, run: Command) -> None:
    paths = [tmp_path / "10.xlsx", tmp_path / "坏.xlsx", tmp_path / "11.xlsx"]
    for path, data in zip(paths, (as_xlsx(form(10)), b"%PDF-1.4", as_xlsx(form(11))), strict=True):
        path.write_bytes(data)
    code, answer = run(tmp_path / "home", "import", *map(str, paths), "--reason", "补报")
    assert [one["status"] for one in answer["files"]] == ["committed", "rejected", "committed"]
    assert code == 3 and len(run(tmp_path / "home", "batches")[1]["batches"]) == 2


def test_the_same_values_in_another_file_are_no_second_batch(tmp_path: Path, run: Command) -> None:
    first, same, other = tmp_path / "a.xlsx", tmp_path / "b.csv", tmp_path / "c.ods"
    first.write_bytes(as_xlsx(form(10)))
    same.write_bytes(as_text(form(10)))
    other.write_bytes(as_ods(form(10, "0.2")))
    code, answer = run(
        tmp_path / "home", "import", str(first), str(same), str(other), "--reason", "改数"
    )
    assert [one["status"] for one in answer["files"]] == ["committed", "unchanged", "committed"]
    counts = [one["observations"] for one in answer["files"]]
    assert (counts[1]["unchanged"], counts[2]["changed"], counts[2]["unchanged"]) == (6, 1, 5)
    assert code == 0
