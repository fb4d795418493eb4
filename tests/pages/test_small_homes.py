"""Five small cities: pages, commands, slides and papers say the same status and figure of each.

One past year, none; half of the districts; a background site; a list that was repealed.
"""

import calendar
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from chuangmo.cli.main import run_on_server
from chuangmo.exhibits.views import ViewRequest
from chuangmo.exports.contents import contents_of
from chuangmo.exports.docx.supervision import sheet_docx
from chuangmo.exports.formats import written
from chuangmo.period import parse_period
from chuangmo.service import process
from chuangmo.service.board import Board, open_board
from chuangmo.service.decisions.supervision.items import OPEN, SupervisionEvent, SupervisionItem
from chuangmo.service.decisions.supervision.proposals import proposals
from chuangmo.service.decisions.supervision.sheet import finding_words, sheet_of
from chuangmo.service.figures.trace import OF_BACKGROUND, OF_DISTRICT
from chuangmo.service.imports.importing import import_file
from chuangmo.service.questions import Questions
from chuangmo.settings import Settings
from chuangmo.status import JUDGED, STATUS_WORD, shown_status
from loaders.model.staged import Hints
from tests.exports.opened import book, parts, word_document
from tests.pages.conftest import ACTOR, opened
from tests.stored_rows import put

Row = dict[str, Any]
#: A judgement as it is shown: its shape, then its word.
_WORDS = "|".join(STATUS_WORD[shown_status(s, line)] for s in JUDGED for line in ("", "target"))
_SHOWN = re.compile(rf"[●■▲△◎][\s¶]*({_WORDS})")
_TAGS = re.compile(r"(?:<[^>]*>)+")
#: The key of all shapes in a workbook; the words of 说明 beside a page.
_KEY, _GLOSSARY = re.compile("形状与文字并用：.*?。"), "cm-words"


@dataclass(frozen=True)
class Home:
    """A small city, asked about one indicator in one place.

    Attributes:
        line: by which ``status`` is found; ``published``: the figure, ``None`` where there is none.
        others: judgements of other places, or of the month before.
        said: what is told beside the status; never: what no output may hold.
        silent: outputs that have nothing to say of it.
    """

    month: str
    indicator: str
    area: str
    line: str
    status: str
    published: str | None
    rows: tuple[Row, ...] = ()
    book: bytes = b""
    others: frozenset[str] = frozenset()
    said: str = ""
    never: tuple[str, ...] = ()
    silent: frozenset[str] = frozenset({"supervision.py"})

    @property
    def word(self) -> str:
        return STATUS_WORD[shown_status(self.status, self.line)]

    @property
    def as_of(self) -> str:
        return parse_period(self.month).last_day.isoformat()


def days_of(area: str, year: int, values: dict[int, str]) -> list[Row]:
    """Monthly means of PM10 with all days valid."""
    return [
        {
            "indicator": "pm10", "area": area, "period": f"{year}-{month:02d}", "value": value,
            "n_valid": calendar.monthrange(year, month)[1],
        }
        for month, value in values.items()
    ]  # fmt: skip


def air(past: dict[int, str]) -> tuple[Row, ...]:
    """304 days of 2009 at 92: what is left may be at 139."""
    now = dict.fromkeys(range(1, 11), "92")
    places = ("兰州市", "城关区")
    return tuple(row for a in places for row in (*days_of(a, 2008, past), *days_of(a, 2009, now)))


def rate(indicator: str, area: str, period: str, top: str, bottom: str) -> Row:
    return {"indicator": indicator, "area": area, "period": period,
            "numerator": top, "denominator": bottom}  # fmt: skip


