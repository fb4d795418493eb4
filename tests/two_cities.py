"""Two small homes of cities that both have a district 城关区 (兰州市, 拉萨市), each with figures."""

from pathlib import Path

from chuangmo.access.actor import local_person
from chuangmo.period import parse_period
from chuangmo.service.board import open_board
from chuangmo.service.decisions.own_city import set_own_city
from chuangmo.service.imports import clerk
from chuangmo.settings import Settings, load_settings
from loaders.returning.hand_form import HandRow

LANZHOU, LHASA = "lanzhou", "540100"
AREA = "城关区"
_ACTOR = local_person("测试", "page")
_MONTHS = [parse_period(f"2008-{month:02}") for month in range(1, 11)]


def two_homes(place: Path) -> list[Path]:
    """兰州市 with PM10 and SO2, 拉萨市 with PM10 alone; both stand at the same journal line."""
    _filled(place / "a", "620100", "0.111", {"pm10": "0.150", "so2": "0.040"})
    _filled(place / "b", LHASA, "0.033", {"pm10": "0.033"})
    return [place / "a", place / "b"]


def _filled(home: Path, adcode: str, district: str, city: dict[str, str]) -> None:
    set_own_city(open_board(Settings(home, LANZHOU)), _ACTOR, adcode)
    board = open_board(load_settings(home, environ={}))
    while board.store.journal_seq() < 5:
        board.store.record("试", {}, "测试")
    rows = [HandRow("pm10", AREA, _MONTHS[-1], district, unit="mg/m³")]
    for month in _MONTHS:
        days = str(month.last_day.day)
        for indicator, value in city.items():
            name = board.catalog.city.name
            rows.append(HandRow(indicator, name, month, value, unit="mg/m³", n_valid=days))
    clerk.enter_by_hand(board, _ACTOR, rows, document="来函", reason="核对过")
    board.close()
