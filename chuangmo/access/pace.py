"""How often each of many may do something."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable

_MOST_KNOWN = 1000


class Pace:
    """Counts for each name what it did lately; those not seen for longest are forgotten first.

    Args:
        most: so often in ``seconds``.
        clock: gives seconds of a clock that never goes back.
    """

    def __init__(
        self, most: int, seconds: float = 60.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._lately: OrderedDict[str, deque[float]] = OrderedDict()

    def allows(self, who: str, most: int | None = None) -> bool:
        """Whether it may be done once more, and counts it then.

        Args:
            most: in place of the usual number.
        """
        now = self._clock()
        lately = self._lately.setdefault(who, deque())
        self._lately.move_to_end(who)
        while len(self._lately) > _MOST_KNOWN:
            self._lately.popitem(last=False)
        while lately and lately[0] <= now - self._seconds:
            lately.popleft()
        if len(lately) >= (self._most if most is None else most):
            return False
        lately.append(now)
        return True
