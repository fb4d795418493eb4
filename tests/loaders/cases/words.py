"""Cases of one column under one heading: words beside a pollutant, headings of stations."""

from tests.loaders.cases.case import Case, line, table

_AREAS, _MONTHS = ("甲区", "乙区", "丙区"), ("2024-01", "2024-02", "2024-03")
_VALUES = ("65", "71", "65", "54", "60", "54", "65", "71", "65")
#: What the figures of a file are that are nobody's monthly mean.
OTHERS = {
    "q00": "排放量", "q01": "排放量", "q02": "去除率", "q04": "天数", "q05": "天数", "q07": "达标率",
    "q09": "天数", "q10": "有效天数", "q11": "有效天数", "q12": "分指数", "q15": "减排量",
    "q16": "减排量", "q17": "样品数", "q18": "负荷", "q20": "超标倍数", "q23": "变化", "q24": "排放量",
    "q38": "与目标或标准之差",
}  # fmt: skip
#: The statistic of the pollutant that a file holds.
STATISTICS = {
    "q13": "pm10@{1}@{0}/max", "q21": "pm10@{1}@{0}/p95", "q27": "o3@{1}@{0}/mda8",
    "q28": "o3@{1}@{0}/p90", "q29": "o3@{1}@{0}/mda8", "q30": "o3@{1}@{0}/p90",
    "q33": "o3@{1}@{0}/mda8", "q34": "codmn@{1}@{0}", "q35": "codmn@{1}@{0}",
}  # fmt: skip
_STATIONS = ("00", "02", "04", "05", "07", "09", "10", "11", "12", "14", "16")
_THREE = line(
    "pm10@某某市·甲站@2024-03-01=61 pm10@某某市·甲站@2024-03-02=62 pm10@某某市·甲站@2024-03-03=63"
)
#: CO in thousandths: no unit is printed, and 65 mg/m³ is none of CO.
_SMALL = [f"{int(value) / 1000:g}" for value in _VALUES]
_PER95 = "co@{1}@{0}/p95"

CASES = (
    *(
        Case(f"header-words/{name}.xlsx", ends="refused", says=(what,))
        for name, what in OTHERS.items()
    ),
    *(
        Case(f"header-words/{name}.xlsx", table(key, _MONTHS, _AREAS, _VALUES))
        for name, key in STATISTICS.items()
    ),
    Case("header-words/q31.xlsx", table(_PER95, _MONTHS, _AREAS, _SMALL), says=("没有写单位",)),
    Case(
        "header-words/q32.xlsx", table(_PER95, _MONTHS, _AREAS, _SMALL), topics=("unit",),
        answers={"unit": "µg/m³"},
    ),
    *(
        Case(
            f"site-words/s{number}.xlsx", _THREE, topics=("area",), answers={"area": "某某市"}
        )
        for number in _STATIONS
    ),
)  # fmt: skip
