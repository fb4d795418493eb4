"""Cases of forms that district reports print: read as far as the catalog has the indicators."""

from tests.loaders.cases.case import Case, line, table

_EIGHT = ("城关区", "七里河区", "西固区", "安宁区", "红古区", "永登县", "皋兰县", "榆中县")
_TASKS = {
    "catering_treated_units": "287 129 94 115 32 24 13 20",
    "catering_treated_items": "300 133 100 !missing 32 23 13 20",
    "smoke_control_coverage": "98.9 95.9 90.5 100 72.6 61.8 57.8 56.7",
    "noise_zone_area": "38.6 22.4 19.8 10.95 4.2 2.6 1.7 2.1",
    "sewage_treatment_rate": "75 71.1 71.7 70 53.3 50 40 50",
    "pollution_census_units": "3518 1159 891 628 300 412 210 358",
}
_STRETCH = "2008-01-01..2008-11-24"
_DISTRICT = {
    "pm10": "123", "so2": "58", "no2": "52", "surface_water_compliance": "100", "noise_traffic": "68.9",
    "boiler_retrofit_units": "50", "boiler_retrofit_owners": "35", "catering_treated_units": "287",
    "catering_treated_items": "298", "pollution_census_units": "3508",
}  # fmt: skip
_NOISE = line(
    "noise_functional@城关区·省博物馆@{0}/day=58.3 noise_functional@城关区·省博物馆@{0}/night=50.6"
    " noise_functional@城关区·火车站@{0}/day=70.5 noise_functional@城关区·火车站@{0}/night=61"
)
_WATER = ("ph", "dissolved_oxygen", "codmn", "cod", "bod5", "nh3n", "tp")


def _noise(quarter: str, station: str = "") -> dict[str, str]:
    """Two points, with their classes (4a is 4.1) where a column says them."""
    levels = {key.format(quarter): value for key, value in _NOISE.items()}
    key = f"noise_zone_class@城关区·{{0}}@{quarter}"
    return levels | table(key, ("省博物馆", "火车站"), ("",), ("2", station)) if station else levels


def _sections() -> dict[str, str]:
    """Twelve months of three sections, each month as the one before but where it is said."""
    usual = {
        "扶河桥": "8.1 7.9 2.1 12 1.8 0.21 0.05", "新城桥": "8.2 7 2.5 18 2.5 0.6 0.12",
        "什川桥": "7.9 6.5 3 19 3.1 0.025!below 0.2",
    }  # fmt: skip
    other = {
        ("扶河桥", 11): "8 5.9 2 12 1.8 0.2 0.05", ("扶河桥", 12): "8 7 4.1 15 2 0.51 0.11",
        ("新城桥", 12): "8.2 7 2.5 21 2.5 0.6 0.12",
    }  # fmt: skip
    values = {}
    for section, row in usual.items():
        for month in range(1, 13):
            key = f"{{0}}@兰州市·{section}@2008-{month:02}"
            values |= table(key, _WATER, ("",), other.get((section, month), row).split())
            values[key.format("water_target_class")] = "2" if section == "扶河桥" else "3"
    return values


