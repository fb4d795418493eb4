"""Kinds of bad values: one cell of an honest form is written otherwise."""

import random
from collections.abc import Callable
from datetime import datetime, time
from decimal import Decimal

from proofs.books.book import (
    CLEAR,
    DOUBT,
    EITHER,
    Book,
    Cell,
    Kind,
    changed,
    monthly,
    noise,
    sewage,
    with_rows,
)

GROUP = "数值"
#: The cell says nothing that anybody could read.
UNREADABLE = "unreadable"
#: The cell says that there is no value.
MISSING = "missing"
Written = Callable[[random.Random, str], Cell]
_FULL = str.maketrans("0123456789.", "０１２３４５６７８９．")
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def _digit(dice: random.Random, text: str, old: str, new: str) -> str:
    """A text with one digit exchanged; one is put in where it has none."""
    text = text if old in text else f"{text[:-1]}{old}"
    places = [n for n, sign in enumerate(text) if sign == old]
    at = dice.choice(places[1:] or places)
    return text[:at] + new + text[at + 1 :]


#: Name, how the text of a value (0.123) is written instead, what a person reads, verdict.
#: What is read: the value itself (""), UNREADABLE, MISSING.
_WRITTEN: tuple[tuple[str, Written, str, str], ...] = (
    ("字母 O 当作 0", lambda d, t: _digit(d, t, "0", "O"), UNREADABLE, DOUBT),
    ("字母 l 当作 1", lambda d, t: _digit(d, t, "1", "l"), UNREADABLE, DOUBT),
    ("大写 I 当作 1", lambda d, t: _digit(d, t, "1", "I"), UNREADABLE, DOUBT),
    ("中文句号作小数点", lambda d, t: t.replace(".", "。"), UNREADABLE, DOUBT),
    ("逗号作小数点", lambda d, t: t.replace(".", ","), UNREADABLE, DOUBT),
    ("两个小数点", lambda d, t: t.replace(".", ".."), UNREADABLE, DOUBT),
    ("小数点隔在两处", lambda d, t: f"{t[:3]}.{t[3:]}", UNREADABLE, DOUBT),
    ("小数点前有空格", lambda d, t: t.replace(".", " ."), "", EITHER),
    ("数字中间有空格", lambda d, t: f"{t[:4]} {t[4:]}", UNREADABLE, EITHER),
    ("两个数写在一格", lambda d, t: f"{t} 0.2{d.randint(10, 99)}", UNREADABLE, DOUBT),
    ("两个数用顿号隔开", lambda d, t: f"{t}、0.2{d.randint(10, 99)}", UNREADABLE, DOUBT),
    ("两个数用斜线隔开", lambda d, t: f"{t}/0.2{d.randint(10, 99)}", UNREADABLE, DOUBT),
    ("两个数用分号隔开", lambda d, t: f"{t}；0.2{d.randint(10, 99)}", UNREADABLE, DOUBT),
    ("两行写在一格", lambda d, t: f"{t}\n0.2{d.randint(10, 99)}", UNREADABLE, DOUBT),
    ("范围（连字号）", lambda d, t: f"0.01-{t}", UNREADABLE, DOUBT),
    ("范围（波浪号）", lambda d, t: f"0.01～{t}", UNREADABLE, DOUBT),
    ("范围（至）", lambda d, t: f"0.01至{t}", UNREADABLE, DOUBT),
    ("带误差", lambda d, t: f"{t}±0.01", UNREADABLE, DOUBT),
    ("约数（约）", lambda d, t: f"约{t}", UNREADABLE, DOUBT),
    ("约数（左右）", lambda d, t: f"{t}左右", UNREADABLE, DOUBT),
    ("大于号", lambda d, t: f">{t}", UNREADABLE, DOUBT),
    ("全角大于等于号", lambda d, t: f"≥{t}", UNREADABLE, DOUBT),
    ("问号", lambda d, t: f"{t}?", UNREADABLE, DOUBT),
    ("全角问号", lambda d, t: f"{t}？", UNREADABLE, DOUBT),
    ("括号里另有一数", lambda d, t: f"{t}（0.2{d.randint(10, 99)}）", UNREADABLE, DOUBT),
    ("数整个在括号里", lambda d, t: f"({t})", UNREADABLE, DOUBT),
    ("箭头（升）", lambda d, t: f"{t}↑", UNREADABLE, EITHER),
    ("上标注码", lambda d, t: f"{t}²", UNREADABLE, DOUBT),
    ("圈码", lambda d, t: f"{t}①", UNREADABLE, DOUBT),
    ("中文小写数字", lambda d, t: "零点一二", UNREADABLE, EITHER),
    ("中文大写数字", lambda d, t: "壹佰贰拾", UNREADABLE, EITHER),
    ("阿拉伯文数字", lambda d, t: t.translate(_ARABIC), "", EITHER),
    ("全角数字", lambda d, t: t.translate(_FULL), "", CLEAR),
    ("文本形式的数字", lambda d, t: t, "", CLEAR),
    ("首尾有空格", lambda d, t: f"  {t} ", "", CLEAR),
    ("首尾有不换行空格", lambda d, t: f"\u00a0{t}\u00a0", "", CLEAR),
    ("里面有零宽字符", lambda d, t: f"{t[:2]}\u200b{t[2:]}", "", CLEAR),
    ("首尾有全角空格", lambda d, t: f"\u3000{t}\u3000", "", CLEAR),
    ("末尾有换行", lambda d, t: f"{t}\n", "", CLEAR),
    ("单位写在值后", lambda d, t: f"{t}mg/m³", "", EITHER),
    ("另一单位写在值后", lambda d, t: f"{t}ppm", UNREADABLE, DOUBT),
    ("µg 写在值后，与标题不同", lambda d, t: f"{Decimal(t) * 1000:.0f}µg/m³", "", EITHER),
    ("科学计数（文本）", lambda d, t: f"{Decimal(t):.2E}", "", EITHER),
    ("千分之几", lambda d, t: f"{t}‰", UNREADABLE, DOUBT),
    ("百分号", lambda d, t: f"{t}%", UNREADABLE, DOUBT),
    ("分数", lambda d, t: "1/8", UNREADABLE, DOUBT),
    ("算式没有算", lambda d, t: f"{t}+0.01", UNREADABLE, DOUBT),
    ("等号开头的文本算式", lambda d, t: f"={t}+0.01", UNREADABLE, DOUBT),
    ("十六进制", lambda d, t: "0x7B", UNREADABLE, DOUBT),
    ("无穷", lambda d, t: "inf", UNREADABLE, DOUBT),
    ("NaN", lambda d, t: "NaN", MISSING, EITHER),
    ("溢出的数", lambda d, t: "1e400", UNREADABLE, DOUBT),
    ("负数", lambda d, t: -float(t), UNREADABLE, DOUBT),
    ("Unicode 负号", lambda d, t: f"−{t}", UNREADABLE, DOUBT),
    ("全角负号", lambda d, t: f"－{t}", UNREADABLE, DOUBT),
    ("差一千倍", lambda d, t: float(Decimal(t) * 1000), UNREADABLE, DOUBT),
    ("差一百万倍", lambda d, t: float(Decimal(t) * 1_000_000), UNREADABLE, DOUBT),
    ("小一千倍", lambda d, t: float(Decimal(t) / 1000), UNREADABLE, DOUBT),
    ("日期当作数值", lambda d, t: datetime(2008, 1, d.randint(1, 28)), UNREADABLE, DOUBT),
    ("时刻当作数值", lambda d, t: time(d.randint(1, 23), 30), UNREADABLE, DOUBT),
    ("真假值", lambda d, t: True, UNREADABLE, DOUBT),
    ("文字", lambda d, t: d.choice(("良", "达标", "同上", "见附件")), UNREADABLE, DOUBT),
    ("同上符号", lambda d, t: "〃", UNREADABLE, DOUBT),
    ("错误值 #N/A", lambda d, t: "#N/A", MISSING, EITHER),
    ("错误值 #DIV/0!", lambda d, t: "#DIV/0!", MISSING, EITHER),
    ("错误值 #REF!", lambda d, t: "#REF!", MISSING, EITHER),
    ("星号标记", lambda d, t: f"{t}*", MISSING, DOUBT),
    ("井号占位", lambda d, t: "####", UNREADABLE, DOUBT),
    ("缺测", lambda d, t: "缺测", MISSING, CLEAR),
    ("斜线", lambda d, t: "/", MISSING, CLEAR),
    ("破折号", lambda d, t: "——", MISSING, CLEAR),
    ("空白", lambda d, t: None, MISSING, CLEAR),
    ("只有空格", lambda d, t: "   ", MISSING, CLEAR),
    ("-999 占位", lambda d, t: -999, MISSING, EITHER),
    ("9999 占位", lambda d, t: 9999, MISSING, DOUBT),
    ("三万个字符", lambda d, t: "9" * 30_000, UNREADABLE, DOUBT),
    ("表情符号", lambda d, t: f"{t}👍", UNREADABLE, DOUBT),
    ("脚本", lambda d, t: "<script>alert(1)</script>", UNREADABLE, DOUBT),
    ("公式注入", lambda d, t: "=cmd|' /C calc'!A0", UNREADABLE, DOUBT),
    ("点号当作千分位", lambda d, t: "1.234.567", UNREADABLE, DOUBT),
    ("单引号当作小数点", lambda d, t: t.replace(".", "'"), UNREADABLE, DOUBT),
    ("数后跟注（注1）", lambda d, t: f"{t}（注1）", UNREADABLE, EITHER),
    ("数后跟未审核", lambda d, t: f"{t}（未审核）", "", EITHER),
    ("检出限以下", lambda d, t: f"{t}L", "", EITHER),
)  # fmt: skip


