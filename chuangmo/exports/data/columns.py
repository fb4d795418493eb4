"""The columns of every data view: name, heading and type, once for all formats."""

from dataclasses import dataclass
from typing import Final

#: Types of column. Numbers are decimal texts in JSON and CSV (``0.060`` keeps its zeros) and
#: doubles in Parquet; counts are integers, days ISO texts, ``yes`` is true or false.
TEXT, NUMBER, COUNT, DAY, YES = "text", "number", "count", "day", "yes"


@dataclass(frozen=True)
class DataColumn:
    """One column.

    Attributes:
        name: key in JSON and Parquet. title: heading in CSV. type: one of the above.
        unit: what its numbers are in: a unit, or the name of the column that says it.
    """

    name: str
    title: str
    type: str = TEXT
    unit: str = ""


def _columns(*told: str) -> tuple[DataColumn, ...]:
    """``name title [type [unit]]``, one a text."""
    return tuple(DataColumn(*one.split()) for one in told)


_PLACE: Final = _columns("area 地区", "area_kind 地区类别")
_INDICATOR: Final = _columns("indicator 指标编号", "indicator_name 指标")
_COUNTED: Final = _columns(
    "n_valid 有效数据个数 count", "n_expected 应有个数 count", "n_required 至少个数 count"
)
_CELL: Final = _columns("batch 批次 count", "file 文件", "sheet 工作表", "cell 单元格")

VERDICT: Final = (
    *_INDICATOR,
    *_PLACE,
    *_columns(
        "period 时段", "as_of 截至日 day", "line 对照", "status 状态", "status_word 状态用词",
        "statistic 统计量", "value 数值 number unit", "published 公布值 number unit",
        "shown 页面显示", "unit 单位", "operator 比较", "limit 限值 number unit",
        "ratio 占限值 number", "evidence 判断依据",
    ),
    *_COUNTED,
    *_columns(
        "reason 说明", "rule 规定", "document 文件依据", "source 限值出处", "confidence 可信程度",
        "unaudited 未审核 yes", "demo 演示数据 yes",
    ),
)  # fmt: skip
TASK: Final = (
    *_INDICATOR,
    *_PLACE,
    *_columns(
        "period 时段", "as_of 截至日 day", "status 状态", "status_word 状态用词",
        "done 完成 number unit", "quota 任务 number unit", "completion 完成率 number %",
        "expected 应完成 number unit", "left 尚差 number unit", "unit 单位", "due 期限 day",
        "overdue_days 逾期天数 count", "reason 说明", "document 文件依据", "mark 标注",
        "demo 演示数据 yes",
    ),
)  # fmt: skip
MONTHS: Final = (
    *_INDICATOR,
    *_PLACE,
    *_columns(
        "month 月份", "statistic 统计量", "value 当月值 number unit",
        "published 当月公布值 number unit", "shown 当月页面显示", "valid 当月有效 yes",
        "cumulative_value 当年累计值 number unit",
        "cumulative_published 当年累计公布值 number unit", "cumulative_shown 当年累计页面显示",
        "cumulative_valid 当年累计有效 yes", "unit 单位",
    ),
    *_COUNTED,
    *_columns("reason 说明", "unaudited 未审核 yes", "demo 演示数据 yes"),
)  # fmt: skip
RANK: Final = (
    *_INDICATOR,
    *_columns(
        "area 地区", "period 时段", "rank 名次 count", "tied 并列 yes", "statistic 统计量",
        "value 数值 number unit", "published 公布值 number unit", "unit 单位",
        "previous_rank 上期名次 count", "change 名次变化 count", "reason 未排名的原因",
        "unaudited 未审核 yes",
    ),
)  # fmt: skip
COMPLETENESS: Final = (
    *_INDICATOR,
    *_columns(
        "area 地区", "month 月份", "state 报送状态", "state_word 报送状态用词", "due 应报日 day",
        "received 收到日 day", "batch 批次 count", "n_valid 有效数据个数 count",
        "n_expected 应有个数 count", "reason 说明", "demo 演示数据 yes",
    ),
)  # fmt: skip
OBSERVATION: Final = (
    *_INDICATOR,
    *_columns(
        "area 地区", "site 点位", "period 时段", "start 起（含）", "end 止（不含）", "kind 时段类别",
        "statistic 统计量", "dust 沙尘", "value 数值 number unit", "unit 单位",
        "printed_value 表上所印", "printed_unit 表上单位", "qualifier 标记", "audit 审核状态",
        "n_valid 有效数据个数 count", "n_expected 应有个数 count", "numerator 分子 number",
        "denominator 分母 number", "weight 权重 number",
    ),
    *_CELL,
    *_columns("demo 演示数据 yes"),
)  # fmt: skip
