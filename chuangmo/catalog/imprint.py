"""Who a city's briefing is for, who signs and who issues it: fields of ``city.toml``."""

from pydantic import BaseModel, ConfigDict, Field


class Imprint(BaseModel):
    """``[briefing]`` of city.toml; what is left out stands in the paper as a marked blank.

    Attributes:
        recipients: 主送. signed_by: 签发. issued_by: 印发机关. copies: 印数; 0 where unknown.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    recipients: tuple[str, ...] = ()
    signed_by: str = ""
    issued_by: str = ""
    copies: int = Field(default=0, ge=0)
