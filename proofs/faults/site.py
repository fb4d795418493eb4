"""A home on which a fault is tried, processes of its own to try it in, and the look afterwards."""

import importlib
import json
import os
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chuangmo.access.actor import local_person
from chuangmo.service.board import Board, open_board
from chuangmo.service.decisions.overlay_checks import overlay_checks
from chuangmo.service.imports import importing
from chuangmo.settings import Settings
from chuangmo.store.copies.verify import verify
from loaders.model.staged import Hints
from proofs.faults import shim
from proofs.homes.figures import figures
from proofs.homes.making import CITY, FOLDER

WHO = local_person("prove", "cli")
#: A month that no home holds yet, and the figure of it that an import brings.
APRIL = "2008年4月环境空气质量（µg/m³）\n区县,PM10\n城关区,150\n".encode()
#: Packages that a process would read anew each time.
_READ_FIRST = ("pandas", "pyarrow", "chuangmo", "loaders", "streamlit")
_OF_APRIL = ["pm10", "城关区", "2008-04-01 00:00:00", "150.000000000000"]
#: Answers that say that the figures are in, or will be without anybody doing anything.
_ACKNOWLEDGED = ("committed", "pending")


@dataclass
class Site:
    """Where the faults are tried.

    Attributes:
        folder: everything lies below it. quick: the short form.
        faults: what was found against the promise.
    """

    folder: Path
    quick: bool
    faults: list[str] = field(default_factory=list)

    @contextmanager
    def home(self) -> Iterator[Path]:
        """A fresh home with three months, a withdrawn batch, a waiting one and accounts."""
        place = self.folder / "home"
        with zipfile.ZipFile(newest()) as packed:
            packed.extractall(place)
        try:
            yield place
        finally:
            shutil.rmtree(place)

    def times(self, short: int, long: int) -> int:
        """How often something is tried."""
        return short if self.quick else long

    def need(self, good: bool, words: str) -> None:
        """Note a fault unless all is well."""
        if not good:
            self.faults.append(words)


def newest() -> Path:
    """The home that the newest version left."""
    return max(FOLDER.glob("*.zip"))


def shown_then() -> dict[str, Any]:
    """What that home showed."""
    found: dict[str, Any] = json.loads(newest().with_suffix(".json").read_text(encoding="utf-8"))
    return found


def settings_of(home: Path) -> Settings:
    """The home as its city."""
    return Settings(home, CITY)


@contextmanager
def opened(home: Path) -> Iterator[Board]:
    """The board of a home."""
    board = open_board(settings_of(home))
    try:
        yield board
    finally:
        board.close()


def apart(work: Callable[[], Any]) -> Any:
    """The answer of work done by a process of its own; a fault in it as ``{"fault": words}``."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            said = json.dumps(work(), ensure_ascii=False)
        except BaseException as error:  # noqa: BLE001 - told to the parent
            said = json.dumps({"fault": f"{type(error).__name__}：{error}"}, ensure_ascii=False)
        shim.all_well()
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    os.waitpid(child, 0)
    return json.loads(data) if data else {"fault": "进程死了"}


def warm_up(folder: Path) -> None:
    """Read what the work needs once, before processes are made of this one."""
    site = Site(folder, quick=True)

    def work() -> Any:
        with site.home() as home:
            import_april(home)
            look(home)
            with opened(home) as board:
                figures(board)
                importing.preview(board, WHO, APRIL, "4月.csv", Hints())
            verify(settings_of(home))
        return sorted(sys.modules)

    for name in apart(work):
        if name.partition(".")[0] in _READ_FIRST and name not in sys.modules:
            importlib.import_module(name)


def import_april(home: Path, under: Mapping[str, str] | None = None) -> Any:
    """Import April in a process of its own, everything from the import on under a fault."""
    mark = home.with_name("struck")
    mark.unlink(missing_ok=True)

    def work() -> Any:
        with opened(home) as board:
            os.environ.update({"CHUANGMO_FAULT_MARK": str(mark), **(under or {})})
            try:
                done = importing.import_file(board, WHO, APRIL, "4月.csv", Hints(), reason="核对过")
                return {"status": done.status, "reads": len(figures(board)["current"])}
            finally:
                shim.all_well()

    return apart(work)


def has_struck(home: Path) -> bool:
    """Whether a call was made to fail in the last import."""
    return home.with_name("struck").exists()


def words_of(answer: Any) -> str:
    """An answer in a few words."""
    fault = answer.get("fault", "") if isinstance(answer, dict) else ""
    return str(fault or answer.get("status", answer))


def look(home: Path, checked: bool = True) -> Any:
    """Figures and faults of a home, by a process of its own; ``checked``: with every check."""

    def work() -> Any:
        with opened(home) as board:
            found = figures(board)
        settings = settings_of(home)
        checks = [*verify(settings), *overlay_checks(settings)] if checked else []
        return {"figures": found, "checks": [f"{c.name}：{c.detail}" for c in checks if not c.ok]}

    return apart(work)


def judged(site: Site, home: Path, answer: Any, what: str) -> bool:
    """Whether April is in afterwards; the rest must be as it was, and the checks must hold."""
    seen = look(home, not site.quick)
    if "fault" in seen:
        site.faults.append(f"{what}：之后打不开（{seen['fault']}）")
        return False
    rows, then = seen["figures"]["current"], shown_then()["current"]
    more = [row for row in rows if row not in then]
    came = bool(more) and [more[0][n] for n in (0, 1, 3, 5)] == _OF_APRIL
    site.need(len(more) == came and len(rows) == len(then) + came, f"{what}：数不对，多 {more}")
    site.need(not seen["checks"], f"{what}：{seen['checks']}")
    said = words_of(answer)
    site.need(said not in _ACKNOWLEDGED or came, f"{what}：答复已入库，却不在")
    chinese = said in importing.EXIT or any("\u4e00" <= letter <= "\u9fff" for letter in said)
    site.need(chinese, f"{what}：说的不是一句中文（{said}）")
    return came
