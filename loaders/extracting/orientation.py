"""Which way a table stands where both ways read: headers above, or headers on the left."""

from chuangmo.period import Period
from loaders.extracting.result import SheetResult
from loaders.model.answers import ABOVE, LEFT
from loaders.model.evidence import Alternative

TOPIC = "orientation"
#: A view that reads clean against one with open questions, faulty keys, or nothing at all.
_SCORES = {0: 1.0, 1: 0.6, 2: 0.4, 3: 0.2, 4: 0.0}
_SHOWN = 3

Readings = set[tuple[str, str, str, object, object, object]]


def readings_of(result: "SheetResult") -> Readings:
    """Cell, indicator, statistic, place, period and value of everything that a view reads."""
    targets = {
        (t.cell, t.indicator, "target", t.area, t.year, t.limit) for t in result.extract.targets
    }
    return targets | {
        (c.cell(n), c.indicator.id, c.statistic, c.places[n], c.periods[n], c.values[n])
        for c in result.extract.chunks
        for n in range(len(c))
    }


def nearer_in_time(one: "SheetResult", other: "SheetResult") -> bool:
    """Whether two views read the same but for periods, and the first has the narrower ones.

    The other leaves out what a header or a row says of the time (1—10月完成 under a year).
    """
    mine, theirs = ({r[:4] + r[5:]: r[4] for r in readings_of(v)} for v in (one, other))
    if mine.keys() != theirs.keys():
        return False
    pairs = [(mine[key], theirs[key]) for key in mine]
    return all(
        a == b or (isinstance(a, Period) and isinstance(b, Period) and b.contains(a))
        for a, b in pairs
    )


def views(straight: "SheetResult", across: "SheetResult") -> list[Alternative]:
    """Both ways to see a table, scored by what stays open and how much of it is read."""
    most = max(straight.taken, across.taken, 1)
    return [_scored(ABOVE, straight, most), _scored(LEFT, across, most)]


def _scored(option: str, result: "SheetResult", most: int) -> Alternative:
    score = _SCORES.get(result.doubt, 0.0) * result.taken / most
    shown = [
        f"{chunk.cell(0)} 是{chunk.places[0][1] or chunk.places[0][0]} {chunk.periods[0].text} "
        f"{chunk.indicator.label} {chunk.raws[0]}"
        for chunk in result.extract.chunks[:_SHOWN]
    ]
    reason = f"读出 {result.taken} 个数，如 {'、'.join(shown)}" if shown else "读不出数"
    return Alternative(option, score, reason)
