"""Readings of a staged batch in the short notation of ``forms``, for comparing."""

from chuangmo.period import Period
from loaders.model.staged import StagedBatch
from tests.loaders.forms import Form

_USUAL = ("mean", "value", "mda8", "rate")


def read(batch: StagedBatch) -> dict[str, str]:
    """``indicator@place@period`` -> value with ``!qualifier``."""
    found: dict[str, str] = {}
    for row in batch.observations.to_pylist():
        period = Period(row["start"], row["end"], row["kind"]).text
        statistic = "" if row["statistic"] in _USUAL else f"/{row['statistic']}"
        dust = f"~{row['dust']}" if row["dust"] else ""
        key = f"{row['indicator']}@{row['site'] or row['area']}@{period}{statistic}{dust}"
        value = "" if row["value"] is None else format(row["value"].normalize(), "f")
        found[key] = value + (f"!{row['qualifier']}" if row["qualifier"] else "")
    return found


def wanted(form: Form) -> dict[str, str]:
    """The readings that the form holds."""
    return {key.removesuffix("/rate"): value for key, _, value in _pairs(form)}


def _pairs(form: Form) -> list[tuple[str, str, str]]:
    return [text.partition("=") for text in form.readings.split()]


def stopped(batch: StagedBatch) -> bool:
    """Whether nothing of the file is stored without a person: refusal, question or error."""
    return bool(batch.rejected or batch.questions or batch.errors or batch.to_confirm)
