"""A store that remembers what a file says of a month as two years before it, a little changed."""

from collections import defaultdict
from decimal import Decimal

from chuangmo.period import month_period
from loaders.checking.day_figures import day_figures
from loaders.model.staged import StagedBatch
from tests.loaders.staging import EmptyStore

_LATER = {1: Decimal("0.97"), 2: Decimal("1.04")}
_EXACT = Decimal("0.000000000001")
_MONTH = 31


class Past(EmptyStore):
    """Month means of the same months of the two years before."""

    def __init__(self, batch: StagedBatch) -> None:
        months = defaultdict(list)
        for figure in day_figures(batch.observations) if batch.observations.num_rows else []:
            if figure.total is not None and (figure.end - figure.start).days <= _MONTH:
                month = month_period(figure.start.year, figure.start.month)
                months[figure.key, month].append(figure.total / figure.n)
        self.held = [
            {
                "indicator": key.indicator, "area": key.area, "site": key.site, "kind": "month",
                "statistic": key.statistic, "dust": key.dust, "n": 1, "qualifier": "",
                "start": month.shifted_years(-back).start, "demo": False,
                "end": month.shifted_years(-back).end,
                "total": (sum(values) / len(values) * times).quantize(_EXACT),
            }
            for (key, month), values in months.items()
            for back, times in _LATER.items()
        ]  # fmt: skip
