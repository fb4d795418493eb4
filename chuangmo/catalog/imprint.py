"""Who a city's briefing is for, who signs and who issues it: fields of ``city.toml``."""

from pydantic import Field

from chuangmo.catalog.entry import CatalogEntry


class Imprint(CatalogEntry):
    """``[briefing]`` of city.toml; what is left out stands in the paper as a marked blank.

    Attributes:
        recipients: 主送. signed_by: 签发. issued_by: 印发机关. copies: 印数; 0 where unknown.
    """

    recipients: tuple[str, ...] = ()
    signed_by: str = ""
    issued_by: str = ""
    copies: int = Field(default=0, ge=0)
