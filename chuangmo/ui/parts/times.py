"""Times of the journal as a person reads them."""

from datetime import UTC, datetime

from chuangmo.period import LOCAL_ZONE


def local_time(at: str) -> str:
    """A journal time (UTC, ISO) as Beijing time to the minute."""
    moment = datetime.fromisoformat(at)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return f"{aware.astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M}"


def beijing_time(seconds: float) -> str:
    """A moment (seconds since 1970) as Beijing time to the minute."""
    return f"{datetime.fromtimestamp(seconds, UTC).astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M}"
