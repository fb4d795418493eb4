"""How values combine: the word in ``indicators.toml`` names one of these functions."""

from collections.abc import Callable
from dataclasses import replace

from chuangmo.assess import reasons
from chuangmo.assess.air.composite import composite_index
from chuangmo.assess.air.good_days import share_of_good_days
from chuangmo.assess.figure_request import FigureRequest
from chuangmo.assess.figures import ledgers, rates, tasks
from chuangmo.assess.figures.coverage import with_coverage
from chuangmo.assess.figures.means import mean_of_valid_days
from chuangmo.assess.noise import functional, noise
from chuangmo.assess.unaudited import made_of_unaudited
from chuangmo.assess.verdict_types import Statistic
from chuangmo.assess.water import section_rate, water

COMBINE: dict[str, Callable[[FigureRequest], Statistic]] = {
    "mean_of_valid_days": mean_of_valid_days,
    "mean_of_points": noise.mean_of_points,
    "length_weighted_mean": noise.length_weighted_mean,
    "energy_mean": functional.station_figure,
    "day_compliance": functional.day_compliance,
    "night_compliance": functional.night_compliance,
    "mean_of_samples": water.mean_of_samples,
    "share_of_good_days": share_of_good_days,
    "composite_index": composite_index,
    "ratio_of_sums": rates.ratio_of_sums,
    "volume_share": water.volume_share,
    "mean_of_zone_rates": section_rate.compliance,
    "zone_class": tasks.latest,
    "latest": tasks.latest,
    "sum_of_latest": tasks.sum_of_latest,
    "cumulative": tasks.cumulative,
    "ledger": ledgers.from_ledger,
}


def summarise(request: FigureRequest) -> Statistic:
    """The figure asked for, combined as the indicator's catalog entry says."""
    found = COMBINE[request.indicator.combine](request)
    found = with_coverage(request, _with_detection(request, found))
    if not made_of_unaudited(request, found):
        return found
    note = " ".join(part for part in (found.note, reasons.UNAUDITED_NOTE) if part)
    return replace(found, unaudited=True, note=note)


def _with_detection(request: FigureRequest, found: Statistic) -> Statistic:
    """Says how much of a mean lies below detection: half the limit counts, the mark stays."""
    if found.value is None or not request.day_book().below_detection:
        return found
    rows = [row for row in request.own_rows() or request.part_rows() if row.has_value]
    limits = [one for row in rows if (one := row.limit_of_detection) is not None]
    if not limits:
        return found
    everything = all(row.qualifier == "below" for row in rows)
    return replace(found, detection_limit=max(limits), all_below=everything)
