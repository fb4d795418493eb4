"""The sixteen kinds of figure of a district's report: a workbook in, a verdict, a file, its cell."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook

from chuangmo.access.actor import Actor, local_person
from chuangmo.catalog.target_models import PLAN, FormSaid
from chuangmo.exhibit import Exhibit
from chuangmo.exhibits.views import ViewRequest, build
from chuangmo.exports.files import ExportRequest, export
from chuangmo.exports.supervision import supervision_file
from chuangmo.period import parse_period, year_period
from chuangmo.service.board import Board, open_board
from chuangmo.service.decisions.changing import set_target
from chuangmo.service.decisions.supervision.acts import open_item
from chuangmo.service.decisions.supervision.proposals import proposals
from chuangmo.service.figures.assessing import assess
from chuangmo.service.figures.trace import trace
from chuangmo.service.target_import import import_file
from chuangmo.settings import Settings
from loaders.model.answers import REGISTER
from loaders.model.staged import Hints

#: File name -> its lines, ``|`` between cells.
BOOKS = {
    "大气": "2007年环境空气\n区县|PM10年均值(mg/m³)|SO2年均值(mg/m³)|NO2年均值(mg/m³)\n"
    "城关区|0.123|0.058|0.052\n安宁区|0.126|0.0596|0.052",
    "水": "2007年水质达标率\n区县|地表水水质达标率(%)|集中式饮用水水源地水质达标率(%)\n城关区|100|100",
    "噪声": "2007年声环境\n区县|交通干线噪声平均值(dB(A))|区域环境噪声平均值(dB(A))\n城关区|68.9|55.0",
    "锅炉": "2007年燃煤锅炉改造\n区县|锅炉改造(台)|锅炉改造(家)|削减SO2(吨)\n城关区|50|35|460.1\n安宁区|28||189.07",
    "餐饮": "2007年餐饮业治理\n区县|餐饮业治理(家)|餐饮业治理(项)|油烟治理(项)|污水治理(项)|清洁能源改造(项)|噪声治理(项)\n"
    "城关区|287|298|186|70|41|1\n安宁区|115",
    "烟控": "2007年烟尘控制区\n区县|烟尘控制区面积(km²)|建成区面积(km²)|烟尘控制区覆盖率(%)|环境噪声达标区面积(km²)\n"
    "安宁区|15.5|15.5|100|10.95",
    "污水": "2007年城市生活污水集中处理率\n区县|用水量(万吨/日)|污水处理量(万吨/日)|污水排放量(万吨/日)|污水集中处理率(%)\n"
    "安宁区|6|3.3|3.9|70",
    "普查": "2007年污染源普查\n区县|工业源(家)|生活源(家)|农业源(家)|集中式(家)|普查单位数(家)\n"
    "城关区|460|2788|258|2|3508\n安宁区|127|499||2|628",
    "办理": "2007年环境信访与项目管理\n区县|信访受理数（件）|信访办结数（件）|环境信访办结率(%)|建设项目环评执行率(%)|“三同时”执行率(%)\n"
    "安宁区|92|92|100|100|98.5",
    "城考": "2007年度城市环境综合整治定量考核得分及排名\n城市|2007年得分|2006年得分|增减分|2007年排名\n"
    "兰州市|72.82|68.08|4.74|7",
    "优良天数": "2007年上半年环境空气质量\n区县|优良天数|监测天数\n城关区|177|181",
    "减排": "2007年1—6月主要污染物总量减排项目进展表\n区县|计划项目数（个）|已完成项目数（个）|完成率(%)|SO2削减量（吨）\n"
    "城关区|64|30|46.9|1200",
    "年中": "2007年上半年机动车环保检测完成情况\n区县|检测任务（辆）|检测完成（辆）|完成率\n城关区|14000|9128|65.2%",
    "2012年": "2012年创模指标\n地区|城市生活污水集中处理率(%)|集中式饮用水水源地水质达标率(%)\n兰州市|75|97",
    "绿色学校": "2007年1—6月绿色学校创建进展表\n区县|学校总数（所）|绿色学校数（所）|绿色学校达标率(%)\n城关区|100|21|21",
}  # fmt: skip
Home = tuple[Board, Actor]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home with every workbook, their targets registered."""
    place = tmp_path_factory.mktemp("reports")
    board, who = open_board(Settings(place / "home", "lanzhou")), local_person("测试", "cli")
    for name, text in BOOKS.items():
        data = _book(place / f"{name}.xlsx", text)
        done, _ = import_file(board, who, data, f"{name}.xlsx", Hints())
        if done.status == "needs_answer":
            answers = {question.key: REGISTER for question in done.staged.questions}
            done, _ = import_file(board, who, data, f"{name}.xlsx", Hints(answers=answers))
        assert done.status == "committed", (name, done.staged.diagnostics)
    for indicator, area, limit in (
        ("boiler_retrofit_units", "城关区", "61"), ("catering_treated_items", "城关区", "414"),
    ):  # fmt: skip
        set_target(
            board, who, indicator=indicator, area=area, year=2007, limit=limit, document="任务书"
        )
    plan = FormSaid(PLAN, start_year=2006, start_value="15")
    set_target(
        board,
        who,
        indicator="green_school_share",
        area="城关区",
        year=2010,
        limit="60",
        document="规划",
        said=plan,
    )
    yield board, who
    board.close()


