"""口径与标准, part 年内判断: by what an open period is judged, with the board's own factors."""

import streamlit as st

from chuangmo.assess.verdicts.evidence import (
    BOUNDS,
    LEVEL,
    LEVEL_FACTOR,
    ONE_YEAR,
    ONE_YEAR_MARGIN,
    PAST_YEARS,
    YEARS_ENOUGH,
)
from chuangmo.assess.verdicts.evidence_words import BY_CALENDAR, EVIDENCE_WORD
from chuangmo.assess.verdicts.outlook import YEARS_BACK
from chuangmo.status import (
    AT_RISK,
    DONE_AHEAD,
    MISSED,
    NOT_DONE,
    ON_COURSE,
    STATUS_WORD,
    UNDECIDED,
)
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn

_GOOD, _OPEN, _BAD, _LOST = (
    STATUS_WORD[status] for status in (ON_COURSE, UNDECIDED, AT_RISK, MISSED)
)
_MARGIN, _FACTOR = f"{ONE_YEAR_MARGIN * 100}%", f"{float(LEVEL_FACTOR):g} 倍"


def show_open_periods() -> None:
    """The steps of the evidence ladder, what they apply to, and the conventions they rest on."""
    st.html(
        html.verdict_block(
            ["口径与标准", "年内判断"],
            "时段没有结束时，凭手头最可靠的依据判断，并写明凭的是哪一种。",
            f"依据的次序和 {YEARS_ENOUGH} 年、{_MARGIN}、{_FACTOR}这几个数是本看板的约定，"
            "不是国家标准的规定；时段结束后只按限值或目标判断。",
        )
    )
    st.html(html.title("四种依据", "从上往下，有前一种就不用后一种"))
    heads = (("依据", "cm-nowrap"), ("适用", ""), ("怎样判断", ""))
    st.html(html.table([HtmlColumn(name, css=css) for name, css in heads], _steps()))
    named = [one.label for one in reads.get_board().catalog.indicators.values() if one.seasonal]
    st.html(
        html.note(
            [
                f"各月高低悬殊的指标：{'、'.join(named)}。其余指标不看往年同期。",
                f"往年同期取近 {YEARS_BACK} 年中有效、且与今年可比的：浓度状态改变前后、"
                "指数办法不同的年份不可比。",
                "百分位数没有“须达到的数”：目前已超过的，"
                f"判“{_BAD}”；没有超过的，以限值代替须达到的数，按同样的次序判断。",
                f"月表没有有效天数的，须达到的均值{BY_CALENDAR}折算，并在数旁注明。",
                f"对年度目标写“{STATUS_WORD[DONE_AHEAD]}”“{STATUS_WORD[NOT_DONE]}”，"
                "不写达标；达标只对国家标准和创模体系说。",
                f"年终才知道的{_LOST}，只在余下时段无论如何也补不回时提前说；"
                f"督办平时只提出{_LOST}的，{_BAD}的要另选才列出。",
            ]
        )
    )


def _steps() -> list[list[object]]:
    return [
        [
            EVIDENCE_WORD[BOUNDS], "全部指标",
            f"须达到的数为负（比率超过 100%，须优良的天数多于余下天数）：{_LOST}；"
            f"余下取合理范围中最差的数也满足：{_GOOD}",
        ],
        [
            EVIDENCE_WORD[PAST_YEARS], f"各月高低悬殊的指标，有 {YEARS_ENOUGH} 年以上可比",
            f"须达到的数不难于往年同期的中位数：{_GOOD}；否则：{_BAD}",
        ],
        [
            EVIDENCE_WORD[ONE_YEAR], "同上，只有一年可比",
            f"须达到的数比那一年宽 {_MARGIN} 以上：{_GOOD}；严 {_MARGIN} 以上：{_BAD}；"
            f"其间：{_OPEN}。比率按离 100% 的距离比",
        ],
        [
            EVIDENCE_WORD[LEVEL], "各月高低悬殊的指标，没有往年可比",
            f"须达到的数宽到目前水平的 {_FACTOR}以上（比率按离 100% 的距离）：{_GOOD}；"
            f"目前已不满足：{_BAD}；其间：{_OPEN}",
        ],
        [EVIDENCE_WORD[LEVEL], "其他指标", f"目前满足：{_GOOD}；不满足：{_BAD}"],
        [
            "时序进度", "任务",
            f"完成数与任务数之比不低于全年已过的份额（按日）：{_GOOD}；低于：{_BAD}",
        ],
    ]  # fmt: skip
