"""Bad workbooks: refused, asked about or warned of; what is taken is what a person reads."""

import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from chuangmo.service.board import open_board
from chuangmo.settings import Settings
from proofs.books.book import CLEAR, DOUBT, Kind
from proofs.books.judging import ASKED, REFUSED, TAKEN, WARNED, Judged, judge
from proofs.books.kinds import KINDS
from proofs.report import Proof

_PROMISE = "坏表都被拒绝、提问或提醒；收下的每个数都是人读出来的数"
_QUICK = "（只有单元格的直接交给读表的程序，不写成文件再读）"
_WORDS = {REFUSED: "拒绝", ASKED: "提问", WARNED: "提醒", TAKEN: "照收"}


def judged(kinds: Sequence[Kind], seeds: Sequence[int], quick: bool = False) -> Iterator[Judged]:
    """Every kind with every seed, handed in to a home that stays empty; ``quick`` as ``judge``."""
    with tempfile.TemporaryDirectory() as folder:
        board = open_board(Settings(Path(folder) / "home", "lanzhou"))
        try:
            for kind in kinds:
                for seed in seeds:
                    book = kind.make(random.Random(f"{kind.name}/{seed}"))
                    yield judge(board, kind, seed, book, quick)
        finally:
            board.close()


def prove(count: int, seed: int, quick: bool) -> Proof:
    """Try every kind ``count // kinds`` times, at least once; ``quick`` as ``judge``."""
    times = max(1, count // len(KINDS))
    found = []
    for one in judged(KINDS, range(seed, seed + times), quick):
        found.append(one)
        if len(found) % 50 == 0:
            print(f"{len(found)}/{times * len(KINDS)}", file=sys.stderr)
    proof = told(found)
    return replace(proof, tried=f"{proof.tried}{_QUICK}") if quick else proof


def told(found: Sequence[Judged]) -> Proof:
    """The figures of a run."""
    kinds = {one.kind.name for one in found}
    silent, wrong = [j for j in found if j.silent], [j for j in found if j.wrong]
    strict = {j.kind.name for j in found if j.strict}
    outcomes = Counter(one.outcome for one in found)
    counts = "、".join(f"{_WORDS[name]} {outcomes[name]}" for name in _WORDS)
    result = f"{counts}；静默读错 {len(silent)}，读错 {len(wrong)}"
    result += f"；看得懂而拒绝的 {len(strict)} 种" if strict else ""
    faults = tuple(
        f"{j.kind.name}（种子 {j.seed}）：{_WORDS[j.outcome]}；{'；'.join(j.said)}"
        for j in found
        if j.silent or j.wrong
    )
    doubtful = {one.kind.name for one in found if one.kind.verdict == DOUBT}
    tried = f"{len(kinds)} 种（其中应拒绝、提问或提醒的 {len(doubtful)} 种），{len(found)} 本"
    return Proof("workbooks", _PROMISE, tried, result, faults, _by_group(found))


def _by_group(found: Sequence[Judged]) -> str:
    lines = [
        "| 组 | 种 | 本 | 拒绝 | 提问 | 提醒 | 照收 | 静默读错 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for group in dict.fromkeys(one.kind.group for one in found):
        own = [one for one in found if one.kind.group == group]
        outcomes = Counter(one.outcome for one in own)
        figures = (
            len({one.kind.name for one in own}), len(own), *(outcomes[name] for name in _WORDS),
            sum(one.silent for one in own),
        )  # fmt: skip
        lines.append(f"| {group} | {' | '.join(map(str, figures))} |")
    clear = [one for one in found if one.kind.verdict == CLEAR]
    taken = sum(one.outcome in (TAKEN, WARNED) for one in clear)
    lines.append(f"\n写法别扭、但人一看就懂的 {len(clear)} 本里，收下 {taken} 本，其余提问或拒绝。")
    return "\n".join(lines)
