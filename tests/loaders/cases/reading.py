"""Cases of reading: headers, stations, times, units, marks, ledgers and tables of targets."""

from tests.loaders.cases.case import Case, line, table

CITY = "某某市"
DAYS = [f"2024-03-{day:02}" for day in range(1, 32)]
_OCTOBER = [f"2008-10-{day:02}" for day in range(1, 32)]
_HOURS = [f"2024-03-05T{hour:02}" for hour in range(24)]
_FIVE = [f"2024-03-0{day}" for day in range(1, 6)]
_THREE = ("甲区", "乙区", "丙区")
_SITES = ("甲断面", "乙断面", "丙断面")


def _coded() -> dict[str, str]:
    """Hours of two stations, the first named by its end."""
    values = {}
    for site, so2, pm10 in (("甲站", 110, 62), ("乙站", 120, 64)):
        for hour in range(1, 25):
            key = f"@某某区·{site}@2024-03-05T{hour - 1:02}"
            values[f"so2{key}"] = f"{(so2 + 2 * hour) / 10:g}"
            values[f"no2{key}"] = f"{(3000 + 25 * hour) / 100:g}"
            values[f"pm10{key}"] = str(pm10 + hour)
    return values


def _watched() -> dict[str, str]:
    """Two hours of two days at three stations; at one of them the first hour is missing."""
    items = ("pm25", "pm10", "co", "no2", "o3", "so2")
    rows = {"甲站": "31 64 0.9 33 40 9", "乙站": "32 67 0.9 34 40 10", "丙站": "33 70 0.9 35 40 11"}
    values = {}
    for day in ("05", "06"):
        for hour in ("08", "09"):
            for site, row in rows.items():
                none = ["!missing"] * 6 if (site, hour) == ("甲站", "08") else row.split()
                key = f"{{0}}@{CITY}·{site}@2024-03-{day}T{hour}"
                values |= table(key, items, ("",), none)
    return values


def _station_form() -> dict[str, str]:
    key = f"{{}}@{CITY}·甲站@{{}}"
    values = {}
    for hour, when in enumerate(_HOURS):
        found = {
            "so2": 9 + hour % 3, "no2": 30 + hour, "pm10": 60 + hour, "co": "0.8",
            "pm25": 31 + hour % 7,
        }  # fmt: skip
        values |= {key.format(item, when): str(value) for item, value in found.items()}
        values[key.format("o3", when) + "/max"] = str(50 + hour)
    return values


def _units_of_pairs() -> dict[str, str]:
    values = {}
    for day in range(1, 32):
        when = f"@海淀区@2019-03-{day:02}"
        values[f"co{when}"] = f"{(89 + day) / 100:g}"
        values[f"o3{when}/mda8"] = str(119 + day)
        values[f"pm25{when}"] = str(29 + day)
    return values


def _daily(area: str, days: list[str]) -> dict[str, str]:
    pm10 = table(f"pm10@{area}@{{1}}", ("",), days, range(61, 61 + len(days)))
    return pm10 | table(f"so2@{area}@{{1}}", ("",), days, range(21, 21 + len(days)))


def _months() -> dict[str, str]:
    first = {"城关区": 100, "七里河区": 90, "西固区": 95, "安宁区": 85}
    months = [f"2003-{month:02}" for month in range(1, 13)]
    values = [first[area] + n for area in first for n in range(12)]
    return table("pm10@{1}@{0}", months, first, values)


def _falling_dust() -> dict[str, str]:
    """A station whose name has an indicator's word in it, two days of it missing."""
    days = {day: n for n, day in enumerate(DAYS, 1)}
    gone = {DAYS[7], DAYS[8]}
    values = {}
    for day, n in days.items():
        pm10, so2 = ("!missing",) * 2 if day in gone else (str(60 + n), str(9 + n % 5))
        values[f"pm10@{CITY}·东郊降尘点@{day}"] = pm10
        values[f"so2@{CITY}·东郊降尘点@{day}"] = so2
    return values