def _book(path: Path, text: str) -> bytes:
    book = Workbook()
    for line in text.splitlines():
        book.worksheets[0].append([_cell(cell) for cell in line.split("|")])
    book.save(path)
    return path.read_bytes()


def _cell(text: str) -> str | float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return text


def verdict(home: Home, indicator: str, area: str, period: str, line: str) -> tuple[str, str]:
    """Status and published figure of the year against one line, at the end of a period."""
    board, who = home
    last = parse_period(period).last_day
    rows = assess(board, who, year_period(last.year), last, area=area, indicator=indicator).rows
    row = next(row for row in rows if row.line == line)
    return row.status, str(row.published or row.value).removesuffix(".0")


def page(home: Home, view: str, indicator: str, area: str, month: str) -> str:
    """Every word of a view, as page and file show it."""
    board, who = home
    request = ViewRequest(parse_period(month), indicator=indicator, area=area)
    return plain("\n".join(_words(one) for one in build(view, board, who, request)))


def _words(exhibit: Exhibit) -> str:
    rows = exhibit.table.rows if exhibit.table else ()
    cells = [cell.text + " " + cell.small for row in rows for cell in row]
    return "\n".join([exhibit.verdict, exhibit.subtitle, *cells, *exhibit.notes])


def taken_away(home: Home, view: str, indicator: str, area: str, month: str) -> str:
    """The view as a CSV file."""
    board, who = home
    request = ViewRequest(parse_period(month), indicator=indicator, area=area)
    return plain(export(board, who, ExportRequest("csv", view, request)).data.decode("utf-8-sig"))


def plain(text: str) -> str:
    """A text without the thin blanks between thousands."""
    return text.replace("\u2009", "")


def cells(home: Home, indicator: str, area: str, period: str) -> list[str]:
    """File and cell of everything that the figure is made of."""
    board, who = home
    found = trace(board, who, indicator, parse_period(period), area=area)
    return [f"{one['file']} {one['cell']}" for one in found["cells"] if one["used"]]


