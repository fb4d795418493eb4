"""Three cities unlike one another are set up by clicks alone, then load, rank, map and export."""

import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from chuangmo.catalog.divisions.table import load_divisions
from tests.browser.served import PATIENCE, Server, Visitor, command, start
from tests.browser.walking import english, faults
from tests.demo_store import copy_of

pytestmark = [pytest.mark.browser, pytest.mark.long]
Visit = Callable[..., Visitor]
#: A municipality of 37 units, county-level cities, an autonomous prefecture without districts.
CITIES = {"500000": "重庆市", "321200": "泰州市", "222400": "延边朝鲜族自治州"}
CITY_BOX = "城市（可以直接输入名称查找）"
#: Seconds in which somebody shall be done; the scripted clicks include every wait of the page.
TEN_MINUTES = 600


@pytest.fixture
def server(demo_home: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Server]:
    """A board on an empty home; for 泰州市 on the demonstration, as ./run begins."""
    home = tmp_path / "store"
    if request.getfixturevalue("adcode") == "321200":
        copy_of(demo_home, home)
    served = start(home, tmp_path / "server.log")
    yield served
    served.stop()


def pressed(visitor: Visitor, name: str) -> None:
    visitor.page.get_by_role("button", name=name).last.click()
    visitor.page.wait_for_timeout(300)
    visitor.settle()


def opened(visitor: Visitor, title: str) -> None:
    visitor.page.get_by_text(title, exact=True).click()
    visitor.page.wait_for_timeout(300)


def picked(visitor: Visitor, box: str, *words: str) -> None:
    field = visitor.page.get_by_role("combobox", name=box)
    for word in words:
        field.click()
        field.fill(word)
        visitor.page.get_by_role("option").filter(has_text=word).first.click()
        visitor.page.wait_for_timeout(200)


def typed(visitor: Visitor, box: str, text: str) -> None:
    visitor.page.get_by_role("textbox", name=box).fill(text)


def step(visitor: Visitor, number: int) -> None:
    expect(visitor.page.get_by_text(f"第 {number} 步，共 8 步")).to_be_visible(timeout=PATIENCE)
    visitor.settle()  # what is filled in while the step before still stands goes with it


def book(path: Path, *lines: Sequence[object]) -> Path:
    made = Workbook()
    for line in lines:
        made.worksheets[0].append(list(line))
    made.save(path)
    return path


def begin(visitor: Visitor, name: str) -> None:
    visitor.open("/")
    if "这是演示数据" in visitor.text():
        visitor.page.get_by_role("link", name="设置我的城市").click()
        visitor.settle()
    picked(visitor, CITY_BOX, name)
    visitor.settle()
    assert english(visitor) == set() and faults(visitor) == []
    pressed(visitor, f"开始设置{name}")
    step(visitor, 2)


def walk(visitor: Visitor, place: Path, name: str, districts: list[str]) -> None:
    """Every step once, by its form, by pasting, from a workbook, or left for later."""
    opened(visitor, "加一行区县与分组")
    typed(visitor, "名称（必填）", "高新技术开发区")
    picked(visitor, "分组", "开发区")
    pressed(visitor, "加入上表")
    pressed(visitor, "保存 1 处，继续")
    step(visitor, 3)
    pressed(visitor, "没有要改的，继续")
    step(visitor, 4)
    opened(visitor, "从 Excel 粘贴空气、噪声点位")
    pasted = f"名称\t区县\t计入全市\n公园路\t{districts[0]}\t是\n清洁对照\t{districts[1]}\t否"
    visitor.page.get_by_role("textbox", name="在 Excel 里").first.fill(pasted)
    visitor.page.get_by_role("textbox", name="在 Excel 里").first.press("Control+Enter")
    visitor.settle()
    pressed(visitor, "加入上表")
    pressed(visitor, "保存 2 处，继续")
    step(visitor, 5)
    opened(visitor, "加一行责任单位与联系人")
    typed(visitor, "名称（必填）", "环境监测中心站")
    typed(visitor, "联系人", "王某")
    typed(visitor, "电话", "12345678")
    pressed(visitor, "加入上表")
    pressed(visitor, "保存 1 处，继续")
    step(visitor, 6)
    opened(visitor, "加一行谁报什么、几日前报")
    picked(visitor, "指标（必填）", "PM10 可吸入")
    visitor.page.keyboard.press("Tab")
    picked(visitor, "地区（必填）", "全部区县")
    visitor.page.keyboard.press("Tab")
    picked(visitor, "多久一次（必填）", "每月")
    typed(visitor, "次月几日前（必填）", "5")
    picked(visitor, "联系", "环境监测")
    pressed(visitor, "加入上表")
    pressed(visitor, "保存 1 处，继续")
    step(visitor, 7)
    head = ["区县", "PM10年均值目标（μg/m³）"]
    table = book(
        place / "目标分解表.xlsx", [f"{name}2015年环境保护目标任务分解表"], head, [districts[0], 70]
    )
    visitor.page.locator("input[type=file]").set_input_files(str(table))
    expect(visitor.page.get_by_text("读到 1 个目标")).to_be_visible(timeout=PATIENCE)
    visitor.settle()
    pressed(visitor, "登记 1 个目标，继续")
    step(visitor, 8)


