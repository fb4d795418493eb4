"""Keys as people write them in Chinese, and the keys of the catalog that they mean."""

from collections.abc import Iterable
from difflib import get_close_matches

#: Table headers, ``[[区县]]``.
TABLES = {
    "区县": "district", "点位": "site", "断面": "site", "测点": "site", "目标": "target",
    "任务": "target", "沙尘": "dust", "沙尘日": "dust", "报送": "duty", "指标": "indicator",
    "定性指标": "item", "考核": "assessment", "限值": "limits", "版式": "layout",
    "体系": "schemes", "采用": "adoptions",
}  # fmt: skip
#: Keys of entries, ``名称 = "…"``.
KEYS = {
    "名称": "name", "名字": "name", "编号": "id", "代码": "adcode", "区划代码": "adcode",
    "行政区划代码": "adcode", "别名": "aliases", "简称": "aliases", "旧名": "aliases",
    "分组": "group", "组": "group", "计入均值": "in_city_mean", "计入全市": "in_city_mean",
    "计入城区均值": "in_city_mean", "口径依据": "scope_source", "口径出处": "scope_source",
    "指标": "indicator", "地区": "area", "区县": "area", "年": "year", "年份": "year",
    "年度": "year", "比较": "operator", "限值": "limit", "目标": "limit", "目标值": "limit",
    "数值": "value", "值": "value", "单位": "unit", "出处": "source", "来源": "source",
    "依据": "source", "可信程度": "confidence", "文号": "document", "文件": "document",
    "起": "start", "起日": "start", "开始": "start", "止": "end", "止日": "end", "结束": "end",
    "界线": "boundaries", "边界": "boundaries", "标准": "standard", "体系": "scheme",
    "清单": "scheme", "施行日": "from", "备注": "note", "说明": "note", "联系人": "contact",
    "周期": "every", "期限": "due_day",
}  # fmt: skip
#: What a key holds, for the example of one that is missing.
_EXAMPLES = {
    "name": '"海陵区"', "id": '"编号"', "in_city_mean": "true（计入城区均值）或 false",
    "scope_source": '"按什么划定的"', "source": '"出处"', "confidence": '"A"、"B" 或 "C"',
    "from": "2016-01-01", "start": "2008-03-01", "end": "2008-03-02", "operator": '"<="',
    "unit": '"µg/m³"', "indicator": '"pm10"', "indicators": '["pm10"]', "area": '"海陵区"',
    "areas": '["海陵区"]', "district": '"海陵区"', "year": "2009", "value": '"0.10"',
    "every": '"month"', "due_day": "10", "document": '"文号"', "scheme": '"national_2011"',
}  # fmt: skip
#: Words for what is written ``true`` and ``false``.
YES_NO = {
    "是": "true",
    "对": "true",
    "计入": "true",
    "否": "false",
    "不": "false",
    "不计入": "false",
}
_NEAR, _SHOWN = 0.6, 14


def meant_key(key: str) -> str:
    """The key that a Chinese word means; empty where nobody can tell."""
    return KEYS.get(key.strip().strip("\"'"), "")


def missing_words(key: str) -> str:
    """What to write where a key is missing."""
    return f"缺少必填项，请补写一行：{key} = {_EXAMPLES.get(key, '…')}。"


def unknown_words(key: str, known: Iterable[str]) -> str:
    """What to write instead of a key that nobody reads."""
    names = list(known)
    meant = meant_key(key)
    if meant in names:
        return f"未知的键“{key}”；键用英文，请写成 {meant}。"
    near = get_close_matches(key, names, 1, _NEAR)
    if near:
        return f"未知的键“{key}”，多余或拼写有误；请写成 {near[0]}，或删去这一行。"
    shown = "、".join(names[:_SHOWN]) + (" 等" if len(names) > _SHOWN else "")
    more = f"；这里可写 {shown}" if names else ""
    return f"未知的键“{key}”，多余或拼写有误，请改正或删去{more}。"
