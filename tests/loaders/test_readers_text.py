"""Delimited text: encodings, separators, quotes, physical lines."""

import gzip

import pytest

from loaders.model.sheet import Sheet
from loaders.opening.delimited import decode, read
from loaders.opening.fault import ReadFault
from loaders.opening.workbook import Refused, read_workbook

HEAD = "日期,监测站点,二氧化硫浓度\n2024-01-01,城关区,12\n"
TRADITIONAL_HEAD = "日期,測站,二氧化硫濃度\n10601,臺北市,51\n10601,新北市,54\n"


def sheet(text: str | bytes, name: str = "表.csv") -> Sheet:
    return read(text.encode() if isinstance(text, str) else text, name)[0]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_encoding_of_simplified_text(encoding: str) -> None:
    assert decode(HEAD.encode(encoding)) == HEAD


@pytest.mark.parametrize("encoding", ["big5", "cp950", "utf-8"])
def test_encoding_of_traditional_text(encoding: str) -> None:
    assert decode(TRADITIONAL_HEAD.encode(encoding)) == TRADITIONAL_HEAD


def test_gb_without_any_usual_word() -> None:
    text = "安宁,红古\n皋兰,榆中\n"
    assert decode(text.encode("gb18030")) == text


def test_gb18030_four_byte_character() -> None:
    assert decode("监测𠀀站\n".encode("gb18030")) == "监测𠀀站\n"


def test_bytes_of_no_encoding_are_refused() -> None:
    with pytest.raises(ReadFault) as caught:
        decode(b"a,\xff\xff\xff\n")
    assert caught.value.code == "file-encoding"


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_separator_is_found(separator: str) -> None:
    read = sheet(f"日期{separator}值\n2024年1月{separator}0,5 1\n2024年2月{separator}3\n")
    assert read.rows[2] == ["2024年2月", "3"]


def test_title_row_does_not_hide_the_separator() -> None:
    assert sheet("兰州市空气质量\n日期;值\n1;2\n3;4\n").rows[1:] == [
        ["日期", "值"],
        ["1", "2"],
        ["3", "4"],
    ]


def test_excel_separator_line_is_followed_and_left_out() -> None:
    read = sheet("sep=|\na|b,c\n1|2,3\n")
    assert read.rows == [["a", "b,c"], ["1", "2,3"]] and read.lines == [2, 3]


def test_quoted_newline_keeps_physical_lines() -> None:
    read = sheet('a,b\r\n"x\r\ny","1,5"\r\n3,""\r\n')
    assert read.rows == [["a", "b"], ["x\r\ny", "1,5"], ["3", None]]
    assert read.lines == [1, 2, 4] and read.address(2, 1) == "R4C2"


def test_doubled_quote() -> None:
    assert sheet('a,b\n"5""x",1\n').rows[1] == ['5"x', "1"]


def test_blank_line_keeps_its_place() -> None:
    read = sheet("a,b\n\n1,2\n")
    assert read.rows == [["a", "b"], [], ["1", "2"]] and read.lines == [1, 2, 3]


def test_text_stays_as_written() -> None:
    assert sheet("a,b,c\n 1 ,\ufeff2\u00a0,=1+1\n").rows[1] == [" 1 ", "\ufeff2\u00a0", "=1+1"]


def test_long_field() -> None:
    assert len(str(sheet("a,b\n1," + "x" * 300_000 + "\n").value(1, 1))) == 300_000


def test_open_quote_is_refused_with_its_line() -> None:
    with pytest.raises(Refused) as caught:
        read_workbook(b'a,b\n1,2\n3,"4\n5,6\n', "表.csv")
    assert caught.value.diagnostic.code == "file-quotes"
    assert "第 3 行" in caught.value.diagnostic.message


def test_too_many_columns() -> None:
    with pytest.raises(ReadFault) as caught:
        sheet("," * 3000 + "\n")
    assert caught.value.code == "too-many-columns"


def test_too_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loaders.opening.delimited.MAX_CELLS", 3)
    with pytest.raises(ReadFault) as caught:
        sheet("a,b\n1,2\n")
    assert caught.value.code == "too-many-cells"


def test_gzip_through_the_child() -> None:
    (read,) = read_workbook(gzip.compress(HEAD.encode("gb18030")), "站点.csv.gz")
    assert read.name == "站点" and read.is_text and read.lines == [1, 2]
    assert read.rows[1] == ["2024-01-01", "城关区", "12"]


def test_csv_named_xls_is_read() -> None:
    assert read_workbook(HEAD.encode(), "月报.xls")[0].rows[1][1] == "城关区"
