"""The wording of reasons and rules: one table, so that a verdict reads alike everywhere."""

import re

from chuangmo.catalog.models import Indicator
from chuangmo.period import Period, day_words

NO_DATA = "no_data"
TOO_FEW_DAYS = "too_few_days"
MONTH_TOO_FEW = "month_too_few_days"
TOO_FEW_HOURS = "too_few_hours"
TOO_FEW_MEANS = "too_few_eight_hour_means"
TOO_FEW_SITES = "too_few_sites"
TOO_FEW_DISTRICTS = "too_few_districts"
PERIOD_OPEN = "period_open"
NOT_COVERED = "period_not_covered"
VALID_DAYS_UNKNOWN = "valid_days_unknown"
NO_PARTS = "no_parts"
NO_WEIGHT = "no_weight"
NOT_AVERAGED = "not_averaged"
DISTRICTS_ONLY = "districts_only"
NO_CLASS = "no_class"
NO_SECTION_CLASS = "no_section_class"
BEST_CASE = "best_case"
NO_TABLE = "no_table"
MISSING_POLLUTANT = "missing_pollutant"
TOO_FEW_SAMPLES = "too_few_samples"
DETECTION_LIMIT = "detection_limit"
NO_PERCENTILE = "no_percentile"
DUST_INSIDE = "dust_inside"
ALL_DUST = "all_dust_days"
PERCENTILE_OVER = "percentile_over"
NOT_ALIKE = "not_alike"
#: Codes of a figure that may be judged: none, or only that its period still runs.
STANDS = ("", PERIOD_OPEN)
NO_SCHEME, SCHEME_IN_DOUBT, LIMIT_MISSING = "no_scheme", "scheme_in_doubt", "limit_missing"
HALF_KNOWN, CONDITION_FAILED = "half_known", "condition_failed"
#: Of targets with a form: a year that they look at is not known, broke them, or is late.
PAST_YEARS_UNKNOWN, PLAN_WITHOUT_START = "past_years_unknown", "plan_without_start"
EARLIER_YEAR_FAILED, DEADLINE_PASSED = "earlier_year_failed", "deadline_passed"
DONE_LATE, DEADLINE_NOT_COVERED = "done_late", "deadline_not_covered"

WORDING = {
    NO_DATA: "{period}没有数据。",
    TOO_FEW_DAYS: "{period}有效日为{n}天，少于规定的{required}天。",
    MONTH_TOO_FEW: "{month}有效日为{n}天，少于规定的{required}天。",
    TOO_FEW_HOURS: "{period}有效小时为{n}个，少于规定的{required}个。",
    TOO_FEW_MEANS: "{period}没有一天的有效8小时平均值达到规定的{required}个。",
    TOO_FEW_SITES: "{period}没有一天达到规定的有效点位比例（75%）。",
    TOO_FEW_DISTRICTS: "{period}应计入的{expected}个{of}中只有{n}个有数据，"
    "少于规定的{required}个，不能代表全市；缺{missing}。",
    PERIOD_OPEN: "{period}尚未结束，为累计值（数据截至{through}）。",
    NOT_COVERED: "{period}只有{n}个月的数据，不足{required}个月，不能代表整个时段。",
    VALID_DAYS_UNKNOWN: "{period}只有月均值且没有有效天数，不能按有效日合成。",
    NO_PARTS: "{period}有多个比率但没有分子、分母，比率不能直接平均。",
    NO_WEIGHT: "{period}有路段缺少长度，不能按长度加权。",
    NOT_AVERAGED: "{what}，不求区域平均。",
    DISTRICTS_ONLY: "{period}只有{n}个区县各自的数，没有全市的，也没有点位的；"
    "区县均值不平均成全市的，请另报全市的数或各点位的数。",
    NO_CLASS: "{period}的测点都没有写明功能区类别，不能判断是否达标。",
    NO_SECTION_CLASS: "{period}的断面（{names}）没有写明功能区类别或水质目标，不能判断是否达标。",
    BEST_CASE: "{n}次达标只看已测项目（最少的一次{planned}项测{measured}项），是最好情形。",
    NO_TABLE: "{period}没有已核定的综合指数办法。",
    MISSING_POLLUTANT: "{period}缺{names}的评价浓度，综合指数不计算（缺项不按零计）。",
    TOO_FEW_SAMPLES: "{period}监测{n}次，少于规定的{required}次。",
    NO_PERCENTILE: "{period}只有均值，缺日均值第{percent}百分位，不能判断是否达标。",
    DUST_INSIDE: "{period}上报的均值含沙尘日，没有逐日数据，不能扣除。",
    NOT_ALIKE: "{period}的浓度状态或指数办法与今年不同，不作比较。",
    ALL_DUST: "{period}的有效日都登记为沙尘日，已扣除。",
    DETECTION_LIMIT: "{period}未检出，检出限{detection}高于限值（{limit}），无法评价。",
}

