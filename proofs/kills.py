"""Kills of a real process while it imports, withdraws, decides and backs up: nothing is lost."""

import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from chuangmo.access.actor import local_person
from chuangmo.service.board import Board, open_board
from chuangmo.service.decisions import changing
from chuangmo.service.decisions.backing_up import back_up
from chuangmo.service.decisions.overlay_checks import overlay_checks
from chuangmo.service.imports import importing
from chuangmo.settings import Settings
from chuangmo.store.copies.backup import backup_fault
from chuangmo.store.copies.verify import verify
from chuangmo.store.rows import Selection
from loaders.model.staged import Hints
from proofs.books.book import DISTRICTS
from proofs.report import Proof

_PROMISE = "随时断电、杀进程：答复过的一件不丢，没有做完的要么全在要么全不在"
_SOMEBODY = local_person("prove", "cli")
_HOMES = 25  # rounds until another home is begun
_PATIENCE = 120.0  # seconds that a process may take to begin
_WORDS = {
    "import": "导入", "withdraw": "撤回", "restore": "恢复", "dust": "沙尘日", "target": "目标",
    "backup": "备份", "open": "启动",
}  # fmt: skip

Fact = dict[str, Any]


@dataclass
class Told:
    """What the killed processes of one home said, in order.

    Attributes:
        done: acts that were acknowledged. begun: the last one, if it was not.
    """

    done: list[Fact] = field(default_factory=list)
    begun: Fact | None = None

    def read(self, path: Path) -> None:
        """Take in what one process said."""
        self.begun = None
        for line in path.read_text(encoding="utf-8").splitlines():
            fact = json.loads(line)
            if fact.pop("done"):
                self.done.append(fact)
                self.begun = None
            else:
                self.begun = fact

    def batches(self) -> tuple[dict[int, tuple[str, dict[str, str]]], set[int]]:
        """State and values of every acknowledged batch; those that the last act may have moved."""
        found: dict[int, tuple[str, dict[str, str]]] = {}
        for fact in self.done:
            if fact["act"] == "import":
                found[fact["batch"]] = ("active", fact["values"])
            elif fact["act"] in ("withdraw", "restore"):
                state = "withdrawn" if fact["act"] == "withdraw" else "active"
                found[fact["batch"]] = (state, found[fact["batch"]][1])
        begun = self.begun or {}
        return found, {begun["batch"]} if "batch" in begun else set()


def prove(count: int, seed: int, quick: bool = False) -> Proof:
    """Kill ``count`` processes at random moments, and look at the home after each.

    Args:
        quick: says nothing here.
    """
    dice, faults, hit = random.Random(seed), list[str](), Counter[str]()
    acknowledged, pace = 0, 0.2
    with tempfile.TemporaryDirectory() as folder:
        told, home = Told(), Path(folder) / "0"
        for number in range(count):
            if number % _HOMES == 0:
                told, home = Told(), Path(folder) / str(number)
            said = Path(folder) / f"said-{number}"
            took = _killed(home, said, dice, pace)
            before = len(told.done)
            told.read(said)
            if (acts := len(told.done) - before) > 1:
                pace = 0.7 * pace + 0.3 * min(2.0, took / acts)
            acknowledged += sum(fact["act"] != "open" for fact in told.done[before:])
            hit[told.begun["act"] if told.begun else "idle"] += 1
            faults += [f"第 {number + 1} 次：{one}" for one in _looked_at(home, told, folder)]
            _adopt(home, told, folder)
            if (number + 1) % 20 == 0:
                print(f"{number + 1}/{count}，{len(faults)} 处", file=sys.stderr)
    during = "、".join(f"{_WORDS[act]} {hit[act]}" for act in _WORDS if hit[act])
    tried = f"{count} 次（正在做的：{during}；两件之间 {hit['idle']}）"
    result = f"答复过 {acknowledged} 件，丢失、混杂、核对不符共 {len(faults)} 处"
    return Proof("kills", _PROMISE, tried, result, tuple(faults))


