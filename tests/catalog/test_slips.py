"""What people mistype in catalog files: told with line, entry, field and what to write; or accepted."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chuangmo.catalog.check import check_catalog
from chuangmo.catalog.divisions.city_files import city_toml, districts_toml
from chuangmo.catalog.divisions.table import load_divisions
from chuangmo.catalog.faults import Fault
from chuangmo.catalog.load import load_catalog
from chuangmo.catalog.mistakes.spelling import plain_unit
from chuangmo.cli.main import main
from chuangmo.settings import Settings
from tests.two_forms import some_of

TARGET = """[[target]]
indicator = "pm10"
area = "海陵区"
year = 2009
operator = "<="
limit = "0.120"
unit = "mg/m³"
source = "测试"
confidence = "C"
"""
CITY, DISTRICTS, TARGETS = "city.toml", "districts.toml", "targets.toml"
#: What a sentence says so that one knows what to do.
TODO = re.compile("请|应为|改正")


@pytest.fixture(scope="module")
def shipped() -> dict[str, str]:
    """The files of 泰州市 as ``city new`` writes them, and one target."""
    divisions = load_divisions()
    one = divisions.by_code[321200]
    return {
        CITY: city_toml(divisions, one).decode(),
        DISTRICTS: districts_toml(divisions, one).decode(),
        TARGETS: TARGET,
    }


@pytest.fixture
def folder(tmp_path: Path, shipped: dict[str, str]) -> Path:
    found = tmp_path / "catalog" / "cities" / "321200"
    found.mkdir(parents=True)
    for name, text in shipped.items():
        (found / name).write_text(text, "utf-8")
    return found


@pytest.fixture
def told(folder: Path) -> Callable[[], list[Fault]]:
    settings = Settings(folder.parents[2], "321200")
    return lambda: check_catalog(settings)


#: file, what is written instead of what, line, entry, field, what the sentence must hold.
SLIPS = [
    (DISTRICTS, 'name = "海陵区"', "name = “海陵区”", 4, "海陵区", "name", '“ 是中文引号.*name = "海陵区"'),
    (DISTRICTS, 'name = "海陵区"', 'name = "海陵区”', 4, "海陵区", "name", '” 是中文引号.*name = "海陵区"'),
    (DISTRICTS, '    "海陵",', '    "海陵"，', 7, "海陵区", "", '，.*中文逗号.*"海陵",'),
    (DISTRICTS, 'name = "海陵区"', 'name = "海陵区"，', 4, "海陵区", "name", 'name = "海陵区"$'),
    (DISTRICTS, "adcode = 321202", "adcode ＝ 321202", 5, "海陵区", "adcode", "全角等号.*= 321202"),
    (DISTRICTS, "adcode = 321202", "adcode = ３２１２０２", 5, "海陵区", "adcode", "adcode = 321202"),
    (DISTRICTS, "[[district]]", "［［district］］", 3, "海陵区", "", r"全角方括号.*\[\[district\]\]"),
    (DISTRICTS, "[[district]]", "[[区县]]", 3, "海陵区", "", r"“区县”.*\[\[district\]\]"),
    (DISTRICTS, "[[district]]", "[[district]", 3, "海陵区", "", r"没有配对.*\[\[district\]\]"),
    (DISTRICTS, 'name = "海陵区"', '名称 = "海陵区"', 4, "海陵区", "name", "“名称”.*name = "),
    (DISTRICTS, 'name = "海陵区"', "name = 海陵区", 4, "海陵区", "name", '没有引号.*name = "海陵区"'),
    (DISTRICTS, 'name = "海陵区"', 'name = "海陵区', 4, "海陵区", "name", "引号没有配对"),
    (DISTRICTS, 'name = "海陵区"', "name = ", 4, "第1条", "name", "没有写值"),
    (DISTRICTS, 'name = "海陵区"', 'name "海陵区"', 4, "第1条", "", "缺少等号|等号"),
    (DISTRICTS, "in_city_mean = true", "in_city_mean = 是", 10, "海陵区", "in_city_mean", "= true"),
    (DISTRICTS, "in_city_mean = true", 'in_city_mean = "是"', 10, "海陵区", "in_city_mean", "写成 true"),
    (DISTRICTS, "adcode = 321202", '"区划代码" = 321202', 5, "海陵区", "区划代码", "写成 adcode"),
    (DISTRICTS, "adcode = 321202", "adcode = 110101", 5, "海陵区", "adcode", "北京市东城区.*321202"),
    (DISTRICTS, "adcode = 321202", "adcode = 999999", 5, "海陵区", "adcode", "没有这个区县.*321202"),
    (DISTRICTS, "adcode = 321203", "adcode = 321202", 15, "高港区", "adcode", "海陵区.*321203"),
    (DISTRICTS, 'aliases = [\n    "海陵",\n]', 'aliases = "海陵"', 6, "海陵区", "aliases", r'\["海陵"\]'),
    (CITY, "adcode = 321200", "adcode = 321100", 4, "321200", "adcode", "文件夹.*321200"),
    (CITY, "from = 2013-01-01", "from = 2013年1月1日", 38, "第1条", "from", "from = 2013-01-01"),
    (CITY, "from = 2013-01-01", "from = 2013/1/1", 38, "第1条", "from", "from = 2013-01-01"),
    (CITY, "from = 2013-01-01", 'from = "2013年1月1日"', 38, "321200", "adoptions[1].from", "2013-01-01"),
    (TARGETS, '"0.120"', "0.120", 6, "pm10/海陵区/2009", "limit", 'limit|"0.12"'),
    (TARGETS, '"0.120"', '"很低"', 6, "pm10/海陵区/2009", "limit", "很低"),
    (TARGETS, "2009", '"2009年"', 4, "pm10/海陵区/2009年", "year", "写成 2009"),
    (TARGETS, '"<="', '"≤"', 5, "pm10/海陵区/2009", "operator", "写成 <="),
    (TARGETS, '"pm10"', '"颗粒物"', 2, "颗粒物/海陵区/2009", "indicator", "pm10（可吸入颗粒物）"),
    (TARGETS, '"海陵区"', '"海林区"', 3, "pm10/海林区/2009", "area", "海陵区"),
    (TARGETS, 'unit = "mg/m³"\n', "", 1, "pm10/海陵区/2009", "unit", "补写一行：unit = "),
    (TARGETS, "source", "sorce", 8, "pm10/海陵区/2009", "sorce", "写成 source"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "right", "wrong", "line", "entry", "field", "words"), SLIPS)
def test_each_slip_is_told_with_its_place_and_what_to_write(
    told: Callable[[], list[Fault]], folder: Path, file: str, right: str, wrong: str,
    line: int, entry: str, field: str, words: str,
) -> None:  # fmt: skip
    path = folder / file
    text = path.read_text("utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), "utf-8")
    faults = told()
    (found,) = [one for one in faults if (one.line, one.entry, one.field) == (line, entry, field)]
    assert found.file == str(path) and re.search(words, found.reason), found
    assert all(TODO.search(one.reason) for one in faults), faults


@pytest.mark.parametrize(
    ("encoding", "words"),
    [("gbk", "GBK（记事本里叫 ANSI）"), ("gb18030", "GBK"), ("utf-16", "UTF-16"),
     ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16")],
)  # fmt: skip
def test_another_encoding_is_named_with_the_way_out(
    told: Callable[[], list[Fault]], folder: Path, encoding: str, words: str
) -> None:
    path = folder / DISTRICTS
    path.write_bytes(path.read_text("utf-8").encode(encoding))
    (found,) = told()
    assert (found.file, found.line) == (str(path), 1)
    assert words in found.reason and "编码选 UTF-8" in found.reason


def test_all_slips_of_a_file_are_told_at_once(
    told: Callable[[], list[Fault]], folder: Path
) -> None:
    path = folder / DISTRICTS
    text = path.read_text("utf-8").replace('"海陵区"', "“海陵区”").replace("adcode", "代码")
    path.write_text(text.replace('name = "兴化市"', "name = 兴化市"), "utf-8")
    lines = [one.line for one in told()]
    assert lines == sorted(lines) and {4, 5, 15, 35} <= set(lines)


# -- accepted without doubt -----------------------------------------------------------------------

ACCEPTED = [
    (DISTRICTS, lambda data: b"\xef\xbb\xbf" + data),
    (DISTRICTS, lambda data: data.replace(b"\n", b"\r\n")),
    (DISTRICTS, lambda data: data.replace(b"= 321202", b'= "321202"')),
    (DISTRICTS, lambda data: data.replace('"海陵区"'.encode(), '" 海 陵　区 "'.encode())),
    (CITY, lambda data: data.replace(b"2013-01-01", b'"2013-01-01"')),
    *((TARGETS, lambda data, word=word: data.replace(b'"pm10"', f'"{word}"'.encode()))
      for word in ("PM10", "可吸入颗粒物", "ＰＭ１０")),
    *((TARGETS, lambda data, unit=unit: data.replace("mg/m³".encode(), unit.encode()))
      for unit in ("mg/m3", " mg/m³ ", "mg / m³")),
    (TARGETS, lambda data: data.replace('"海陵区"'.encode(), '"海 陵 区"'.encode())),
]  # fmt: skip


@pytest.mark.parametrize(("file", "change"), ACCEPTED)
def test_what_leaves_no_doubt_is_accepted_and_means_the_same(
    told: Callable[[], list[Fault]], folder: Path, file: str, change: Callable[[bytes], bytes]
) -> None:
    settings, path = Settings(folder.parents[2], "321200"), folder / file
    before = load_catalog(settings).city
    path.write_bytes(changed := change(data := path.read_bytes()))
    assert changed != data and told() == []
    assert load_catalog(settings).city == before


@pytest.mark.parametrize("unit", ["\u03bcg/m\u00b3", "ug/m3", "\u00b5g/m3", " \u03bcg/m3"])
def test_every_mu_is_the_one_of_the_catalog(unit: str) -> None:
    assert plain_unit(unit) == "\u00b5g/m\u00b3"


def test_no_unit_of_the_catalog_is_spelled_otherwise(catalog_of: Callable[[str], object]) -> None:
    for one in catalog_of("lanzhou").indicators.values():  # type: ignore[attr-defined]
        assert [plain_unit(unit) for unit in one.digits] == list(one.digits)


def test_a_word_of_several_indicators_is_no_name(
    told: Callable[[], list[Fault]], folder: Path
) -> None:
    """铅 is measured in water and in air: which is meant must be written."""
    path = folder / TARGETS
    path.write_text(TARGET.replace('"pm10"', '"铅"'), "utf-8")
    (found,) = told()
    assert found.field == "indicator" and "lead_air" in found.reason


# -- files that nobody reads ----------------------------------------------------------------------

STRAYS = [
    ("districts.toml", "district.toml", "districts.toml"),
    ("targets.toml", "目标.toml", "targets.toml"),
    ("targets.toml", "targets.toml.txt", "targets.toml"),
    ("targets.toml", "Targets (1).toml", "targets.toml"),
    ("targets.toml", "targets.txt", "targets.toml"),
    ("city.toml", "城市.toml", "city.toml"),
    ("targets.toml", "../../targets.toml", "cities/321200/targets.toml"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "name", "meant"), STRAYS)
def test_a_misnamed_or_misplaced_file_is_told_with_its_right_name(
    told: Callable[[], list[Fault]], folder: Path, file: str, name: str, meant: str
) -> None:
    path = (folder / file).rename((folder / name).resolve())
    (found,) = [one for one in told() if one.file == str(path)]
    assert "没有人读" in found.reason and meant in found.reason and "请" in found.reason


@pytest.mark.parametrize("name", ["泰州", "../citys/321200", "../321200"])
def test_a_misnamed_folder_is_told_with_its_right_name(
    told: Callable[[], list[Fault]], folder: Path, name: str
) -> None:
    place = (folder.parent / name).resolve()
    place.parent.mkdir(exist_ok=True)
    folder.rename(place)
    words = " ".join(map(str, told()))
    assert re.search("请把文件夹改名为 (321200|cities)|请移到 catalog/cities/", words), words


def test_a_missing_city_file_is_told_with_what_it_holds(
    told: Callable[[], list[Fault]], folder: Path
) -> None:
    (folder / CITY).unlink()
    (found,) = told()
    assert found.file == str(folder / CITY)
    assert "缺少 city.toml" in found.reason and 'name = "…"' in found.reason


def test_papers_beside_the_data_are_no_strays(
    told: Callable[[], list[Fault]], folder: Path
) -> None:
    for name in ("README.md", "说明.txt", "LICENSE", ".hidden", "targets.toml~", "city.toml.new"):
        (folder / name).write_text("x", "utf-8")
    (folder / "own.geojson").write_text("{}", "utf-8")
    assert [Path(one.file).name for one in told()] == ["own.geojson"]
    shutil.rmtree(folder.parents[1])
    assert not folder.exists()


# -- any character wrong, anywhere ----------------------------------------------------------------

MISTYPED: dict[str, Callable[[str], str]] = {
    "opening quote": lambda line: line.replace('"', "“", 1),
    "both quotes": lambda line: re.sub('"(.*?)"', r"“\1”", line),
    "closing quote": lambda line: re.sub('"(.*?)"', r'"\1”', line),
    "no quotes": lambda line: line.replace('"', ""),
    "one quote": lambda line: line.replace('"', "", 1),
    "comma": lambda line: line.replace(",", "，"),
    "equals": lambda line: line.replace("=", "＝", 1),
    "colon": lambda line: line.replace("=", "：", 1),
    "brackets": lambda line: line.replace("[", "［").replace("]", "］"),
    "half brackets": lambda line: line.replace("[", "", 1),
    "wide digits": lambda line: line if re.search('"[^"]*[^0-9."]', line) else re.sub(
        r"\d", lambda d: chr(ord(d[0]) + 0xFEE0), line),
    "no value": lambda line: re.sub("=.*", "=", line),
    "wide blank": lambda line: line.replace(" ", "\u3000"),
}  # fmt: skip


def _cases() -> Iterator[tuple[str, str]]:
    for name in MISTYPED:
        yield from ((name, file) for file in (CITY, DISTRICTS, TARGETS))


@pytest.mark.parametrize(("name", "file"), some_of(list(_cases()), 39))
def test_whatever_is_mistyped_is_told_or_means_the_same(
    told: Callable[[], list[Fault]], folder: Path, shipped: dict[str, str], name: str, file: str
) -> None:
    settings, path = Settings(folder.parents[2], "321200"), folder / file
    before = load_catalog(settings).city
    lines = shipped[file].split("\n")
    numbers = [n for n, line in enumerate(lines) if line and not line.startswith("#")]
    for number in some_of(numbers, 6):
        wrong = MISTYPED[name](lines[number])
        if wrong == lines[number]:
            continue
        path.write_text("\n".join([*lines[:number], wrong, *lines[number + 1 :]]), "utf-8")
        faults = told()
        if not faults:
            assert load_catalog(settings).city == before, wrong
        for fault in faults:
            assert fault.file == str(path), fault
            assert fault.line and TODO.search(fault.reason), (wrong, fault)
            assert not re.search("[a-z]{3,}_type|规定格式", fault.reason), fault


def test_the_terminal_shows_every_fault_uncut(
    folder: Path, capsys: pytest.CaptureFixture[str], told: Callable[[], list[Fault]]
) -> None:
    long = "很长的名称" * 20
    path = folder / TARGETS
    path.write_text(TARGET.replace('"海陵区"', f'"{long}"').replace('"C"', '"丁"'), "utf-8")
    assert main(["--home", str(folder.parents[2]), "--city", "321200", "catalog", "check"]) == 6
    printed = capsys.readouterr().out
    faults = told()
    assert len(faults) == 2 or len(faults) == 1
    for fault in faults:
        assert str(fault) in printed