UNAUDITED_NOTE = "由未审核（实况）数据得出，审核后可能变化。"
SCHEMES_IN_DOUBT = (
    "{year}年12月31日施行的是哪一份创模清单不能确定（施行日不明）：{lists}；都只作参考，不作判断。"
)
LIMIT_NOT_FOUND = (
    "{document}“{item}”的要求没有查到（清单不全{known}/{whole}），无法评价，也不用以前的清单代替。"
)
OUT_OF_SCOPE = "该考核项目的范围为{scope}，{area}不在其中。"
SCHEME_RULE = "每年由12月31日施行的创模清单评价"
NO_SCHEME_THEN = "{year}年没有施行中的创模清单。"
CONDITION_OPEN = "另要求“{condition}”，尚未录入，两样都知道才能判断。"
CONDITION_KEPT = "另要求“{condition}”，录入为符合。"
CONDITION_BROKEN = "另要求“{condition}”，录入为不符合。"
PASSED_OVER = "未采用更细的数据：{reason}"
REPORTED_FIGURE = "报表直接给出的数值"
SITES_FIGURE = "由点位计算的数值"
MONTHS_FIGURE = "由各月数值合成的数值"
DIFFERS = "{source}为{other}，与采用的{shown}不一致，请核对。"
RUNNING_RULE = "报表直接给出的{period}累计数值，不与单月数值混合"
REPORTED_RULE = "报表直接给出的{period}数值"
OPEN_RULE = "时段未结束，按年内判断的依据次序（本看板约定）"
DAYS_NOT_REPORTED = "未报有效天数"
NO_RULE = "没有规定有效数据的下限"
COVERAGE_RULE = "年度、季度结论须覆盖其中各月（本看板约定）"
SITES_RULE = "点位先求日均、再对有效日求平均；当日有效点位不少于所列点位的75%"
#: By what an open period is judged.
EVIDENCE = {
    "out_of_reach": "余下再好也不能满足",
    "locked_in": "余下再差也能满足",
    "past_years": "往年{n}年同期的中位数",
    "one_year": "{year}年同期（只有一年可比）",
    "level": "目前水平",
    "level_without_past": "目前水平（没有往年同期可比）",
    "level_without_percentile": "目前水平（缺日均值百分位）",
    "level_of_percentile": "目前的日均值百分位",
    "task_done": "任务已完成",
    "task": "时序进度",
}


def sentence(code: str, **parts: object) -> str:
    """The Chinese sentence of a reason code."""
    return WORDING[code].format(**parts) if code else ""


#: Letters after which, or before which, a Chinese line leaves no gap to digits and signs.
_HAN = "\u2160-\u217f\u3000-\u303f\u3400-\u9fff\uff01-\uff5e“”‘’—"
_NUMERIC = "0-9A-Za-z≤≥＜＞＝−+"
_GAP = re.compile(
    f"(?<=[{_HAN}]) +(?=[{_NUMERIC}])|(?<=[{_NUMERIC}%³]) +(?=[{_HAN}])"
    f"|(?<=[{_HAN}]) +(?=[{_HAN}])|(?<=[≤≥＜＞＝]) +(?=[0-9−])"
)
_NO_UNIT = ("", "无量纲", "-")


def closed_up(text: str) -> str:
    """A sentence as an office sets it: no gaps between Chinese and figures, none after ≤."""
    return _GAP.sub("", text)


def joined_rules(*rules: str) -> str:
    """Rules as one text, with one mark between two of them."""
    return "；".join(rule.rstrip("。") for rule in rules if rule)


def unit_after(unit: str) -> str:
    """The unit as it follows a number: none before %, a space before the others."""
    if unit in _NO_UNIT:
        return ""
    return unit if unit == "%" else f" {unit}"


def value_name(indicator: Indicator, statistic: str = "mean") -> str:
    """What the number is called: a mean, a percentile; rates and counts by their own name."""
    if indicator.group != "air" or indicator.is_rate or indicator.combine == "composite_index":
        of_water = indicator.group == "water" and not indicator.is_rate
        return (indicator.short or indicator.name) if of_water else indicator.label
    percent = re.fullmatch(r"p(\d+)", statistic)
    return f"{indicator.label}{f'第{percent.group(1)}百分位数' if percent else '均值'}"


def difference_words(gap: str, unit: str) -> str:
    """A difference with its unit: rates differ by 个百分点, never by %."""
    return f"{gap}个百分点" if unit == "%" else f"{gap}{unit_after(unit)}"


def period_words(period: Period) -> str:
    """The period as an official writes it: 2008年, 2008年10月, 2008年1—10月, 2008年10月5日."""
    s, last = period.start, period.last_day
    match period.kind:
        case "hour":
            return f"{day_words(s)}{s.hour}时"
        case "day" | "snapshot":
            return day_words(s)
        case "week":
            return f"{day_words(s)}—{last.month}月{last.day}日"
        case "month":
            return f"{s.year}年{s.month}月"
        case "quarter":
            return f"{s.year}年第{'一二三四'[(s.month - 1) // 3]}季度"
        case "half":
            return f"{s.year}年{'上' if s.month == 1 else '下'}半年"
        case "year":
            return f"{s.year}年"
    return _span_words(period)


def _span_words(period: Period) -> str:
    s, last = period.start, period.last_day
    if s.year != last.year:
        return f"{s.year}年{s.month}月—{last.year}年{last.month}月"
    if s.month == last.month:
        return f"{s.year}年{s.month}月"
    return f"{s.year}年{s.month}—{last.month}月"