@pytest.mark.parametrize(
    ("kind", "indicator", "area", "period", "line", "status", "figure", "cell"),
    [
        ("S1", "pm10", "安宁区", "2007", "standard", "missed", "0.126", "大气.xlsx B4"),
        ("S1", "so2", "安宁区", "2007", "standard", "met", "0.060", "大气.xlsx C4"),
        ("S2", "surface_water_compliance", "城关区", "2007", "scheme", "insufficient_data", "100", "水.xlsx B3"),
        ("S2", "water_source_compliance", "城关区", "2007", "scheme", "met", "100", "水.xlsx C3"),
        ("S3", "noise_traffic", "城关区", "2007", "scheme", "met", "68.9", "噪声.xlsx B3"),
        ("S3", "noise_regional", "城关区", "2007", "scheme", "met", "55", "噪声.xlsx C3"),
        ("S4", "boiler_retrofit_units", "城关区", "2007", "target", "missed", "50", "锅炉.xlsx B3"),
        ("S4", "boiler_retrofit_owners", "城关区", "2007", "target", "no_target", "35", "锅炉.xlsx C3"),
        ("S5", "catering_treated_items", "城关区", "2007", "target", "missed", "298", "餐饮.xlsx C3"),
        ("S6", "smoke_control_area", "安宁区", "2007", "target", "no_target", "15.50", "烟控.xlsx B3"),
        ("S6", "noise_zone_coverage", "安宁区", "2007", "target", "no_target", "70.6", "烟控.xlsx E3"),
        ("S7", "sewage_treatment_rate", "安宁区", "2007", "scheme", "met", "70", "污水.xlsx E3"),
        ("S7", "sewage_treatment_of_use", "安宁区", "2007", "target", "no_target", "55", "污水.xlsx C3"),
        ("S8", "pollution_census_units", "城关区", "2007", "target", "no_target", "3508", "普查.xlsx F3"),
        ("S9", "complaints_handled", "安宁区", "2007", "target", "no_target", "100", "办理.xlsx D3"),
        ("S9", "three_simultaneities_rate", "安宁区", "2007", "target", "no_target", "98.5", "办理.xlsx F3"),
        ("S10", "urban_assessment_score", "兰州市", "2007", "target", "no_target", "72.82", "城考.xlsx B3"),
        ("S10", "urban_assessment_rank", "兰州市", "2007", "target", "no_target", "7", "城考.xlsx E3"),
        ("S12", "reduction_projects", "城关区", "2007-01..2007-06", "target", "at_risk", "30", "减排.xlsx C3"),
        ("S13", "vehicle_tests", "城关区", "2007-01..2007-06", "target", "on_course", "9128", "年中.xlsx C3"),
        ("S11", "good_air_days", "城关区", "2007-01..2007-06", "scheme", "on_course", "97.8", "优良天数.xlsx B3"),
        ("S14", "green_school_share", "城关区", "2007-01..2007-06", "target", "on_course", "21", "绿色学校.xlsx D3"),
    ],
    ids=lambda one: str(one),
)  # fmt: skip
def test_a_figure_of_a_report(
    home: Home, kind: str, indicator: str, area: str, period: str, line: str, status: str,
    figure: str, cell: str,
) -> None:  # fmt: skip
    assert verdict(home, indicator, area, period, line) == (status, figure)
    month = f"2007-{parse_period(period).last_day.month:02}"
    assert figure in page(home, "indicator", indicator, area, month)
    assert figure in taken_away(home, "indicator", indicator, area, month)
    assert cell in cells(home, indicator, area, period)


def test_s15_a_year_is_judged_by_the_list_in_force_in_it(home: Home) -> None:
    for indicator, figure in (("sewage_treatment_rate", "75"), ("water_source_compliance", "97")):
        assert verdict(home, indicator, "兰州市", "2012", "scheme") == ("missed", figure)
        assert any(
            one.startswith("2012年.xlsx") for one in cells(home, indicator, "兰州市", "2012")
        )
    board, who = home
    request = ViewRequest(parse_period("2012-12"))
    (card,) = build("scheme", board, who, request)[:1]
    assert "2011" in _words(card) + card.foot.standard
    sheets = load_workbook(
        io.BytesIO(export(board, who, ExportRequest("xlsx", "scheme", request)).data)
    )
    rows = [" ".join(str(v) for v in row if v is not None)
            for sheet in sheets for row in sheet.iter_rows(values_only=True)]  # fmt: skip
    for name, figure in (("生活污水集中处理率", "75"), ("饮用水", "97")):
        line = next(row for row in rows if name in row and figure in row)
        assert "≥ 80%" in line or "■" in line, line  # ■ is 未达标
    assert any("2011" in row for row in rows)


def test_s16_what_is_missed_is_proposed_taken_up_and_written_out(home: Home) -> None:
    board, who = home
    found = proposals(board, who, parse_period("2007-12"))
    one = next(p for p in found if (p.verdict.indicator, p.verdict.area) == ("pm10", "安宁区"))
    item = open_item(
        board, who, indicator="pm10", area="安宁区", unit=one.unit, measure=one.measure,
        deadline=one.deadline, month="2007-12", line=one.verdict.line, status=one.verdict.status,
        finding=one.verdict.reason,
    )  # fmt: skip
    assert "0.126" in item.finding and "0.10" in item.finding
    paper = supervision_file(board, who, item.number)
    text = "".join(p.text for p in Document(io.BytesIO(paper.data)).element.body.iter() if p.text)
    assert "安宁区" in text and "0.126" in text
    assert "大气.xlsx B4" in cells(home, "pm10", "安宁区", "2007")