_MARKED = table(
    "{1}@{0}@2024-03", _THREE, ("so2", "pm25", "no2", "pm10"),
    ["11", "13", "9", "!missing", "!missing", "!missing", "31", "37", "28", "62", "58", "71"],
)  # fmt: skip
_MEASURED = {key: value for key, value in _MARKED.items() if value != "!missing"}
_VALID = table(
    "{0}@{1}@2024-03",
    ("pm10", "pm25"),
    _THREE,
    ["71#31", "38#31", "66#30", "35#30", "80#31", "44#31"],
)
_WELLS = table(
    "{0}@某某市·{1}", ("ph", "codmn", "nh3n"), ("甲井@2024-01-01", "乙井@2024-02-01"),
    ["7.6", "1.3", "0.12", "7.4", "1.1", "0.15"],
)  # fmt: skip
_RIVER = table(
    "{0}@某某市·{1}@2024-03-05", ("ph", "dissolved_oxygen", "codmn", "cod", "nh3n", "tp"),
    ("甲断面", "乙断面"), ["7.8", "8.9", "3.1", "12", "0.31", "0.07", "7.6", "7.2", "4.4", "17", "0.62", "0.11"],
)  # fmt: skip
_VERTICALS = table(
    "{0}@某某市·{1}@2024-03-05", ("ph", "dissolved_oxygen", "codmn", "cod", "nh3n", "tp"),
    ("甲断面左", "甲断面中", "甲断面右"),
    ["7.7", "8.4", "2.9", "11", "0.28", "0.06", "7.8", "8.6", "2.7", "10", "0.26", "0.06", "7.7", "8.5", "2.8", "12", "0.29", "0.07"],
)  # fmt: skip
_NONE_FOUND = table(
    "{1}@某某市·{0}@2024-03", _SITES, ("nh3n", "tp", "codmn", "cod"),
    ["0.31", "0.44", "0.28", "!below", "!below", "!below", "2.9", "3.1", "2.7", "11", "13", "10"],
)  # fmt: skip
_OWNERS = (
    ("海陵区",) * 3
    + ("高港区",) * 3
    + ("姜堰区",) * 3
    + ("靖江市",) * 2
    + ("泰兴市",)
    + ("兴化市",) * 2
)
_TOWNS = ("海陵区", "高港区", "姜堰区", "靖江市", "泰兴市", "兴化市")
_RESULTS = table("pm25@{1}@2025", ("",), _TOWNS, range(33, 39))
_LIMITS = table("pm25@{1}@2025", ("",), _TOWNS, ["<= 31 µg/m³"] * 6)
_ALL_LIMITS = table(
    "{0}@{1}@2025", ("pm25", "good_air_days", "surface_water_compliance"), _TOWNS,
    ["<= 31 µg/m³", ">= 82 %", ">= 100 %"] * 6,
)  # fmt: skip


def _noise() -> dict[str, str]:
    """Two points of class 2, an hour a row."""
    values = {}
    for hour, when in enumerate(_HOURS):
        level = (52 if 6 <= hour < 22 else 44) + 0.4 * (hour % 3)
        for site, more in (("甲点", 0), ("乙点", 1)):
            values[f"noise_functional@{CITY}·{site}@{when}"] = f"{level + more:g}"
            values[f"noise_zone_class@{CITY}·{site}@{when}"] = "2"
    return values


