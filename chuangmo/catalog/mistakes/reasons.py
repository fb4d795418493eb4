"""What pydantic finds wrong with an entry, in Chinese: what stands there, what to write instead."""

import re
from collections.abc import Iterable
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from chuangmo.catalog.mistakes.keys import YES_NO, missing_words, unknown_words
from chuangmo.status import SIGN

_WANTED = (
    ("string", "带引号的文字"),
    ("date", "日期，例如 2016-01-01"),
    ("int", "整数"),
    ("bool", "true 或 false"),
    ("tuple", "方括号列表"),
    ("float", "数"),
    ("dict", "花括号或 [表头] 的一段"),
    ("model", "花括号或 [[表头]] 的一段"),
    ("greater", "更大的数"),
    ("less", "更小的数"),
    ("too_short", "更多的内容"),
)
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
#: Signs as people type them, with the operator that each means.
_SIGNS = {sign: operator for operator, sign in SIGN.items()} | {
    "=": "==", "=<": "<=", "=>": ">=",
}  # fmt: skip


def reason_of(detail: ErrorDetails, model: type[BaseModel]) -> str:
    """One error of an entry of a model as a sentence that says what to do."""
    kind, context = detail["type"], detail.get("ctx", {})
    last = next((part for part in reversed(detail["loc"]) if isinstance(part, str)), "")
    if kind == "missing":
        return missing_words(last)
    if kind == "extra_forbidden":
        return unknown_words(last, _keys_at(model, detail["loc"]))
    if kind == "literal_error":
        found = shown(detail["input"])
        todo = f"，请写成 {_SIGNS[found]}" if found in _SIGNS else ""
        return f"“{found}”不是允许的取值，应为 {_either(str(context['expected']))}{todo}。"
    if kind == "value_error":
        return f"{context['error']}。"
    wanted = next((word for start, word in _WANTED if kind.startswith(start)), "规定格式的值")
    instead = _instead(kind, detail["input"])
    return f"“{shown(detail['input'])}”不对，应为{wanted}{instead}。"


def shown(value: object) -> str:
    """A value as its file writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(shown, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {shown(one)}" for key, one in value.items()) + "}"
    return str(value)


def _instead(kind: str, value: object) -> str:
    """``，请写成 …`` where there is one way to mend it."""
    text = shown(value).strip()
    if kind.startswith("string") and not isinstance(value, list | dict):
        return f'，请写成 "{text}"'
    if kind.startswith("date") and (day := _DAY.fullmatch(text)):
        return f"，请写成 {day[1]}-{int(day[2]):02}-{int(day[3]):02}"
    if kind.startswith("tuple") and isinstance(value, str):
        return f'，请写成 ["{text}"]'
    if kind.startswith("bool") and text in YES_NO:
        return f"，请写成 {YES_NO[text]}"
    if kind.startswith("int") and (digits := re.fullmatch(r"(\d+)\s*[年日人份]", text)):
        return f"，请写成 {digits[1]}"
    return ""


def _either(expected: str) -> str:
    return expected.replace(" or ", "、").replace(", ", "、").replace("'", "")


def _keys_at(model: type[BaseModel], path: tuple[int | str, ...]) -> list[str]:
    """The keys that are read where an unknown one stands."""
    here: type[BaseModel] | None = model
    for part in path[:-1]:
        if here is None or isinstance(part, int):
            continue
        fields = {field.alias or name: field for name, field in here.model_fields.items()}
        here = next(iter(_models(fields[part].annotation)), None) if part in fields else None
    if here is None:
        return []
    return [field.alias or name for name, field in here.model_fields.items()]


def _models(annotation: Any) -> Iterable[type[BaseModel]]:
    """The models that an annotation holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
