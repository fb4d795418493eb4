"""Cases of forms that district reports print: read as far as the catalog has the indicators."""

from loaders.model.answers import REGISTER
from tests.loaders.cases.case import Case, line, table

_EIGHT = ("城关区", "七里河区", "西固区", "安宁区", "红古区", "永登县", "皋兰县", "榆中县")
_TASKS = {
    "smoke_control_area": "55.4 32.6 29.4 15.5 6.1 4.2 2.6 3.4",
    "noise_zone_coverage": "68.928571428571 65.882352941176 60.923076923077 70.645161290323 50 38.235294117647 37.777777777778 35",
    "sewage_treatment_of_use": "52.5 50 50.381679389313 55 38.095238095238 35.714285714286 28.571428571429 33.333333333333",
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
    "catering_treated_items": "298", "pollution_census_units": "3508", "so2_reduction": "460.1",
    "dust_reduction": "287.4", "sealed_waste_transport": "92.6", "mechanical_sweeping": "36",
    "sewage_plant_running": "95", "fixed_noise_compliance": "96", "vehicle_road_checks": "1500",
    "green_communities": "3", "env_education_schools": "2", "eia_rate": "100",
    "three_simultaneities_rate": "100", "cod_reduction": "0", "pollution_fees": "177",
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
        count=24,
        topics=("period", "targets"),
        answers={"period": _STRETCH, "targets": REGISTER},
        targets={
            "boiler_retrofit_units@城关区@2008": ">= 61 台",
            "boiler_retrofit_owners@城关区@2008": ">= 45 家",
            "catering_treated_units@城关区@2008": ">= 400 户",
            "catering_treated_items@城关区@2008": ">= 414 项",
            "sewage_plant_running@城关区@2008": ">= 90 %",
            "fixed_noise_compliance@城关区@2008": ">= 95 %",
            "vehicle_road_checks@城关区@2008": ">= 2000 辆",
            "green_communities@城关区@2008": ">= 3 个",
            "env_education_schools@城关区@2008": ">= 2 所",
            "eia_rate@城关区@2008": ">= 100 %",
            "three_simultaneities_rate@城关区@2008": ">= 100 %",
            "cod_reduction@城关区@2008": ">= 5 吨",
        },
        says=("完成率",), city="lanzhou",
    ),
    Case(
        "forms/某市2008年上半年环保工作指标.xlsx",
        line(
            "good_air_days@某市@2008H1=97.790055248619 reduction_projects@某市@2008H1=30"
            " cod_reduction@某市@2008H1=1533 vehicle_tests@某市@2008H1=9128"
            " vehicle_test_pass_rate@某市@2008H1=90 online_monitoring_installed@某市@2008H1=12"
            " env_share_of_project@某市@2008H1=4.4 hazardous_waste_manifests@某市@2008H1=56"
        ),
        topics=("targets",), answers={"targets": REGISTER},
        targets={
            "reduction_projects@某市@2008": ">= 64 个", "vehicle_tests@某市@2008": ">= 14000 辆",
            "online_monitoring_installed@某市@2008": ">= 15 家",
        },
        says=("97.7%", "177÷181", "97.8%"), area="某市",
    ),
    Case(
        "forms/盐田区2006年创建任务.xlsx",
        line(
            "compliant_offices@盐田区@2006=3 compliant_communities@盐田区@2006=12"
            " compliant_villages@盐田区@2006=24 urban_management_settlement@盐田区@2006=98.31"
            " key_project_investment@盐田区@2006=30044 pollution_fees@盐田区@2006=49.2"
        ),
        topics=("targets",), answers={"targets": REGISTER},
        targets={
            "compliant_offices@盐田区@2006": ">= 4 个",
            "compliant_communities@盐田区@2006": ">= 17 个",
            "compliant_villages@盐田区@2006": ">= 27 个",
            "key_project_investment@盐田区@2006": ">= 3.3 亿元",
        },
        says=("70%", "70.6%"),
    ),
    Case(
        "forms/餐饮治理.xlsx",
        line(
            "catering_treated_units@城关区@2008-01..2008-11=287"
            " catering_treated_units@安宁区@2008-01..2008-11=115"
            " catering_treated_items@城关区@2008-01..2008-11=298"
        ),
        says=("油烟治理(项)", "污水治理(项)", "清洁能源改造(项)", "噪声治理(项)"), city="lanzhou",
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
        says=("S5", "3518", "3508", "84.6%", "300", "298"), city="lanzhou",
    ),
    Case(
        "forms/污水.xlsx",
        line("sewage_treatment_rate@安宁区@2008=70 sewage_treatment_of_use@安宁区@2008=55"),
        says=("70%", "3.3÷3.9", "84.6%"), city="lanzhou",
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
        aside=("SO2排放量", "COD排放量", "SO2减排量"), says=("没有写明单位",), city="lanzhou",
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
        "forms/机动车检测.xlsx", line("vehicle_tests@城关区@2008H1=9128"),
        topics=("targets",), answers={"targets": REGISTER},
        targets={"vehicle_tests@城关区@2008": ">= 14000 辆"}, city="lanzhou",
    ),
    Case(
        "forms/2008年上半年减排项目.xlsx",
        table(
            "{0}@{1}@2008-01..2008-06", ("reduction_projects", "so2_reduction", "cod_reduction"),
            ("城关区", "安宁区"), ("30", "1200", "800", "12", "300", "150"),
        ),
        topics=("targets",), answers={"targets": REGISTER},
        targets={
            "reduction_projects@城关区@2008": ">= 64 个", "reduction_projects@安宁区@2008": ">= 20 个",
        },
        city="lanzhou",
    ),
    Case(
        "forms/2008年绿色学校.xlsx",
        table(
            "{0}@{1}@2008-01..2008-06", ("green_schools", "green_school_share"),
            ("城关区", "安宁区"), ("21", "21", "12", "30"),
        ),
        city="lanzhou",
    ),
    Case(
        "forms/绿色创建.xlsx",
        line(
            "green_communities@城关区@2008=3 green_schools@城关区@2008=2"
            " quiet_communities@城关区@2008=0 green_school_share@城关区@2008=21"
        ),
        city="lanzhou",
    ),
    Case(
        "forms/设施运行率.xlsx",
        line(
            "sewage_plant_running@城关区@2008=95 fixed_noise_compliance@城关区@2008=95"
            " illegal_projects_handled@城关区@2008=96 penalty_rate@城关区@2008=90"
        ),
        city="lanzhou",
    ),
    Case(
        "forms/排污费.xlsx",
        line("pollution_fees@安宁区@2008=177 pollution_fee_payers@安宁区@2008=132"),
        city="lanzhou",
    ),
    Case(
        "forms/2008年兰州市信访环评办理情况表.xlsx",
        table(
            "{0}@{1}@2008",
            (
                "complaints_received", "complaints_settled", "complaints_handled", "eia_rate",
                "three_simultaneities_rate",
            ),
            ("城关区", "七里河区", "安宁区", "西固区"),
            (
                "320", "318", "99.4", "100", "98.5", "150", "150", "100", "100", "97",
                "92", "92", "100", "100", "100", "88", "80", "90.9", "98", "95",
            ),
        ),
        city="lanzhou",
    ),
    Case(
        "forms/全省城考得分排名2007.xlsx",
        table(
            "urban_assessment_{0}@{1}", ("score", "rank"),
            ("葫芦岛市@2007", "葫芦岛市@2006", "兴城市@2007", "兴城市@2006"),
            ("72.82", "7", "68.08", "7", "42.53", "15", "39.72", "14"),
        ),
        aside=("增减分",),
    ),
    Case(
        "forms/环保目标责任制考核得分2008.xlsx",
        table(
            "responsibility_{0}@{1}@2008", ("score", "rank", "grade"), ("城关区", "七里河区", "西固区", "安宁区"),
            ("91", "1", "1", "88", "2", "3", "85", "3", "3", "85", "3", "3"),
        ),
        says=("环境质量（40分）", "加分", "扣分"), city="lanzhou",
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