def _made(dice: random.Random, write: Written, reads: str) -> Book:
    drawn = monthly(dice)
    row, column = dice.randrange(len(drawn.places)), dice.randrange(3)
    value = drawn.book.truth[drawn.cell(row, column)]
    assert value is not None
    rows = drawn.put(row, column, write(dice, f"{value / 1000:.3f}"))
    if reads == UNREADABLE:
        return with_rows(drawn, rows, drawn.cell(row, column))
    made = with_rows(drawn, rows)
    if reads == MISSING:
        made.truth[drawn.cell(row, column)] = None
    return made


def _kind(name: str, write: Written, reads: str, verdict: str) -> Kind:
    return Kind(name, GROUP, lambda dice: _made(dice, write, reads), verdict)


def _column(dice: random.Random, write: Callable[[Decimal], Cell]) -> Book:
    """All values of one pollutant written otherwise; nobody can say what they are."""
    drawn = monthly(dice)
    column, rows = dice.randrange(3), drawn.book.rows
    for row in range(len(drawn.places)):
        value = drawn.book.truth[drawn.cell(row, column)]
        assert value is not None
        rows = changed(rows, drawn.top + row, drawn.left + column, write(value / 1000))
    return with_rows(drawn, rows, *(drawn.cell(row, column) for row in range(len(drawn.places))))


