"""How values combine: the word in ``indicators.toml`` names one of these functions."""

from collections.abc import Callable

from chuangmo.assess import noise, rates, tasks
from chuangmo.assess.good_days import share_of_good_days
from chuangmo.assess.means import mean_of_valid_days
from chuangmo.assess.question import Question
from chuangmo.assess.verdict_types import Statistic

COMBINE: dict[str, Callable[[Question], Statistic]] = {
    "mean_of_valid_days": mean_of_valid_days,
    "mean_of_points": noise.mean_of_points,
    "length_weighted_mean": noise.length_weighted_mean,
    "share_of_good_days": share_of_good_days,
    "ratio_of_sums": rates.ratio_of_sums,
    "mean_of_zone_rates": rates.mean_of_zone_rates,
    "latest": tasks.latest,
    "cumulative": tasks.cumulative,
    "ledger": tasks.from_ledger,
}


def summarise(question: Question) -> Statistic:
    """The figure asked for, combined as the indicator's catalog entry says."""
    return COMBINE[question.indicator.combine](question)
