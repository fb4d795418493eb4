"""Forms as offices make them: headers over three rows, footers, odd marks, units in odd places."""

from tests.loaders.form import Form

_MONTHS = "|".join(f"{month}月" for month in range(1, 13))
_VALUES = "|".join(f"{100 + month}" for month in range(1, 13))

FORMS = (
    Form("bulletin-of-three-header-rows", """
兰州市环境空气质量日报（2013年10月12日）
点位名称|污染物浓度及空气质量分指数（IAQI）||||空气质量指数（AQI）|首要污染物|空气质量指数类别|
|二氧化硫（SO2）24小时平均||一氧化碳（CO）24小时平均||||类别|颜色
|浓度/（μg/m3）|分指数|浓度/（mg/m3）|分指数||||
职工医院|31|31|1.2|12|86|PM10|良|黄
兰炼宾馆|35|35|1.4|14|92|PM10|良|黄
""", "so2@职工医院@2013-10-12=31 so2@兰炼宾馆@2013-10-12=35 co@职工医院@2013-10-12=1.2 co@兰炼宾馆@2013-10-12=1.4", merges="1,1,1,4;2,1,2,2;2,3,2,4"),
    Form("hours-of-an-export-in-english", """
StationName|StationCode|MonitorTime|PM10(ug/m3)|CO(mg/m3)|O3(ug/m3)|O3_8h(ug/m3)|AQI|PrimaryPollutant
职工医院|1001A|2016-03-01 00:00|112|1.1|34|30|81|PM10
兰炼宾馆|1002A|2016-03-01 00:00|-|1.0|38|33|—|—
""", "pm10@职工医院@2016-03-01T00=112 pm10@兰炼宾馆@2016-03-01T00=!missing co@职工医院@2016-03-01T00=1.1 co@兰炼宾馆@2016-03-01T00=1 o3@职工医院@2016-03-01T00=34 o3@兰炼宾馆@2016-03-01T00=38"),
    Form("months-with-means-a-note-and-signatures", f"""
2008年各区县PM10月均浓度统计表
||||||||||||||||单位：μg/m³
区县|{_MONTHS}|年均值|最大值|最小值
城关区|{_VALUES}|107|112|101
平均|{_VALUES}|107||
注：1.数据来源于市环境监测站；2.扣除沙尘天气影响前。
审核人：张某    制表人：李某    2009年1月10日
""", " ".join(f"pm10@城关区@2008-{m:02d}={100 + m}" for m in range(1, 13)) + " pm10@城关区@2008=107"),
    Form("units-of-one-in-a-title-of-all", """
2009年3月各区县空气质量（单位：CO为mg/m³，其余为μg/m³）
区县|PM10|CO
城关区|142|1.8
安宁区|131|1.5
""", "pm10@城关区@2009-03=142 co@城关区@2009-03=1.8 pm10@安宁区@2009-03=131 co@安宁区@2009-03=1.5"),
    Form("a-rate-as-a-fraction-that-its-parts-explain", """
2008年10月饮用水源水质达标率
水源地|区县|取水量（万吨）|达标水量（万吨）|达标率
甲水源|城关区|200|196|0.98
乙水源|安宁区|100|100|1
""", "water_source_compliance@甲水源@2008-10=98 water_source_compliance@乙水源@2008-10=100"),
    Form("days-across-under-a-title-of-daily-means", """
雁滩监测点2008年10月日均值统计表（mg/m³）
项目|1|2|3|4|5|6|月均值
PM10|0.121|0.122|0.123|0.124|0.125|0.126|0.124
""", " ".join(f"pm10@雁滩@2008-10-0{d}={120 + d}" for d in range(1, 7))),
    Form("days-across-in-two-bands", """
雁滩监测点2008年10月日均值（mg/m³）
项目|1|2|3|4|5|6
PM10|0.121|0.122|0.123|0.124|0.125|0.126
项目|7|8|9|10|11|12
PM10|0.127|0.128|0.129|0.13|0.131|0.132
""", " ".join(f"pm10@雁滩@2008-10-{d:02d}={120 + d}" for d in range(1, 13))),
    Form("months-down-years-across-under-a-title-of-months", """
兰州市2012年1—3月PM10月均值对照表（毫克／立方米）
月份|城关区||安宁区|
|2012年|2011年|2012年|2011年
一月|0.21|0.22|0.18|0.19
二月|0.19|0.2|0.17|0.18
三月|0.23|0.24|0.2|0.21
""", " ".join(
        f"pm10@{area}@{year}-{month:02d}={value}"
        for month, row in enumerate(((210, 220, 180, 190), (190, 200, 170, 180), (230, 240, 200, 210)), 1)
        for (area, year), value in zip((("城关区", 2012), ("城关区", 2011), ("安宁区", 2012), ("安宁区", 2011)), row, strict=True)
    ), merges="1,1,1,2;1,3,1,4;1,0,2,0"),
    Form("a-month-from-its-first-to-its-last-day", """
2008年10月降尘监测结果
采样点|区县|采样起始日期|采样结束日期|降尘量（t/km²·30d）
东郊降尘点|城关区|2008-10-01|2008-10-31|14.2
西郊降尘点|西固区|2008-10-01|2008-10-31|17.9
""", "dustfall@东郊降尘点@2008-10=14.2 dustfall@西郊降尘点@2008-10=17.9"),
    Form("numbers-with-their-units-in-the-cells", """
安宁区2008年1—10月完成情况
项目|完成
燃煤锅炉改造|35台
区域环境噪声平均值|54.9dB(A)
可吸入颗粒物年均值|0.112毫克/立方米
优良天数比例|97.7%
""", "boiler_retrofit_units@安宁区@2008-01..2008-10=35 noise_regional@安宁区@2008-01..2008-10=54.9 pm10@安宁区@2008-01..2008-10=112 good_air_days@安宁区@2008-01..2008-10=97.7"),
    Form("names-beside-numbers-of-the-grid", """
2008年区域环境噪声监测结果统计表（dB(A)）
网格编号|测点名称|区县|Leq|L10
1|铁路局|城关区|55.1|58.2
2|省政府|城关区|54.2|57.0
平均值|||54.7|57.6
""", "noise_regional@铁路局@2008=55.1 noise_regional@省政府@2008=54.2"),
    Form("ditto-marks-for-the-district", """
2008年10月5日空气质量（mg/m³）
区县|点位|PM10
城关区|铁路设计院|0.132
〃|市监测站|0.141
""", "pm10@铁路设计院@2008-10-05=132 pm10@市监测站@2008-10-05=141"),
    Form("a-ranking-with-changes-of-days", """
2015年6月各区县环境空气质量排名
排名|区县|综合指数|PM10平均浓度（μg/m³）|优良天数（天）|优良天数同比（天）|优良天数比例（%）|同比（百分点）
1|榆中县|5.12|92|27|+1|90.0|+3.3
2|永登县|5.36|98|26|-1|86.7|-3.3
全市||5.2|95|26|0|88.3|0
""", "air_composite_index@榆中县@2015-06=5.12 air_composite_index@永登县@2015-06=5.36 pm10@榆中县@2015-06=92 pm10@永登县@2015-06=98 good_air_days@榆中县@2015-06=90 good_air_days@永登县@2015-06=86.7"),
    Form("a-rate-under-a-group-of-rates", """
2008年燃煤锅炉改造进度统计表（截止2008年10月31日）
区县|完成||完成率（%）|
|台数|蒸吨|台数|蒸吨
城关区|50|210|82.0|85.7
安宁区|28|99|80.0|82.5
""", "boiler_retrofit_units@城关区@2008-01..2008-10=50 boiler_retrofit_units@安宁区@2008-01..2008-10=28 boiler_retrofit_tonnage@城关区@2008-01..2008-10=210 boiler_retrofit_tonnage@安宁区@2008-01..2008-10=99"),
    Form("two-tables-of-different-kinds-below-each-other", """
表一 2008年10月环境空气（mg/m³）
区县|PM10|SO2
城关区|0.121|0.05

表二 2008年10月道路交通噪声
路段名称|区县|路段长度（m）|等效声级Leq dB(A)
安宁东路|安宁区|1200|68.2
注：噪声监测时间为昼间
""", "pm10@城关区@2008-10=121 so2@城关区@2008-10=50 noise_traffic@安宁东路@2008-10=68.2"),
    Form("a-row-of-units-in-brackets", """
2008年10月各区县空气质量
区县|SO2|PM10|CO
|(μg/m3)|(μg/m3)|(mg/m3)
城关区|50|126|1.2
安宁区|40|118|1.1
""", "so2@城关区@2008-10=50 pm10@城关区@2008-10=126 co@城关区@2008-10=1.2 so2@安宁区@2008-10=40 pm10@安宁区@2008-10=118 co@安宁区@2008-10=1.1"),
    Form("a-week-with-its-days-behind-a-comma", """
兰州市空气质量周报（2009年第33周，8月10日—8月16日）（mg/m³）
点位|SO2|PM10
铁路设计院|0.043|0.132
职工医院|0.05|0.12
""", "so2@铁路设计院@2009W33=43 pm10@铁路设计院@2009W33=132 so2@职工医院@2009W33=50 pm10@职工医院@2009W33=120"),
    Form("day-and-night-down-under-a-word-for-times", """
城关区2008年第3季度功能区噪声（dB(A)）
测点|时段|Leq
省博物馆|昼间|53.1
省博物馆|夜间|44.2
""", "noise_functional@省博物馆@2008Q3/day=53.1 noise_functional@省博物馆@2008Q3/night=44.2"),
    Form("what-is-done-in-units-and-with-commas", """
2008年1—10月锅炉改造（台）
区县|完成台数|削减烟尘（吨）
城关区|'1,050|'1,287.4
安宁区|28|99
""", "boiler_retrofit_units@城关区@2008-01..2008-10=1050 boiler_retrofit_units@安宁区@2008-01..2008-10=28 boiler_retrofit_dust@城关区@2008-01..2008-10=1287.4 boiler_retrofit_dust@安宁区@2008-01..2008-10=99"),
)  # fmt: skip