def _killed(home: Path, said: Path, dice: random.Random, pace: float) -> float:
    """Begin a process of its own, kill it a while after some act began; seconds that it worked."""
    seed, after, delay = dice.random(), dice.randint(1, 6), dice.random() * pace
    said.touch()
    child = os.fork()
    if child == 0:
        _leave(lambda: _work(home, said, random.Random(seed)))
    began = time.monotonic()
    while said.read_bytes().count(b'"done": false') < after:
        if time.monotonic() - began > _PATIENCE or os.waitpid(child, os.WNOHANG)[0]:
            raise RuntimeError(f"the process that should be killed ended or hangs: {said}")
        time.sleep(0.003)
    started = time.monotonic()
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return time.monotonic() - started


def _leave(work: Callable[[], object]) -> NoReturn:
    """Do the work of a forked process and end it without what the parent would still do."""
    try:
        work()
    except BaseException as error:  # noqa: BLE001 - told to whoever reads, then the process ends
        print(repr(error), file=sys.stderr)
        os._exit(1)
    os._exit(0)


# -- in the process that is killed ----------------------------------------------------------------


def _work(home: Path, said: Path, dice: random.Random) -> None:
    out = os.open(said, os.O_WRONLY | os.O_APPEND)

    def say(done: bool, **fact: Any) -> None:
        os.write(out, (json.dumps(fact | {"done": done}, ensure_ascii=False) + "\n").encode())

    say(False, act="open")
    board = open_board(Settings(home, "lanzhou"))
    say(True, act="open")
    while True:
        _act(board, dice, say)


def _act(board: Board, dice: random.Random, say: Callable[..., None]) -> None:
    batches = board.store.batches()
    active = [one.batch for one in batches if one.state == "active"]
    withdrawn = [one.batch for one in batches if one.state == "withdrawn"]
    drawn = dice.choice(("import", "import", "withdraw", "restore", "dust", "target", "backup"))
    if drawn == "withdraw" and active:
        batch = dice.choice(active)
        say(False, act=drawn, batch=batch)
        importing.withdraw(board, _SOMEBODY, batch, "填错")
        say(True, act=drawn, batch=batch)
    elif drawn == "restore" and withdrawn:
        batch = dice.choice(withdrawn)
        say(False, act=drawn, batch=batch)
        importing.restore(board, _SOMEBODY, batch, "没错")
        say(True, act=drawn, batch=batch)
    elif drawn in _SMALL:
        _SMALL[drawn](board, dice, say)
    else:
        _import(board, dice, say)


def _import(board: Board, dice: random.Random, say: Callable[..., None]) -> None:
    month = dice.randint(1, 12)
    values = {area: f"{dice.randint(60_000, 180_000)}" for area in dice.sample(DISTRICTS, 4)}
    lines = [f"2008年{month}月环境空气质量（µg/m³）", "区县,PM10"]
    lines += [f"{area},{int(value) / 1000}" for area, value in values.items()]
    keyed = {f"{area}/{month}": value for area, value in values.items()}
    say(False, act="import", values=keyed)
    data = "\n".join(lines).encode()
    done = importing.import_file(board, _SOMEBODY, data, "月报.csv", Hints(), reason="核对过")
    if done.batch is None:
        raise RuntimeError(f"not imported: {done.status}")
    say(True, act="import", values=keyed, batch=done.batch)


def _dust(board: Board, dice: random.Random, say: Callable[..., None]) -> None:
    day = f"20{dice.randint(10, 40)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
    say(False, act="dust", day=day)
    changing.add_dust(board, _SOMEBODY, day)
    say(True, act="dust", day=day)


def _target(board: Board, dice: random.Random, say: Callable[..., None]) -> None:
    area, year = dice.choice(DISTRICTS), dice.randint(2011, 2040)
    limit = f"0.{dice.randint(60, 150):03}"
    say(False, act="target", limit=limit, area=area, year=year)
    changing.set_target(
        board, _SOMEBODY, indicator="pm10", area=area, year=year, limit=limit, unit="mg/m³",
        document="试〔2008〕1号",
    )  # fmt: skip
    say(True, act="target", limit=limit, area=area, year=year)


def _backup(board: Board, dice: random.Random, say: Callable[..., None]) -> None:
    say(False, act="backup")
    back_up(board, _SOMEBODY, _copy_of(board.settings.home))
    say(True, act="backup")


_SMALL = {"dust": _dust, "target": _target, "backup": _backup}


def _copy_of(home: Path) -> Path:
    return home.with_name(f"{home.name}-copy")


# -- after the kill -------------------------------------------------------------------------------


