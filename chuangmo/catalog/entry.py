"""What every entry of the catalog is: frozen, strict about its keys, its numbers exact texts."""

from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict


def _decimal_text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError('写成带引号的十进制数，例如 "0.10"')
    return str(value)


def _is_decimal(value: str) -> str:
    try:
        finite = Decimal(value).is_finite()
    except InvalidOperation as error:
        raise ValueError(f"“{value}”不是十进制数") from error
    if not finite:
        raise ValueError("不是有限的十进制数")
    return value


DecimalText = Annotated[str, BeforeValidator(_decimal_text), AfterValidator(_is_decimal)]
Confidence = Literal["A", "B", "C"]
Operator = Literal["<=", ">=", "<", ">", "=="]
Direction = Literal["lower", "higher", "none"]


class CatalogEntry(BaseModel):
    """Base of all catalog entries: frozen, strict about keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