@pytest.mark.parametrize("adcode", CITIES)
def test_a_city_is_set_up_by_clicks_and_works(
    adcode: str, server: Server, visit: Visit, tmp_path: Path
) -> None:
    name, began = CITIES[adcode], time.monotonic()
    districts = [one.name for one in load_divisions().children(int(adcode))]
    visitor = visit(server)
    begin(visitor, name)
    walk(visitor, tmp_path, name, districts)
    assert time.monotonic() - began < TEN_MINUTES
    assert f"{name}可以用了" in visitor.text()
    assert english(visitor) == set() and faults(visitor) == []
    visitor.assert_clean()

    air = [[district, 60 + n] for n, district in enumerate(districts)]
    water = [[f"{one}水源", one, 100, 100, 100] for one in districts[:3]]
    heads = ["水源地", "所在区县", "取水量(万吨)", "达标水量(万吨)", "达标率(%)"]
    title = f"2015年3月{name}"
    files = (
        book(tmp_path / "空气.xlsx", [f"{title}空气质量"], ["区县", "PM10月均值（μg/m³）"], *air),
        book(tmp_path / "水源.xlsx", [f"{title}饮用水源水质"], heads, *water),
    )
    pressed(visitor, "上传第一份月报")
    visitor.page.locator("input[type=file]").first.set_input_files(str(files[0]))
    expect(visitor.page.get_by_role("button", name="确认导入")).to_be_visible(timeout=PATIENCE)
    pressed(visitor, "确认导入")
    command(server.home, "import", str(files[1]), "--reason", "试")  # handed to the board

    ranked = command(server.home, "rank", "--indicator", "pm10", "--period", "2015-03")
    assert districts[0] in ranked
    visitor.open("/map?month=2015-03&indicator=pm10")
    shown = visitor.text()
    assert all(district in shown for district in districts[:5])
    visitor.open("/?month=2015-03")
    assert name in visitor.text() or "全市" in visitor.text()
    assert "兰州" not in visitor.text() and "这是演示数据" not in visitor.text()
    visitor.assert_clean()

    deck = tmp_path / "overview.pptx"
    words = ("--view", "overview", "--period", "2015-03", "--out", str(deck))
    command(server.home, "export", "--format", "pptx", *words)
    with zipfile.ZipFile(deck) as parts:
        text = "".join(parts.read(p).decode() for p in parts.namelist() if p.endswith(".xml"))
    assert name in text and districts[0] in text and "兰州" not in text
    if adcode == "321200":
        assert (server.home.with_name("store-demo") / "journal.jsonl").is_file()


@pytest.mark.parametrize("adcode", ["222400"])
@pytest.mark.parametrize("width", [390])
def test_on_a_phone_nothing_runs_out_of_the_page(
    adcode: str, width: int, server: Server, visit: Visit
) -> None:
    visitor = visit(server, width)
    begin(visitor, CITIES[adcode])
    for key in ("districts", "rules", "sites", "offices", "duties", "targets", "finish"):
        visitor.open(f"/setup?step={key}")
        sideways = "e => e.scrollWidth - e.clientWidth"
        assert visitor.page.locator("[data-testid=stMain]").evaluate(sideways) <= 1, key
        assert faults(visitor) == [], key
