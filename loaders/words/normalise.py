"""Text made comparable: width, script, dashes, spaces and look-alikes, before any vocabulary."""

import re
import unicodedata
from functools import lru_cache

_TRADITIONAL = "國臺縣區濃體測環備註項點監質優數據標準壓氣塵學號時間報歷單臨總計懸粒徑氧化鎮鄉東蘭熱爐鍋噸費處業務處園雲彰義門連龍馬車關寧為與對進達級別個廠廣廢開閉際陽陰場紅綠黃藍衛術許設證評試語說調論變貨責資較輸辦農遠適選醫釋鋼錄鐵長電靜頁順預領頻題類顯風飲館驗麗齊灣灘澤潔滿漢溫減況決極樓樣橋檢權歸淨無煙燒獨獲現產畫當發確碼礦種稱穩積節範築簡約純細終組結給統經維網線編縮績織續職聯聲補製複規視觀訊記訪詳認誤護負財軍載輛輪轉運過還邊銀閱隨險雙雜難離霧響須淺惡華蘇萬參兩條島溝潛綜"
_SIMPLIFIED = "国台县区浓体测环备注项点监质优数据标准压气尘学号时间报历单临总计悬粒径氧化镇乡东兰热炉锅吨费处业务处园云彰义门连龙马车关宁为与对进达级别个厂广废开闭际阳阴场红绿黄蓝卫术许设证评试语说调论变货责资较输办农远适选医释钢录铁长电静页顺预领频题类显风饮馆验丽齐湾滩泽洁满汉温减况决极楼样桥检权归净无烟烧独获现产画当发确码矿种称稳积节范筑简约纯细终组结给统经维网线编缩绩织续职联声补制复规视观讯记访详认误护负财军载辆轮转运过还边银阅随险双杂难离雾响须浅恶华苏万参两条岛沟潜综"
LONGEST_CELL = 1000
_DASHES = "‐‑‒–—―−─﹣－"
_TILDES = "～〜∼˜"
_INVISIBLE = dict.fromkeys([0xFEFF, 0x200B, 0x200C, 0x200D, 0x2060, 0x00AD, 0x200E, 0x200F])
_CHARACTERS = {
    **_INVISIBLE,
    **str.maketrans(_TRADITIONAL, _SIMPLIFIED),
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, _TILDES), "~"),
    ord("μ"): "u",
    ord("µ"): "u",
    ord("〔"): "(",
    ord("〕"): ")",
    ord("【"): "(",
    ord("】"): ")",
    ord("["): "(",
    ord("]"): ")",
}
_BLANKS = re.compile(r"(?<=\d)\s+(?=\d)|\s+")
_TAGS = re.compile(r"</?(?:su[bp]|b|i|font|span)>", re.IGNORECASE)  # PM<sub>10</sub>
_FOOTNOTES = re.compile("[\u2460-\u2473]")  # ① would become a digit of the word before it
_LOOKALIKES = (
    (re.compile(r"(?<![a-z0-9])pm[1l][0o](?![a-z0-9])"), "pm10"),
    (re.compile(r"(?<![a-z0-9])s[0o]2(?![a-z0-9])"), "so2"),
    (re.compile(r"(?<![a-z0-9])n[0o]2(?![a-z0-9])"), "no2"),
    (re.compile(r"(?<![a-z0-9])ap[l1](?![a-z0-9])"), "api"),
)
_CHINESE_YEAR = re.compile(r"[〇零○一二三四五六七八九]{4}(?=年)")
_CHINESE_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}(?=[月日])")
#: In front of a part of what stands before it (其中：油烟).
OF_WHICH_MARK = re.compile(r"^[\s（(]{0,9}其\s{0,3}中\s{0,3}[）)]?[:：]?")
_DIGITS = dict(zip("〇零○一二三四五六七八九", "000123456789", strict=True))


@lru_cache(maxsize=200_000)
def plain(text: str) -> str:
    """The text in one width and script, blanks removed except between two digits, lower case."""
    unified = (
        unicodedata.normalize("NFKC", _FOOTNOTES.sub("", _TAGS.sub("", text[:LONGEST_CELL])))
        .translate(_CHARACTERS)
        .lower()
    )
    return _BLANKS.sub(lambda m: " " if _between_digits(m) else "", unified).strip()


@lru_cache(maxsize=50_000)
def label(text: str) -> str:
    """``plain`` for headings: look-alike letters repaired, Chinese years and months as digits."""
    found = plain(text)
    for pattern, right in _LOOKALIKES:
        found = pattern.sub(right, found)
    found = _CHINESE_YEAR.sub(lambda m: "".join(_DIGITS[c] for c in m.group()), found)
    return _CHINESE_NUMBER.sub(lambda m: str(chinese_number(m.group())), found)


def without_of_which(text: str) -> str:
    """A text without 其中 in front of it; itself where nothing else stands in it."""
    rest = OF_WHICH_MARK.sub("", text)
    if rest == text:
        return text
    whole = text.lstrip()[:1] in "（(" and not any(mark in rest for mark in "（(")
    return rest.strip("）) " if whole else None) or text


def chinese_number(text: str) -> int:
    """A number below one hundred in Chinese numerals (十二, 三十一)."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int("".join(_DIGITS[c] for c in text))
    return (int(_DIGITS[tens]) if tens else 1) * 10 + (int(_DIGITS[ones]) if ones else 0)


def _between_digits(found: re.Match[str]) -> bool:
    before, after = found.start() - 1, found.end()
    text = found.string
    return before >= 0 and after < len(text) and text[before].isdigit() and text[after].isdigit()