def stations() -> bytes:
    """NO2 of a district by day: two stations at 53.7; with the 对照点 in it the mean were 41.9."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.append(["日期", "区县", "监测点", "NO2(µg/m³)"])
    for n in range(90):
        day = (date(2014, 1, 1) + timedelta(days=n)).isoformat()
        for site, value in (
            ("石洞", 53.2 + n % 2),
            ("忠和", 53.2 + n % 2),
            ("望陵（对照点）", 18.3),
        ):
            sheet.append([day, "皋兰县", site, value])
    out = BytesIO()
    made.save(out)
    return out.getvalue()


#: Where an indicator is followed that no list asks for alone, and that is not missed.
BY_STANDARD = frozenset({"scheme.py", "dossier.docx", "supervision.py"})
HOMES = {
    "只有一年可比": Home(
        "2009-10", "pm10", "兰州市", "standard", "undecided", "0.092", air({11: "135", 12: "135"}),
        said="2008年同期（只有一年可比）", silent=BY_STANDARD,
    ),
    "没有往年": Home(
        "2009-10", "pm10", "兰州市", "standard", "on_course", "0.092", air({}),
        said="目前水平（没有往年同期可比）", others=frozenset({"尚难判断"}), silent=BY_STANDARD,
    ),
    "只报了一半的区": Home(
        "2007-12", "sewage_treatment_rate", "兰州市", "scheme", "insufficient_data", None,
        (
            rate("sewage_treatment_rate", "安宁区", "2007", "240", "400"),
            rate("sewage_treatment_rate", "城关区", "2007", "268", "400"),
        ),
        others=frozenset({"未达标"}), said="缺七里河区、西固区", never=("63.5",),
    ),
    "有对照点": Home(
        "2014-03", "no2", "皋兰县", "standard", "at_risk", "54", book=stations(),
        said="4—12月均值须不高于35 µg/m³", never=("41.9", "42 µg"), silent=BY_STANDARD,
    ),
    "清单已废止": Home(
        "2012-12", "water_source_compliance", "兰州市", "scheme", "missed", "99.9",
        (rate("water_source_compliance", "兰州市", "2012", "999", "1000"),),
        said="未达到创模指标＝100%", never=("，达到创模指标",),
        silent=frozenset({"district.py", "map.py"}),
    ),
}  # fmt: skip
SAYING = ("indicator.py", "outlook.py")
PAGES = ("overview.py", "indicator.py", "district.py", "map.py", "outlook.py", "scheme.py",
         "supervision.py", "meeting.py")  # fmt: skip
FILES = (("briefing", "docx"), ("briefing", "pptx"), ("overview", "xlsx"), ("dossier", "docx"),
         ("indicator", "csv"), ("scheme", "xlsx"))  # fmt: skip


@pytest.fixture(scope="module", params=HOMES)
def home(request: pytest.FixtureRequest) -> Home:
    return HOMES[request.param]


@pytest.fixture(scope="module")
def board(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    found = open_board(Settings(tmp_path_factory.mktemp("small") / "home", "lanzhou"))
    if home.rows:
        put(found, list(home.rows))
    if home.book:
        made = import_file(found, ACTOR, home.book, "皋兰县2014年空气日报.xlsx", Hints())
        assert made.status == "committed"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(process, "board", lambda: found)
        yield found
    found.close()


def told(board: Board, *asked: str) -> dict[str, Any]:
    printed = run_on_server(board, [*asked, "--json"], "/")
    assert printed.code == 0, printed.err
    found: dict[str, Any] = json.loads(printed.out)
    return found


def check(home: Home, output: str, text: str) -> None:
    """The figure and its status, no judgement but those there are, nothing that must not stand."""
    assert set(_SHOWN.findall(text)) <= {home.word} | home.others
    assert not [one for one in home.never if one in text]
    if output not in home.silent:
        assert (home.published or "") in text
        assert home.word in text or output.endswith(".csv")  # which has figures alone
    assert output not in SAYING or home.said in text


def test_every_command_says_it(home: Home, board: Board) -> None:
    year = ("--period", home.month[:4])
    place = ("--indicator", home.indicator, "--area", home.area)
    found = told(board, "assess", *place, *year, "--as-of", home.as_of)["rows"]
    row = next(row for row in found if row["line"] == home.line)
    assert (row["status"], row["published"]) == (home.status, home.published)
    assert {row["status"] for row in found} <= {home.status, "no_target", "not_applicable"}

    mean = told(board, "mean", *place, *year, "--as-of", home.as_of)
    is_open = mean["reason"] == "period_open"
    assert is_open or mean["published"] == home.published
    assert not home.book or mean["value"] == "53.7"

    ahead = told(board, "outlook", *place, *year, "--as-of", home.as_of, "--line", home.line)
    assert ahead["status"] == (home.status if is_open else None)

    rows = told(board, "supervision", "propose", "--period", home.month)["proposals"]
    asked = [one["status"] for one in rows if (one["indicator"], one["area"]) == place[1::2]]
    assert asked == (["missed"] if home.status == "missed" else [])

    cells = told(board, "trace", *place, *year)["cells"]
    own = [cell for cell in cells if cell["why"] != OF_DISTRICT]  # a city is no mean of districts
    left = {cell["site"]: cell["why"] for cell in own if not cell["used"]}
    assert left == ({"望陵（对照点）": OF_BACKGROUND} if home.book else {})
    assert any(cell["used"] for cell in cells)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_it(page: str, home: Home, board: Board) -> None:
    asked = {"month": home.month, "indicator": home.indicator, "area": home.area}
    if page == "meeting.py":
        asked = {"at": home.month, "screen": "2"}
    if page == "supervision.py":
        asked["part"] = "待立项"
    html = [str(piece.proto.body) for piece in opened(page, **asked).get("html")]
    text = "¶".join(p for p in html if _GLOSSARY not in p and not p.startswith("<style>"))
    check(home, page, _TAGS.sub("¶", text))


def words_of(form: str, data: bytes) -> str:
    if form == "csv":
        return data.decode("utf-8-sig")
    if form == "docx":
        return "¶".join(t.text or "" for t in word_document(data).element.iter() if t.text)
    if form == "xlsx":
        cells = (c.value for s in book(data) for line in s.iter_rows() for c in line)
        return _KEY.sub("", "¶".join(str(value) for value in cells if value is not None))
    folders = ("ppt/slides/", "ppt/charts/", "ppt/notesSlides/")
    slides = [part for name, part in parts(data).items() if name.startswith(folders)]
    return _TAGS.sub("¶", "¶".join(part.decode("utf-8", "ignore") for part in slides))


@pytest.mark.parametrize(("view", "form"), FILES)
def test_every_file_says_it(view: str, form: str, home: Home, board: Board) -> None:
    request = ViewRequest(parse_period(home.month), indicator=home.indicator, area=home.area)
    data, _ = written(form, Questions(board, ACTOR), contents_of(board, ACTOR, view, request))
    check(home, f"{view}.{form}", words_of(form, data))


def test_the_supervision_sheet_says_it(home: Home, board: Board) -> None:
    found = [
        one
        for one in proposals(board, ACTOR, parse_period(home.month))
        if (one.verdict.indicator, one.verdict.area) == (home.indicator, home.area)
    ]
    for one in found:
        entry, row = board.catalog.indicator(home.indicator), one.verdict
        item = SupervisionItem(
            1, 1, home.indicator, home.area, one.unit, one.measure, one.deadline, home.month,
            row.line, row.status, finding_words(row, entry, one.month),
            (SupervisionEvent(OPEN, "审核员", "2013-01-05T00:00:00+00:00", "依据"),),
        )  # fmt: skip
        sheet = sheet_docx(sheet_of(item, board.catalog), datetime(2013, 1, 5))
        text = words_of("docx", sheet)
        assert home.published and home.published in text and home.said in text
        assert f"¶{home.word}¶" in text and "环办〔2011〕3号" in text
    assert bool(found) == (home.status == "missed")
