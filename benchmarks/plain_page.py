"""The indicator page the plain way: Streamlit, and pandas over the whole table in every run.

Run as ``streamlit run plain_page.py -- TABLE`` with the Parquet file of all hours.
"""

import sys

import pandas as pd
import streamlit as st

from benchmarks.plain_figures import chosen, daily, ranking, trend


@st.cache_data
def load(path: str) -> pd.DataFrame:
    return pd.read_parquet(path)


def main(path: str) -> None:
    table = load(path)
    months = pd.period_range(table["start"].min(), table["start"].max(), freq="M")[::-1]
    month = st.selectbox("月份", [str(one) for one in months])
    indicator = st.selectbox("指标", sorted(table["indicator"].unique()))
    area = st.selectbox("区县", sorted(table["area"].unique()))
    days = daily(chosen(table, indicator, month))
    year = int(month[:4])
    st.plotly_chart(trend(days[days["area"] == area], year))
    st.plotly_chart(ranking(days[days["start"].dt.year == year]))


if __name__ == "__main__":
    main(sys.argv[-1])