CASES = (
    Case(
        "forms/城关区2008年创模指标完成情况.xlsx",
        {f"{i}@城关区@{_STRETCH}": v for i, v in _DISTRICT.items()}
        | {f"noise_regional@城关区@{_STRETCH}/day": "55"},
        topics=("period",),
        answers={"period": _STRETCH},
        targets={
            "boiler_retrofit_units@城关区@2008": ">= 61 台",
            "boiler_retrofit_owners@城关区@2008": ">= 45 家",
            "catering_treated_units@城关区@2008": ">= 400 户",
            "catering_treated_items@城关区@2008": ">= 414 项",
        },
        aside=(
            "削减二氧化硫", "削减烟尘", "垃圾密闭清运率", "道路机械化清扫覆盖率", "污水处理设施正常运行率", "固定声源达标率",
            "机动车尾气路检抽检", "绿色小区创建", "环保知识普及学校", "环境影响评价率", "“三同时”执行率", "COD减排量", "排污费征收",
            "完成率",
        ),
        city="lanzhou",
    ),
    Case(
        "forms/某市2008年上半年环保工作指标.xlsx",
        line("good_air_days@某市@2008H1=97.790055248619"), area="某市", says=("97.7%", "97.8%"),
        topics=("label",), answers={"label": "不读这一列"},
        aside=(
            "总量减排项目", "总量减排（COD）", "机动车检测", "机动车检测达标率",
            "重点污染源在线监测安装", "环保投资占项目总投资比例", "危险废物转移联单",
        ),
    ),
    Case(
        "forms/盐田区2006年创建任务.xlsx", ends="refused",
        aside=(
            "达标办事处", "达标社区", "达标村", "数字化城管结案率", "数字化城管立案数", "结案数", "生态区重点项目投资",
            "排污费征收",
        ),
    ),
    Case(
        "forms/餐饮治理.xlsx",
        line(
            "catering_treated_units@城关区@2008-01..2008-11=287"
            " catering_treated_units@安宁区@2008-01..2008-11=115"
            " catering_treated_items@城关区@2008-01..2008-11=298"
        ),
        aside=("油烟治理(项)", "污水治理(项)", "清洁能源改造(项)", "噪声治理(项)"), city="lanzhou",
    ),
    Case(
        "forms/锅炉改造两口径.xlsx",
        line(
            "boiler_retrofit_owners@城关区@2008-01..2008-11=35"
            " boiler_retrofit_units@城关区@2008-01..2008-11=50"
            " boiler_retrofit_units@安宁区@2008-01..2008-11=28"
            " boiler_retrofit_so2@城关区@2008-01..2008-11=460.1"
            " boiler_retrofit_so2@安宁区@2008-01..2008-11=189.07"
            " boiler_retrofit_dust@城关区@2008-01..2008-11=287.4"
        ),
        city="lanzhou",
    ),
    Case(
        "forms/普查.xlsx",
        line("pollution_census_units@城关区@2008=3508 pollution_census_units@安宁区@2008=628"),
        aside=("工业源(家)", "生活源(家)", "农业源(家)", "集中式(家)"), silent=("不一致", "之和"), city="lanzhou",
    ),
    Case(
        "forms/2008年1—12月兰州市其他任务进展情况表改.xlsx",
        {
            f"{indicator}@{area}@2008": value
            for indicator, row in _TASKS.items()
            for area, value in zip(_EIGHT, row.split(), strict=True)
        },
        says=("S5", "3518", "3508", "84.6%", "300", "298"),
        aside=("用水量(万吨/日)",), city="lanzhou",
    ),
    Case(
        "forms/污水.xlsx", line("sewage_treatment_rate@安宁区@2008=70"), says=("70%", "3.3÷3.9", "84.6%"),
        aside=("用水量(万吨/日)",), city="lanzhou",
    ),
    Case(
        "forms/g_sew.xlsx", line("sewage_treatment_rate@安宁区@2008=70"),
        says=("70%", "3.3÷3.9", "84.6%"), city="lanzhou",
    ),
    Case(
        "forms/n4.xlsx", line("sewage_treatment_rate@安宁区@2008=76.923076923077"), city="lanzhou",
    ),
    Case(
        "forms/n1.xlsx",
        table("{0}@{1}@2008-10", ("pm10", "so2"), ("城关区", "安宁区"), ["132#31", "61#31", "128#30", "58#30"]),
        aside=("PM10/超标天数", "SO2/超标天数"), says=("已作为其有效天数读入",), city="lanzhou",
    ),
    Case(
        "forms/n2.xlsx",
        line(
            "pm10@城关区@2008-11=132#30 pm10@安宁区@2008-11=128#30"
            " pm10@城关区@2008-11/max=310#30 pm10@安宁区@2008-11/max=290#30"
        ),
        aside=("PM10超标天数", "PM10达标率(%)"), city="lanzhou",
    ),
    Case(
        "forms/m1.xlsx",
        table(
            "{0}@{1}@2008", ("so2", "pm10", "boiler_retrofit_units"), ("城关区", "安宁区"),
            ["58", "123", "50", "59.6", "126", "28"],
        ),
        aside=("SO2排放量", "COD排放量", "SO2减排量"), city="lanzhou",
    ),
    Case(
        "forms/m3.xlsx", ends="refused", aside=("PM10监测天数", "SO2监测天数", "噪声监测点数"),
        city="lanzhou",
    ),
    Case(
        "forms/m6.xlsx", ends="refused", city="lanzhou",
        aside=("COD排放浓度(mg/L)", "氨氮排放浓度(mg/L)", "SO2排放浓度(mg/m3)"),
    ),
    Case(
        "forms/w2.xlsx",
        table(
            "water_{1}_class@西固区·{0}@2008-10", ("扶河桥", "新城桥"), ("target", "reported"), ["2", "3", "3", "2"]
        ),
        city="lanzhou",
    ),
    Case("forms/w3.xlsx", _noise("2008Q4", "4"), city="lanzhou"),
    Case("forms/w4.xlsx", _noise("2008Q4"), city="lanzhou"),
    Case("forms/w8.xlsx", _noise("2009Q1", "4.1"), city="lanzhou"),
    Case(
        "forms/w6.xlsx",
        table(
            "{0}@兰州市·扶河桥@2008-10-08",
            (
                "ph", "dissolved_oxygen", "codmn", "nh3n", "tp", "volatile_phenol", "petroleum",
                "water_chromium6", "water_mercury", "faecal_coliform",
            ),
            ("",),
            ["8.1", "7.9", "2.1", "0.21", "0.05", "0.012", "0.6", "0.06", "0.0015", "30000"],
        ),
        topics=("area",),
        answers={"area": "兰州市"},
        city="lanzhou",
    ),
    Case("forms/w10.xlsx", line("surface_water_compliance@兰州市@2008=100"), city="lanzhou"),
    Case("forms/断面2008.xlsx", _sections(), city="lanzhou"),
    Case(
        "forms/断面达标次数.xlsx",
        table(
            "surface_water_compliance@兰州市·{0}@2007", ("扶河桥", "新城桥", "什川桥"), ("",),
            ("83.3", "91.7", "100"),
        ),
        topics=("area",), answers={"area": "兰州市"}, city="lanzhou",
    ),
    Case(
        "forms/饮用水2008.xlsx",
        table(
            "water_source_compliance@兰州市·{0}@2008", ("西固水厂", "安宁水厂", "和平水厂"), ("",),
            ("98.3", "100", "70"),
        ),
        city="lanzhou",
    ),
    Case(
        "forms/z2012.xlsx",
        line("sewage_treatment_rate@兰州市@2012=75 water_source_compliance@兰州市@2012=97"),
        city="lanzhou",
    ),
    Case(
        "forms/机动车检测.xlsx", ends="refused", city="lanzhou",
        aside=("检测任务（辆）", "检测完成（辆）", "完成率"),
    ),
    Case(
        "forms/2008年上半年减排项目.xlsx", ends="refused", city="lanzhou",
        aside=("计划项目数（个）", "已完成项目数（个）", "SO2削减量（吨）是减排量", "COD削减量（吨）是减排量"),
    ),
    Case(
        "forms/2008年绿色学校.xlsx", ends="refused", city="lanzhou",
        aside=("学校总数（所）", "绿色学校数（所）", "绿色学校达标率(%)"),
    ),
    Case(
        "forms/绿色创建.xlsx", ends="refused", city="lanzhou",
        aside=("绿色小区（个）", "绿色学校（所）", "安静小区（个）", "绿色学校达标率(%)"),
    ),
    Case(
        "forms/设施运行率.xlsx", ends="refused", city="lanzhou",
        aside=("污水处理设施正常运行率(%)", "固定声源达标率(%)", "违法建设项目查处率(%)", "行政处罚率(%)"),
    ),
    Case(
        "forms/排污费.xlsx", ends="refused", city="lanzhou", aside=("征收金额（万元）", "开征户数（户）"),
    ),
    Case(
        "forms/2008年兰州市信访环评办理情况表.xlsx",
        table(
            "complaints_handled@{0}@2008", ("城关区", "七里河区", "安宁区", "西固区"), ("",),
            ("99.4", "100", "100", "90.9"),
        ),
        aside=("建设项目环评执行率(%)", "“三同时”执行率(%)"), city="lanzhou",
    ),
    Case(
        "forms/全省城考得分排名2007.xlsx",
        table(
            "urban_assessment_score@{1}@{0}", ("2007", "2006"), ("葫芦岛市", "兴城市"),
            ["72.82", "68.08", "42.53", "39.72"],
        ),
        aside=("2007年排名", "2006年排名", "增减分"),
    ),
    Case(
        "forms/环保目标责任制考核得分2008.xlsx", ends="refused", city="lanzhou",
        aside=("环境质量（40分）", "总量减排（30分）", "环境管理（30分）", "加分", "扣分", "总分", "名次", "等次"),
    ),
    Case(
        "forms/q7sum.xlsx",
        line("boiler_retrofit_units@城关区@2008=50 boiler_retrofit_units@安宁区@2008=28"),
        says=("B3", "20+20", "B5", "78"), city="lanzhou",
    ),
    Case(
        "forms/s2.xlsx",
        line("boiler_retrofit_units@城关区@2008=50 boiler_retrofit_units@安宁区@2008=28"),
        says=("B5", "80", "78"), city="lanzhou",
    ),
    Case(
        "forms/优良天数上半年.xlsx", line("good_air_days@城关区@2008H1=97.7"),
        says=("97.7%", "177÷181", "97.8%"), city="lanzhou",
    ),
)  # fmt: skip