def _looked_at(home: Path, told: Told, folder: str) -> list[str]:
    """What is wrong with the home; looked at by a process of its own."""
    answer = Path(folder) / "answer"
    answer.unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        _leave(lambda: answer.write_text(json.dumps(_look(home, told)), encoding="utf-8"))
    _, status = os.waitpid(child, 0)
    if status or not answer.exists():
        return [f"看板打不开或核对不了（{status}）"]
    found = json.loads(answer.read_text(encoding="utf-8"))
    _write_seen(folder, found["seen"])
    return list(found["faults"])


def _write_seen(folder: str, seen: Fact) -> None:
    (Path(folder) / "seen").write_text(json.dumps(seen), encoding="utf-8")


def _adopt(home: Path, told: Told, folder: str) -> None:
    """What the unacknowledged act left is known from now on, whichever way it ended."""
    path = Path(folder) / "seen"
    seen = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    begun, known = told.begun, told.batches()[0]
    if not begun or not seen:
        return
    states = {int(number): state for number, state in seen["states"].items()}
    if begun["act"] == "import" and set(states) - set(known):
        told.done.append({**begun, "batch": max(states)})
    elif begun["act"] in ("withdraw", "restore") and states.get(begun["batch"]):
        ended = "withdraw" if states[begun["batch"]] == "withdrawn" else "restore"
        told.done.append({"act": ended, "batch": begun["batch"]})
    told.begun = None


def _look(home: Path, told: Told) -> Fact:
    settings = Settings(home, "lanzhou")
    board = open_board(settings)
    try:
        states = {one.batch: one.state for one in board.store.batches()}
        faults = [*_lost_batches(board, told, states), *_lost_decisions(board, told)]
    finally:
        board.close()
    checks = [*verify(settings), *overlay_checks(settings)]
    faults += [f"{check.name}：{check.detail}" for check in checks if not check.ok]
    faults += _spoiled_backup(home, told)
    return {"faults": faults, "seen": {"states": states}}


def _lost_batches(board: Board, told: Told, states: dict[int, str]) -> list[str]:
    """Batches that were acknowledged and are not there, and figures that are nobody's."""
    known, moved = told.batches()
    found = [
        f"批次 {batch} 应为 {state}，是 {states.get(batch)}"
        for batch, (state, _) in known.items()
        if states.get(batch) != state and batch not in moved
    ]
    more = set(states) - set(known)
    begun = told.begun if told.begun and told.begun["act"] == "import" else None
    if len(more) > (begun is not None):
        found.append(f"多出批次 {sorted(more)}")
    values = {batch: given for batch, (_, given) in known.items()}
    values |= {batch: begun["values"] for batch in more if begun}
    due: dict[str, str] = {}
    for batch in sorted(values):
        if states.get(batch) == "active":
            due |= values[batch]
    held = {
        f"{row['area']}/{row['start'].month}": str(int(row["value"] * 1000))
        for row in board.store.current(Selection(indicators=("pm10",))).to_pylist()
    }
    if held != due:
        found.append(f"当前值与各批次不符：{sorted(set(held.items()) ^ set(due.items()))[:4]}")
    return found


def _lost_decisions(board: Board, told: Told) -> list[str]:
    days = {changing.dust_text(one) for one in board.catalog.city.dust}
    lost = [
        f"沙尘日 {f['day']} 不见了"
        for f in told.done
        if f["act"] == "dust" and f["day"] not in days
    ]
    own = {(one.area, one.year) for one in board.catalog.city.targets if one.indicator == "pm10"}
    targets = {(f["area"], f["year"]) for f in told.done if f["act"] == "target"}
    return lost + [f"目标 {area} {year} 不见了" for area, year in sorted(targets - own)]


def _spoiled_backup(home: Path, told: Told) -> list[str]:
    """An acknowledged backup is whole, unless another was under way into the same folder."""
    copy = _copy_of(home)
    under_way = told.begun is not None and told.begun["act"] == "backup"
    if under_way or not any(fact["act"] == "backup" for fact in told.done):
        return []
    if fault := backup_fault(copy):
        if "没有做完" in fault:  # an earlier kill met a backup, and none was made since
            return []
        return [f"备份：{fault}"]
    checks = overlay_checks(Settings(copy, "lanzhou"))
    return [f"备份 {one.name}：{one.detail}" for one in checks if not one.ok]
