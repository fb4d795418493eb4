"""导出中心 as its users have it: filled on the pages, ordered, named, taken away, compared."""

import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect
from pptx import Presentation

from tests.browser.served import PATIENCE, Server, Visitor, command
from tests.browser.walking import cells, follow
from tests.exports.opened import word_document

pytestmark = [pytest.mark.browser, pytest.mark.long]
Visit = Callable[..., Visitor]
HOSTILE = '=HYPERLINK("http://x.invalid","看")'
TOAST = "[data-testid=stToast]"
DOWNLOADS = "[data-testid=stDownloadButton] button"


@pytest.fixture
def visitor(altered: Server, visit: Visit) -> Iterator[Visitor]:
    shutil.rmtree(altered.home / "drafts", ignore_errors=True)  # the basket of the test before
    found = visit(altered)
    found.open("/?month=2008-10")
    yield found
    found.assert_clean()


def offered(visitor: Visitor) -> None:
    """Put what the page shows into the basket."""
    visitor.page.get_by_role("button", name="加入导出").click()
    expect(visitor.page.locator(TOAST).last).to_contain_text("导出中心现有", timeout=PATIENCE)
    visitor.settle()


def titles(visitor: Visitor) -> list[str]:
    return list(
        visitor.page.locator("[class*=st-key-title-] input").evaluate_all(
            "all => all.map(field => field.value)"
        )
    )


def choose(visitor: Visitor, place: str, *words: str) -> None:
    """These formats and no others; PPT is chosen from the start."""
    for word in {"PPT", *words} - ({"PPT"} & set(words)):
        visitor.page.locator(f".st-key-{place} button").filter(has_text=word).click()
        visitor.settle()


def downloaded(visitor: Visitor) -> dict[str, bytes]:
    """Every file that is offered, by its name."""
    found = {}
    for button in visitor.page.locator(DOWNLOADS).all():
        with visitor.page.expect_download() as waited:
            button.click()
        found[waited.value.suggested_filename] = waited.value.path().read_bytes()
    return found


def make(visitor: Visitor, key: str, count: int) -> dict[str, bytes]:
    """Click the button of a key and take all files that appear."""
    visitor.page.locator(f".st-key-{key} button").click()
    expect(visitor.page.locator(DOWNLOADS)).to_have_count(count, timeout=4 * PATIENCE)
    visitor.settle()
    return downloaded(visitor)


def rows_of_page(visitor: Visitor) -> dict[str, list[str]]:
    """The matrix of 总览: place to its figures in the order of the columns."""
    found: dict[str, list[str]] = {}
    for (area, _), said in cells(visitor).items():
        # Without a limit of its own, in a line below where it is last year's figure.
        figure = re.split(r"(?:\s|目标\s?)[<>＜＞≤≥＝=]|\*", said.split(" ", 1)[1])[0].strip()
        found.setdefault("全市" if area == "兰州市" else area, []).append(figure)
    return found


def is_figure(text: str) -> bool:
    """Not the sign, or the nothing, that stands where there is no figure."""
    return re.search(r"\d", text) is not None


def assert_row_says(row: list[str], figures: list[str]) -> None:
    """The figures of the page in their order; a slide leaves out columns without any figure."""
    found = ["".join(cell.split("\n")[0].split()) for cell in row]
    wanted = ["".join(figure.split()) for figure in figures if is_figure(figure)]
    assert [cell.removesuffix("*") for cell in found if is_figure(cell)] == wanted


def test_what_the_pages_give_is_what_the_files_say(visitor: Visitor) -> None:
    shown = rows_of_page(visitor)
    assert len(shown) == 9 and all(len(figures) >= 10 for figures in shown.values())
    offered(visitor)
    for page in ("指标", "区县"):
        follow(visitor, page)
        offered(visitor)
    follow(visitor, "导出中心")
    before = titles(visitor)
    assert f"导出中心有 {len(before)} 项待导出。" in visitor.text() and len(before) >= 5
    assert visitor.page.locator(DOWNLOADS).count() == 0  # nothing is built before the click

    visitor.page.get_by_role("button", name="下移").first.click()
    visitor.settle()
    assert titles(visitor) == [before[1], before[0], *before[2:]]
    own = visitor.page.locator("[class*=st-key-title-] input").nth(1)
    own.fill(HOSTILE)
    own.press("Enter")
    visitor.settle()
    visitor.page.get_by_role("button", name="移除").last.click()
    visitor.settle()
    kept = [before[1], HOSTILE, *before[2:-1]]
    assert titles(visitor) == kept

    choose(visitor, "basket_formats", "PPT", "Excel", "Word")
    files = make(visitor, "basket_make", 4)
    by_kind = {name.rpartition(".")[2]: data for name, data in files.items()}
    assert set(by_kind) == {"zip", "pptx", "xlsx", "docx"}
    with zipfile.ZipFile(io.BytesIO(by_kind["zip"])) as package:
        whole = {name: package.read(name) for name in package.namelist()}
    assert whole == {name: data for name, data in files.items() if not name.endswith("zip")}
    _deck_says(by_kind["pptx"], kept, shown)
    _workbook_says(by_kind["xlsx"], shown)
    _brief_says(by_kind["docx"], kept, shown)