CASES = (
    Case(
        "reading/01-aqi-bulletin-group-header.xlsx",
        table(
            "{0}@某某市·{1}@2024-03-05", ("so2", "no2", "pm10"), ("甲点", "乙点", "丙点"),
            ["11", "31", "62", "13", "37", "48", "9", "28", "71"],
        ),
        says=("分指数", "国控平均"),
    ),
    Case("reading/02-coded-hours-lower-case.xlsx", _coded(), area=CITY),
    Case("reading/02b-coded-hours-upper-case.xlsx", _coded(), area=CITY),
    Case("reading/03-emission-inventory.xlsx", ends="refused", says=("排放量",), area=CITY),
    Case("reading/03c-emission-by-district.xlsx", ends="refused", says=("排放量",)),
    Case(
        "reading/04-water-header-down-the-rows.xlsx", _WELLS, topics=("period",),
        answers={"period": "月.日"}, says=("总硬度",), area=CITY,
    ),
    Case("reading/05-watchpoint.csv", _watched(), says=("AQI", "O3_8h"), area=CITY),
    Case("reading/06-days-by-pollutant.csv", ends="refused", says=("Days NO2是天数",)),
    Case(
        "reading/07-no-data.csv", count=23, ends="refused", topics=("period",),
        readings=line(
            "no2@某某市·Alpha_Road@2024-03-05T00=8.7 no2@某某市·Alpha_Road@2024-03-05T04=!missing"
            " no2@某某市·Alpha_Road@2024-03-05T05=!missing no2@某某市·Alpha_Road@2024-03-05T23=24.8"
        ),
        answers={"period": "日/月/年"}, says=("R12C3", "-0.2"), silent=("没有写单位",), area=CITY,
    ),
    Case(
        "reading/08-coded-one-day-one-station.xlsx",
        table("{0}@某某区·甲站@2024-03-05", ("so2", "no2", "pm10", "pm25"), ("",), (21, 44, 131, 66)),
        area=CITY,
    ),
    Case(
        "reading/09-missing-run-then-small-values.csv", count=960, area=CITY,
        readings=line(
            "pm25@某某市·甲站@2024-03-01T00=11 o3@某某市·甲站@2024-03-01T00=89"
            " pm25@某某市·乙站@2024-03-09T14=!missing o3@某某市·乙站@2024-03-09T14=!missing"
            " pm25@某某市·乙站@2024-03-09T15=!missing pm25@某某市·乙站@2024-03-09T16=1"
        ),
    ),
    Case(
        "reading/10-two-values-one-key.xlsx", line("pm10@甲区@2024-03-01=61 pm10@甲区@2024-03-03=58"),
        ends="refused", says=("C4", "95", "72"),
    ),
    Case("reading/11-conc-with-day-columns.xlsx", _VALID, says=("PM10达标天数", "PM2.5达标天数")),
    Case("reading/13b-station-name-jiangchen.xlsx", _falling_dust(), area=CITY),
    Case("reading/14-blank.xlsx", _MEASURED),
    *(
        Case(f"reading/14-{name}.xlsx", _MARKED)
        for name in ("dash", "items-in-rows-one-unmeasured", "last", "slash")
    ),
    Case(
        "reading/15-district-without-values.xlsx",
        table(
            "{1}@{0}@2024-03", _THREE, ("so2", "no2", "pm10"),
            ["11", "!missing", "9", "31", "!missing", "28", "62", "!missing", "71"],
        ),
    ),
    Case("reading/17-hour-form.xlsx", _station_form(), says=("滑动平均",), area=CITY),
    Case(
        "reading/17b-hour-form-header-twice.xlsx", count=96, ends="refused",
        says=("二氧化硫(ug/m3)", "不止一次"), area=CITY,
    ),
    Case(
        "reading/18-functional-noise-coded.xlsx", _noise(), topics=("indicator",),
        answers={"indicator": "noise_functional"}, area=CITY,
    ),
    Case(
        "reading/20-dustfall-start-end.xlsx",
        table("dustfall@某某市·{0}@2024-03", ("J1", "J2", "J3"), ("",), ("7.1", "8.1", "9.1")),
        area=CITY,
    ),
    Case(
        "reading/21-river-form.xlsx", _RIVER, topics=("label",), answers={"label": "CODMn"},
        silent=("算出",), area=CITY,
    ),
    Case(
        "reading/22-water-month-two-rows.xlsx", _VERTICALS, topics=("place-column",),
        answers={"place-column": "和点位合为一个名称"}, area=CITY,
    ),
    Case("reading/23-water-items-in-rows-nd.xlsx", _NONE_FOUND),
    Case(
        "reading/24-city-column-with-sites.xlsx",
        table("pm10@某某市·{1}@{0}", _FIVE, ("甲站", "乙站"), [*range(61, 66), *range(62, 67)]),
    ),
    Case("reading/24b-city-column-alone.xlsx", table("pm10@某某市@{0}", _FIVE, ("",), range(61, 66))),
    Case(
        "reading/24d-districts-with-sites.xlsx",
        table("pm10@{1}@{0}", _FIVE, ("甲区·东站", "乙区·西站"), [*range(61, 66), *range(81, 86)]),
    ),
    Case("reading/30-unit-line-pairs.xlsx", _units_of_pairs(), silent=("CO没有写单位",)),
    Case("reading/31-months-1-12-under-district.xlsx", _months(), city="lanzhou"),
    Case(
        "reading/31b-days-1-31-under-district.xlsx",
        table(
            "pm10@{1}@2001-10-{0:02}", range(1, 32), ("城关区", "安宁区"), ["100"] * 31 + ["90"] * 31
        ),
        city="lanzhou",
    ),
    Case(
        "reading/32-hours-1-24-under-time.xlsx",
        table("pm10@安宁区@2008-10-05T{0:02}", range(24), ("",), range(50, 74)), city="lanzhou",
    ),
    Case("reading/33-dates-written-10.01.xlsx", _daily("皋兰县", _OCTOBER), city="lanzhou"),
    Case("reading/34-right.xlsx", _daily("永登县", _OCTOBER), city="lanzhou"),
    Case(
        "reading/34-wrong.xlsx",
        _daily("永登县", _OCTOBER) | {"pm10@永登县@2008-10-05": "199"}, city="lanzhou",
    ),
    Case("reading/35-whole-month.xlsx", _daily("永登县", _OCTOBER), city="lanzhou"),
    Case("reading/35-without-the-31st.xlsx", _daily("永登县", _OCTOBER[:30]), city="lanzhou"),
    *(
        Case(f"reading/36-ledger-boil_{heading}.xlsx", owners=_OWNERS)
        for heading in ("区县", "县市区", "县（市、区）", "所在区")
    ),
    Case(
        "reading/37-targets-2025年目标任务分解表.xlsx", topics=("targets",), targets=_ALL_LIMITS,
        answers={"targets": "登记为目标"}, says=("目标或任务数",),
    ),
    Case(
        "reading/38-目标值与实绩值.xlsx", _RESULTS, topics=("targets",), targets=_LIMITS,
        answers={"targets": "登记为目标"},
    ),
    Case(
        "reading/38b-目标进展宽表.xlsx", _RESULTS, topics=("targets",), targets=_LIMITS,
        answers={"targets": "登记为目标"}, says=("与目标差距", "同比", "排名", "上年同期"),
    ),
)  # fmt: skip
