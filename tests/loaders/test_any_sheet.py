"""Any sheet at all: staging never raises, and every reading is accounted for."""

from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.model.sheet import Sheet
from tests.loaders.staging import staged
from tests.two_forms import examples

WORDS = st.sampled_from(
    ["区县", "日期", "点位", "PM10", "SO2(mg/m³)", "城关区", "安宁区", "合计", "2008年10月", "2008-10-01",
     "均值", "1月", "单位：mg/m³", "注：", "缺测", "约0.1", "0.05L", "达标率(%)", "取水量", "达标水量", "使用单位",
     "锅炉型号", "改造方式", "台数", "完成情况", "AQI", "序号", "项目", "单位", "月", "时"]
)  # fmt: skip
CELLS = st.one_of(
    st.none(), WORDS, WORDS, st.integers(-5, 40), st.floats(0, 1), st.text(max_size=5),
    st.datetimes(), st.booleans(),
)  # fmt: skip


@given(st.lists(st.lists(CELLS, max_size=6), max_size=9), st.booleans())
@settings(max_examples=examples(150, 4_000))
def test_staging_never_raises(rows: list[list[object]], text: bool) -> None:
    if text:
        rows = [[None if c is None else str(c) for c in row] for row in rows]
    staged([Sheet("表", rows, is_text=text)])  # type: ignore[arg-type]
