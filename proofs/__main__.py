"""``python -m proofs NAME [--count N] [--seed N] [--quick] [--write]``; exit 6 if it fails."""

import argparse
import logging
import sys
from collections.abc import Callable

from proofs import kills, load, upgrade, workbooks
from proofs.faults import prove as faults
from proofs.faults.shim import begin_again_with_it
from proofs.report import Proof, put_down

#: Name to the proof and how often it tries when nothing is said.
PROOFS: dict[str, tuple[Callable[[int, int, bool], Proof], int]] = {
    "faults": (faults.prove, 1),
    "kills": (kills.prove, 2_000),
    "load": (load.prove, 300),
    "soak": (load.soak, 8 * 3600),
    "upgrade": (upgrade.prove, 1),
    "workbooks": (workbooks.prove, 1_000),
}


def main(words: list[str]) -> int:
    """Run one proof; 2 for wrong usage, 6 where something was found against the promise."""
    parser = argparse.ArgumentParser(prog="./run prove")
    parser.add_argument("name", choices=sorted(PROOFS))
    parser.add_argument("--count", type=int, help="试多少次，负载是多少秒（默认是长的形式）")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="短的形式")
    parser.add_argument("--write", action="store_true", help="写进 docs/可靠性.md 的表")
    given = parser.parse_args(words)
    if given.name == "faults" and (code := begin_again_with_it(words)) is not None:
        return code
    logging.disable(logging.WARNING)
    prove, usual = PROOFS[given.name]
    found = prove(given.count or usual, given.seed, given.quick)
    print(f"{found.promise}：{found.tried}；{found.result}。")
    for fault in found.faults:
        print(fault)
    if given.write:
        put_down(found)
    return 0 if found.holds else 6


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
