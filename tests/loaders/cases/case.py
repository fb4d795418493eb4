"""One case and what is right for it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from chuangmo.period import Period
from loaders.model.staged import StagedBatch


@dataclass(frozen=True)
class Case:
    """A workbook of ../shared/cases and what its README says is right.

    Attributes:
        file: path below the folder of cases.
        readings: ``indicator@area·site@period/statistic`` -> value in the stored unit, ``!`` before
            a qualifier, ``#`` before the valid days; the statistic only where it is not the usual
            one.
        count: of all readings, where ``readings`` are only some of them.
        ends: ``read`` or ``refused`` (whole, or for errors at cells), after the answers.
        topics: what is asked before the answers, all of it.
        answers: topic -> answer, said the second time.
        says: pieces of text that the diagnostics or the refusal hold.
        silent: pieces that they do not hold.
        owners: areas of the rows of a ledger.
        targets: ``indicator@area@year`` -> operator, limit and unit.
        aside: labels of figures that the catalog may lack: each is named, or read as what it is.
        city, area: of the import.
    """

    file: str
    readings: dict[str, str] = field(default_factory=dict)
    count: int | None = None
    ends: str = "read"
    topics: tuple[str, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    says: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    targets: dict[str, str] = field(default_factory=dict)
    aside: tuple[str, ...] = ()
    city: str = "open"
    area: str | None = None


def table(
    key: str, across: Iterable[object], down: Iterable[object], values: Iterable[object]
) -> dict[str, str]:
    """Readings of a table, from left to right and from top to bottom.

    Args:
        key: with ``{0}`` for the word across and ``{1}`` for the word down.
        values: of all cells; what is empty stands for no reading.
    """
    columns = list(across)
    keys = [key.format(a, d) for d in down for a in columns]
    texts = [str(value) for value in values]
    assert len(keys) == len(texts), (len(keys), len(texts))
    return {k: v for k, v in zip(keys, texts, strict=True) if v}


def line(text: str) -> dict[str, str]:
    """Readings from ``key=value`` parted by blanks."""
    return dict(one.split("=", 1) for one in text.split())


def found(batch: StagedBatch) -> dict[str, str]:
    """The readings of a batch as ``Case.readings`` writes them."""
    values = {}
    for row in batch.observations.to_pylist():
        statistic = "" if row["statistic"] in ("mean", "value", "rate") else f"/{row['statistic']}"
        period = Period(row["start"], row["end"], row["kind"]).text
        key = f"{row['indicator']}@{row['area']}·{row['site'] or ''}@{period}{statistic}"
        number = "" if row["value"] is None else format(row["value"].normalize(), "f")
        mark = f"!{row['qualifier']}" if row["qualifier"] else ""
        days = f"#{row['n_valid']}" if row["n_valid"] is not None else ""
        values["_".join(key.replace("·@", "@").split())] = number + mark + days
    return values
