"""Many people at one small server: how long they wait, what is lost, how memory goes."""

import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.serving import Server
from benchmarks.visiting import Visitor, visitor
from chuangmo.access.actor import local_person
from chuangmo.service.board import open_board
from chuangmo.service.handover import hand_over
from chuangmo.service.imports import importing
from chuangmo.settings import Settings
from loaders.model.staged import Hints
from proofs.report import Proof

_PROMISE = "两核上五十人看、五人上传：页面不慢，上传的一份不少、不重，内存不涨"
_SOAK = "长时间开着、有人来去：内存、句柄、线程、磁盘不涨"
PAGES = ("overview", "indicator", "district", "map", "tasks", "outlook", "scheme")
_WHO = local_person("prove", "cli")
_CITY, _AREAS = "lanzhou", ("城关区", "七里河区", "西固区", "安宁区", "红古区")
THINK = 3.0  # seconds between two acts of one viewer
_BETWEEN_BOOKS = 30.0  # seconds between two books of one uploader
#: Milliseconds: 95 and 99 of a hundred answers, the first page where all open at once; megabytes.
P95, P99, OPENING, MOST_MEMORY = 1_000.0, 2_000.0, 5_000.0, 600.0
_NEWEST = 24  # of a long list only so many first options are chosen


@dataclass
class Seen:
    """What was measured.

    Attributes:
        answers, openings: milliseconds. faults: sentences. books: sent and acknowledged batches.
        memory: (reruns so far, megabytes) over time; held: open files and threads likewise.
    """

    answers: list[float] = field(default_factory=list)
    openings: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    books: list[int] = field(default_factory=list)
    memory: list[tuple[int, float]] = field(default_factory=list)
    held: list[tuple[int, int]] = field(default_factory=list)

    def settled(self) -> list[tuple[int, float]]:
        """Memory after the first third, by when everything has been read once."""
        return self.memory[len(self.memory) // 3 :]

    def slope(self) -> float:
        """Megabytes that a thousand reruns add once everything has been read once."""
        points = self.settled()
        if len({reruns for reruns, _ in points}) < 2:
            return 0.0
        line = statistics.linear_regression([p[0] for p in points], [p[1] for p in points])
        return line.slope * 1000


def share(values: Sequence[float], of_a_hundred: int) -> float:
    """The value that so many of a hundred do not exceed; 0 without values."""
    found = sorted(values)
    return found[min(len(found) - 1, len(found) * of_a_hundred // 100)] if found else 0.0


def prove(count: int, seed: int, quick: bool) -> Proof:
    """Load a board of its own for ``count`` seconds; ``quick`` with few people."""
    viewers, uploaders = (3, 1) if quick else (50, 5)
    with _served(quick) as (server, home):
        seen = asyncio.run(_loaded(server, home, viewers, uploaders, count, seed))
        _look_for_books(home, seen)
    faults = list(seen.faults)
    if not quick:
        faults += _missed(seen)
    peak = max((mb for _, mb in seen.memory), default=0.0)
    result = (
        f"答复 {len(seen.answers)} 次：p50 {_seconds(seen.answers, 50)}、"
        f"p95 {_seconds(seen.answers, 95)}、p99 {_seconds(seen.answers, 99)}；"
        f"同时打开首页 p95 {_seconds(seen.openings, 95)}；"
        f"上传 {len(seen.books)} 份各在一次；内存最多 {peak:.0f} MB，"
        f"每千次重跑 {seen.slope():+.1f} MB；出错 {len(seen.faults)}"
    )
    tried = f"{viewers} 人每 {THINK:.0f} 秒一步、{uploaders} 人每半分钟传一份，{count} 秒"
    return Proof("load", _PROMISE, tried, result, tuple(faults))


def soak(count: int, seed: int, quick: bool) -> Proof:
    """Let people come and go for ``count`` seconds; what grows is a fault."""
    viewers = 3 if quick else 20
    with _served(quick) as (server, home):
        seen = asyncio.run(_loaded(server, home, viewers, 1, count, seed, stay=6))
        _look_for_books(home, seen)
        size = sum(p.stat().st_size for p in home.rglob("*") if p.is_file()) / 2**20
    faults = list(seen.faults)
    third = max(1, len(seen.held) // 3)
    before, after = (
        (max(seen.held[:third]), max(seen.held[-third:])) if seen.held else ((0, 0),) * 2
    )
    if not quick and seen.slope() > 1.0:
        faults.append(f"每千次重跑内存涨 {seen.slope():.2f} MB")
    if not quick and any(now > then + 20 for now, then in zip(after, before, strict=True)):
        faults.append(f"打开的文件、线程由 {before} 涨到 {after}")
    result = (
        f"重跑 {len(seen.answers)} 次、打开 {len(seen.openings)} 次；"
        f"每千次 {seen.slope():+.2f} MB；"
        f"文件、线程 {before} → {after}；数据目录 {size:.0f} MB；出错 {len(seen.faults)}"
    )
    return Proof("soak", _SOAK, f"{viewers} 人来去，{count / 3600:.1f} 小时", result, tuple(faults))


def _missed(seen: Seen) -> list[str]:
    peak = max((mb for _, mb in seen.memory), default=0.0)
    gates = (
        ("p95", share(seen.answers, 95), P95, "毫秒"),
        ("p99", share(seen.answers, 99), P99, "毫秒"),
        ("同时打开首页 p95", share(seen.openings, 95), OPENING, "毫秒"),
        ("内存", peak, MOST_MEMORY, "MB"),
    )
    return [
        f"{name} {got:.0f} {unit}，应不超过 {most:.0f}"
        for name, got, most, unit in gates
        if got > most
    ]


def _seconds(values: Sequence[float], of_a_hundred: int) -> str:
    return f"{share(values, of_a_hundred) / 1000:.2f} 秒"


@contextmanager
def _served(small: bool) -> Iterator[tuple[Server, Path]]:
    """A board with the demonstration data, or a month alone, as a process of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        home = Path(folder) / "home"
        board = open_board(Settings(home, _CITY))
        try:
            if small:
                book = _book(2008, 1)
                importing.import_file(board, _WHO, book, "1月.csv", Hints(), reason="核对过")
            else:
                importing.load_demo(board, _WHO)
        finally:
            board.close()
        words = [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            "app.py",
            "--server.address",
            "127.0.0.1",
        ]
        words += ["--server.port", "{port}", "--server.headless", "true"]
        more = {"CHUANGMO_HOME": str(home), "CHUANGMO_CITY": _CITY}
        more |= {"CHUANGMO_WARMING": "off"} if small else {}
        server = Server(words, "/healthz", Path(folder) / "log", more)
        try:
            yield server, home
        finally:
            server.stop()


async def _loaded(
    server: Server, home: Path, viewers: int, uploaders: int, seconds: float, seed: int,
    stay: int = 0,
) -> Seen:  # fmt: skip
    """All of them at once until the time is over; ``stay``: acts after which a viewer goes."""
    seen, until = Seen(), time.monotonic() + seconds
    await asyncio.gather(
        _watch(server, seen, until),
        *(_view(server, seen, until, seed * 1000 + n, stay) for n in range(viewers)),
        *(_upload(home, seen, until, n) for n in range(uploaders)),
    )
    return seen


async def _view(server: Server, seen: Seen, until: float, seed: int, stay: int) -> None:
    luck, who = random.Random(seed), None
    await asyncio.sleep(luck.random() * 5)
    while time.monotonic() < until:
        try:
            who = await _opened(server, seen, luck, seed)
            acts = 0
            while time.monotonic() < until and (not stay or acts < stay):
                await asyncio.sleep(luck.expovariate(1 / THINK))
                seen.answers.append(await _act(who))
                acts += 1
            await who.leave()
        except Exception as error:  # noqa: BLE001 - counted, named, and the person comes again
            seen.faults.append(f"看的人：{type(error).__name__} {error}"[:200])
            await asyncio.sleep(THINK)


async def _opened(server: Server, seen: Seen, luck: random.Random, seed: int) -> Visitor:
    began = time.perf_counter()
    who = await visitor(server.port, luck.choice(PAGES), seed)
    seen.openings.append((time.perf_counter() - began) * 1000)
    return who


async def _act(who: Visitor) -> float:
    """Choose something else, or look again where there is nothing to choose."""
    labels = tuple(name for name, one in who.filters.items() if len(one.options[:_NEWEST]) > 1)
    return await (who.change(labels, _NEWEST) if labels else who.rerun())


async def _upload(home: Path, seen: Seen, until: float, number: int) -> None:
    """A monthly book now and then, by the command that the living board carries out."""
    year = 2012 + number
    for month in range(1, 13):
        if time.monotonic() > until:
            return
        path = home.parent / f"{year}-{month}.csv"
        path.write_bytes(_book(year, month))
        words = ["import", str(path), "--reason", "核对过", "--json", "--by", f"clerk{number}"]
        answer = await asyncio.to_thread(hand_over, Settings(home, _CITY), words, str(home.parent))
        if answer is None or answer[2] != 0:
            seen.faults.append(f"上传 {path.name}：{answer}"[:300])
        else:
            seen.books.append(year * 100 + month)
        await asyncio.sleep(_BETWEEN_BOOKS)


def _book(year: int, month: int) -> bytes:
    lines = [f"{year}年{month}月环境空气质量（µg/m³）", "区县,PM10"]
    lines += [f"{area},{80 + month + place}" for place, area in enumerate(_AREAS)]
    return "\n".join(lines).encode()


async def _watch(server: Server, seen: Seen, until: float) -> None:
    process = Path(f"/proc/{server.process.pid}")
    while time.monotonic() < until:
        await asyncio.sleep(2)
        if not process.exists():
            continue  # not Linux, or it has died: then the others say so
        pages = int((process / "statm").read_text(encoding="ascii").split()[1])
        megabytes = pages * os.sysconf("SC_PAGE_SIZE") / 2**20
        seen.memory.append((len(seen.answers) + len(seen.openings), megabytes))
        seen.held.append((len(os.listdir(process / "fd")), len(os.listdir(process / "task"))))


def _look_for_books(home: Path, seen: Seen) -> None:
    """Every acknowledged book is found once afterwards."""
    answer = hand_over(Settings(home, _CITY), ["batches", "--json", "--by", "prove"], str(home))
    if answer is None:
        seen.faults.append("看板不答复了")
        return
    counts = Counter(seen.books)
    for book in counts:
        name = f"{book // 100}-{book % 100}.csv"
        if (found := answer[0].count(f'"{name}"')) != 1:
            seen.faults.append(f"上传的 {name} 有 {found} 份")