def _deck_says(data: bytes, order: list[str], shown: dict[str, list[str]]) -> None:
    slides = Presentation(io.BytesIO(data)).slides
    said = [
        " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        for slide in slides
    ]
    bare = ["".join(text.split()).replace("；", "").replace("。", "") for text in said]
    places = [
        next(n for n, text in enumerate(bare) if title[:8].strip("。；").replace(" ", "") in text)
        for title in order
    ]
    assert places == sorted(places)
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    found: dict[str, list[str]] = {}
    for table in tables:
        if any("PM10" in cell.text for cell in table.rows[0].cells):
            for row in list(table.rows)[1:]:
                words = [cell.text for cell in row.cells]
                found.setdefault(words[0], []).extend(words[1:])
    for area, figures in shown.items():
        assert_row_says(found[area], figures)


def _workbook_says(data: bytes, shown: dict[str, list[str]]) -> None:
    book = load_workbook(io.BytesIO(data))
    texts = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    formulas = [cell.value for cell in texts if cell.data_type == "f"]
    assert not [formula for formula in formulas if not str(formula).startswith("=ROUND")]
    assert any(HOSTILE in str(cell.value) for cell in texts)
    assert not [cell for cell in texts if cell.hyperlink]
    rows = {str(row[0]): row for row in reversed(list(book["结论"].iter_rows(values_only=True)))}
    for area, figures in shown.items():
        found = [str(value) for value in rows[area][1:] if is_figure(str(value))]
        wanted = [figure for figure in figures if is_figure(figure)]
        assert [_number(text) for text in found] == [_number(text) for text in wanted]


def _number(text: str) -> str:
    """``100/190`` as it is, a single figure as a number: Excel keeps no last zeros."""
    plain = re.sub(r"[\s▲■●◎◇○□☆*]", "", text)
    return plain if "/" in plain else str(float(plain))


def _brief_says(data: bytes, order: list[str], shown: dict[str, list[str]]) -> None:
    document = word_document(data)
    text = "".join(paragraph.text for paragraph in document.paragraphs)
    assert all(title.strip("。")[:20] in text for title in order)
    assert b"HYPERLINK" not in _instructions(data)
    words = " ".join(cell.text for table in document.tables for row in table.rows
                     for cell in row.cells)  # fmt: skip
    plain = "".join(words.split())
    assert all("".join(f.split()) in plain for row in shown.values() for f in row if is_figure(f))


def _instructions(data: bytes) -> bytes:
    """The field codes of a document."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = package.read("word/document.xml")
    return b"".join(part for part in body.split(b"<") if part.startswith((b"w:instr", b"w:fld")))


def test_csv_of_several_exhibits_are_one_click_away_as_a_zip(visitor: Visitor) -> None:
    shown = rows_of_page(visitor)
    offered(visitor)
    follow(visitor, "导出中心")
    choose(visitor, "basket_formats", "CSV")
    files = make(visitor, "basket_make", 3)
    packed = next(data for name, data in files.items() if name.endswith(".zip"))
    with zipfile.ZipFile(io.BytesIO(packed)) as package:
        names = package.namelist()
        tables = [package.read(name).decode("utf-8-sig") for name in names]
    assert sorted(names) == sorted(name for name in files if name.endswith(".csv"))
    assert len(set(names)) == 2
    rows = [row for text in tables for row in csv.reader(io.StringIO(text))]
    for area, figures in shown.items():
        assert any(row[0] == area and figures[0] in row for row in rows), area


def test_the_material_for_the_meeting_is_one_click(visitor: Visitor) -> None:
    matrix = rows_of_page(visitor)
    follow(visitor, "导出中心")
    assert visitor.page.locator(DOWNLOADS).count() == 0
    files = make(visitor, "meeting_make", 5)
    names = sorted(files)
    ends = [name.rpartition(".")[2] for name in names]
    assert ends == ["docx", "docx", "pptx", "xlsx", "zip"]
    assert all(name.startswith("2008-10_") for name in names)
    deck = next(data for name, data in files.items() if name.endswith(".pptx"))
    said = " ".join(
        cell.text
        for slide in Presentation(io.BytesIO(deck)).slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    )
    said = "".join(said.split())
    for figures in matrix.values():
        assert all("".join(f.split()) in said for f in figures if is_figure(f))


def test_a_frozen_meeting_gives_the_same_file_after_a_withdrawal_and_says_so(
    visitor: Visitor, altered: Server
) -> None:
    follow(visitor, "导出中心")
    visitor.page.locator(".st-key-snapshot_name input").fill("十月例会")
    visitor.page.get_by_role("button", name="为2008年10月会议定稿").click()
    expect(visitor.page.get_by_text("都没有变")).to_be_visible(timeout=PATIENCE)
    visitor.settle()
    choose(visitor, "snapshot_formats", "Excel")
    first = make(visitor, "snapshot_make", 1)
    command(altered.home, "withdraw", _air_batch(altered), "--reason", "数据有误")
    visitor.page.reload()
    visitor.settle()
    expect(visitor.page.get_by_text("快照仍为定稿时的内容")).to_be_visible(timeout=PATIENCE)
    assert f"涉及批次 {_air_batch(altered)}" in visitor.text()
    choose(visitor, "snapshot_formats", "Excel")
    assert make(visitor, "snapshot_make", 1) == first


def _air_batch(server: Server) -> str:
    listed = json.loads(command(server.home, "batches", "--json"))["batches"]
    return str(
        next(b["batch"] for b in listed if "2008年10月" in b["file"] and "空气" in b["file"])
    )
