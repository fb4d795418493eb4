"""``python -m proofs.homes.making NAME``: a small home of this version, kept for later versions."""

import json
import sys
import tempfile
import zipfile
from datetime import date
from pathlib import Path

from chuangmo.access.accounts.accounts import accounts_database
from chuangmo.access.actor import Actor, local_person
from chuangmo.access.audit import audit_database
from chuangmo.service.board import Board, open_board
from chuangmo.service.decisions import changing, people
from chuangmo.service.decisions.supervision import acts as supervising
from chuangmo.service.imports import importing
from chuangmo.settings import Settings
from loaders.model.staged import Hints
from proofs.homes.figures import OWN_DOCUMENT, OWN_DUST, figures

FOLDER = Path(__file__).resolve().parent
CITY = "lanzhou"
_BOSS, _LI = Actor("boss", "admin", "cli"), Actor("li", "uploader", "cli")
_PASSWORD = "Yinhe-2008-shan"
#: Made anew from the rest, or of no use elsewhere.
_LEFT_OUT = ("server.json", "board.duckdb.wal")


def fill(home: Path) -> None:
    """Accounts, imports direct and waiting, a withdrawal, a correction, decisions."""
    settings = Settings(home, CITY)
    home.mkdir()
    people.add_user(settings, local_person("root", "cli"), "boss", role="admin", password=_PASSWORD)
    people.add_user(settings, _BOSS, "li", role="uploader", password=_PASSWORD)
    board = open_board(settings)
    try:
        _import(board, _BOSS, 1, {"城关区": 118, "安宁区": 131})
        _import(board, _BOSS, 2, {"城关区": 99, "安宁区": 104, "西固区": 143})
        _import(board, _BOSS, 1, {"城关区": 120})
        wrong = _import(board, _BOSS, 3, {"城关区": 12})
        importing.withdraw(board, _BOSS, wrong, "填错")
        _import(board, _LI, 3, {"城关区": 87})  # waits for somebody else: counts nowhere
        changing.add_dust(board, _BOSS, OWN_DUST, "通知")
        changing.set_target(
            board, _BOSS, indicator="pm10", area="城关区", year=2008, limit="0.105",
            unit="mg/m³", document=OWN_DOCUMENT,
        )  # fmt: skip
        supervising.open_item(
            board, _BOSS, indicator="pm10", area="城关区", unit="城关区人民政府", measure="整改",
            deadline=date(2099, 1, 1),
        )  # fmt: skip
    finally:
        board.close()


def _import(board: Board, who: Actor, month: int, values: dict[str, int]) -> int:
    lines = [f"2008年{month}月环境空气质量（µg/m³）", "区县,PM10"]
    lines += [f"{area},{value}" for area, value in values.items()]
    data = "\n".join(lines).encode()
    done = importing.import_file(board, who, data, f"{month}月.csv", Hints(), reason="核对过")
    if done.batch is None:
        raise RuntimeError(f"not imported: {done.status}")
    return done.batch


def pack(home: Path, place: Path) -> None:
    """Put a home that nobody has open into one file; the database too, as an upgrade finds it."""
    accounts_database(home).close()
    audit_database(home).close()
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as out:
        for path in sorted(home.rglob("*")):
            if path.is_file() and path.name not in _LEFT_OUT:
                out.write(path, path.relative_to(home))


def main(name: str) -> None:
    """Make the home and note what it shows."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        fill(home)
        board = open_board(Settings(home, CITY))
        try:
            told = figures(board)
        finally:
            board.close()
        pack(home, FOLDER / f"{name}.zip")
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    (FOLDER / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
