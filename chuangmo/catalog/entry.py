"""What every entry of the catalog is: frozen, strict about its keys, its numbers exact texts."""

import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict


def _decimal_text(value: object) -> str:
    if isinstance(value, float):
        raise ValueError(f'数要带引号，末尾的零照原文写：请把 {value} 写成 "{value}"')
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError('应为带引号的十进制数，请写成 "0.10" 这样')
    return unicodedata.normalize("NFKC", str(value)).strip()


def _is_decimal(value: str) -> str:
    try:
        finite = Decimal(value).is_finite()
    except InvalidOperation as error:
        raise ValueError(f'“{value}”不是十进制数，请只写数，例如 "0.10"') from error
    if not finite:
        raise ValueError(f'“{value}”不是有限的十进制数，请写 "0.10" 这样的数')
    return value


def _is_decimal_or_empty(value: str) -> str:
    return _is_decimal(value) if value else value


DecimalText = Annotated[str, BeforeValidator(_decimal_text), AfterValidator(_is_decimal)]
#: The same, or an empty text.
OptionalDecimal = Annotated[
    str, BeforeValidator(_decimal_text), AfterValidator(_is_decimal_or_empty)
]
Confidence = Literal["A", "B", "C"]
Operator = Literal["<=", ">=", "<", ">", "=="]
Direction = Literal["lower", "higher", "none"]


class CatalogEntry(BaseModel):
    """Base of all catalog entries: frozen, strict about keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