def _rate(dice: random.Random, value: Cell, reads: Decimal | None) -> Book:
    drawn = sewage(dice)
    row = dice.randrange(len(drawn.places))
    made = with_rows(drawn, drawn.put(row, 0, value), drawn.cell(row, 0))
    if reads is not None:
        made.truth[drawn.cell(row, 0)] = reads
    return made


def _noise(dice: random.Random, value: Cell) -> Book:
    drawn = noise(dice)
    row = dice.randrange(len(drawn.places))
    gone = (*drawn.cell(row, 0)[:3], "year/day")
    return with_rows(drawn, drawn.put(row, 0, value), gone)


VALUES = (
    *(_kind(*one) for one in _WRITTEN),
    Kind("一列都大一千倍", GROUP, lambda d: _column(d, lambda v: float(v * 1000))),
    Kind("一列都是文字", GROUP, lambda d: _column(d, lambda v: f"约{v}")),
    Kind("一列都用逗号作小数点", GROUP, lambda d: _column(d, lambda v: f"{v}".replace(".", ","))),
    Kind("一列都是负数", GROUP, lambda d: _column(d, lambda v: -float(v))),
    Kind("率大于 100", GROUP, lambda d: _rate(d, 100 + d.randint(1, 60), None)),
    Kind("率是负数", GROUP, lambda d: _rate(d, -d.randint(1, 60), None)),
    Kind("率写成文字", GROUP, lambda d: _rate(d, "八成", None)),
    Kind("噪声 540", GROUP, lambda d: _noise(d, 540)),
    Kind("噪声 0", GROUP, lambda d: _noise(d, 0)),
    Kind("噪声是负数", GROUP, lambda d: _noise(d, -54.2)),
    Kind("噪声写成两段", GROUP, lambda d: _noise(d, "54.2~56.1")),
)
