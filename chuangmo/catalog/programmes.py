"""Which 创模 list is in force: by law on 31 December of a year, never by what we happen to hold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chuangmo.catalog.models import City
from chuangmo.catalog.scheme_models import Scheme, SchemePeriod


@dataclass(frozen=True)
class SchemesInForce:
    """The lists of one city on 31 December of a year.

    Attributes:
        judging: the one that judges the year; ``None`` where none is in force, or where the
            day on which one begins is not known.
        shown: all that may be in force: of an unknown beginning both, and neither judges.
    """

    year: int
    judging: Scheme | None
    shown: tuple[Scheme, ...]

    @property
    def in_doubt(self) -> bool:
        """Whether it is not known which list is in force."""
        return self.judging is None and bool(self.shown)


def sequence_of(city: City, schemes: Mapping[str, Scheme]) -> tuple[SchemePeriod, ...]:
    """The lists that a city follows one after another, the earliest first.

    A city.toml in the old form names one list: a national one stands for all of them by their
    own dates, any other for itself at all times.
    """
    if city.schemes:
        return city.schemes
    law = tuple(_own_period(scheme) for scheme in schemes.values() if scheme.is_dated)
    if city.scheme in {one.scheme for one in law}:
        return tuple(sorted(law, key=lambda one: one.earliest))
    only = schemes[city.scheme]
    period = {"scheme": only.id, "from": date.min, "source": only.source, "confidence": "A"}
    return (SchemePeriod.model_validate(period),)


def schemes_in_force(
    sequence: Sequence[SchemePeriod], schemes: Mapping[str, Scheme], year: int
) -> SchemesInForce:
    """The lists in force on 31 December of ``year``."""
    on = date(year, 12, 31)
    shown: list[SchemePeriod] = []
    for one in sequence:
        begun = one.begun(on)
        if begun is False:
            continue
        there = [one] if one.to is None or on <= one.to else []
        shown = there if begun else [*shown, *there]
    certain = len(shown) == 1 and shown[0].begun(on) is True
    lists = tuple(schemes[one.scheme] for one in shown)
    return SchemesInForce(year, lists[0] if certain else None, lists)


def spans(sequence: Iterable[SchemePeriod], schemes: Mapping[str, Scheme]) -> list[str]:
    """``环办〔2006〕40号（2007-01-01 起）`` and alike, for a page."""
    return [f"{schemes[one.scheme].document}（{one.words}）" for one in sequence]


def _own_period(scheme: Scheme) -> SchemePeriod:
    return SchemePeriod.model_validate(
        {
            "scheme": scheme.id, "from": scheme.from_, "not_before": scheme.not_before,
            "not_after": scheme.not_after, "to": scheme.to, "source": scheme.source,
            "confidence": scheme.confidence,
        }
    )  # fmt: skip
