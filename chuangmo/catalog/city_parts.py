"""Who of a city reports and answers for what, and who its briefing is for."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from chuangmo.catalog.entry import CatalogEntry

_FORMER = re.compile(r"([^\s=/、，,；;]+)(?:/(\d{6}))?=(\d{4}-\d{2}-\d{2})")
FORMER_FORM = "写成 旧名=2026-05-01（从这一天起改用新名），代码也改了的写成 旧名/旧代码=2026-05-01"


@dataclass(frozen=True)
class FormerName:
    """A name that a district had, with its code where that was another; ``until`` exclusive."""

    name: str
    adcode: int | None
    until: date

    @property
    def text(self) -> str:
        """As files and cells have it: ``海陵区/321202=2026-05-01``."""
        code = f"/{self.adcode}" if self.adcode else ""
        return f"{self.name}{code}={self.until.isoformat()}"


def former_name(text: str) -> FormerName:
    """A former name as files and cells have it.

    Raises:
        ValueError: it is not written so, or there is no such day.
    """
    found = _FORMER.fullmatch(text)
    if found is None:
        raise ValueError(f"“{text}”读不懂，{FORMER_FORM}")
    try:
        until = date.fromisoformat(found[3])
    except ValueError as error:
        raise ValueError(f"没有“{found[3]}”这一天，{FORMER_FORM}") from error
    return FormerName(found[1], int(found[2]) if found[2] else None, until)


FormerText = Annotated[str, AfterValidator(lambda text: former_name(text).text)]


class Duty(CatalogEntry):
    """Who reports what, how often, by which day of the following month.

    ``id`` tells it from others, so that an entry of the home can replace a shipped one; without
    one the indicators, the areas and how often do.
    """

    id: str = ""
    indicators: tuple[str, ...]
    areas: tuple[str, ...]
    every: Literal["month", "quarter", "year"]
    due_day: int
    contact: str = ""


class Office(CatalogEntry):
    """A responsible unit: whom to call, and what for. No indicators or areas: for all of them."""

    name: str
    person: str = ""
    phone: str = ""
    areas: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()

    @property
    def reached(self) -> str:
        """The name with person and telephone, as a page shows it."""
        more = "，".join(part for part in (self.person, self.phone) if part)
        return f"{self.name}（{more}）" if more else self.name


class Imprint(CatalogEntry):
    """``[briefing]`` of city.toml; what is left out stands in the paper as a marked blank.

    Attributes:
        recipients: 主送. signed_by: 签发. issued_by: 印发机关. copies: 印数; 0 where unknown.
    """

    recipients: tuple[str, ...] = ()
    signed_by: str = ""
    issued_by: str = ""
    copies: int = Field(default=0, ge=0)
