"""What the quick look at XML proves is what the expressions of the guard say."""

from hypothesis import example, given
from hypothesis import strategies as st

from loaders.opening.xml_marks import Marks
from loaders.opening.zip_guard import DECLARATION, FAR

PIECES = [
    b"<c", b"<row", b"</c>", b">", b"<!", b"<!--", b"<", b" ", b"\t", b"\n", b'"', b"'", b"=",
    b" r=", b" r =", b'r="', b' r="', b"\nr='", b"A1", b"ALL", b"AB123456", b"1234567", b"7",
    b'="A1"', b' r="A1"', b' r="XFD1"', b" s=", b"x:c ", "文".encode(),
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=14).map(b"".join)


@given(texts)
@example(b"")
@example(b' r="ALM1"')
@example(b' r="1048577"')
def test_what_is_not_marked_holds_no_far_reference_and_no_declaration(text: bytes) -> None:
    marks = Marks(text)
    assert marks.may_reach_far or not FAR.search(text)
    assert marks.may_declare == (b"<!" in text) and (
        marks.may_declare or not DECLARATION.search(text)
    )


@given(texts)
def test_cells_are_counted_as_they_are_written(text: bytes) -> None:
    assert Marks(text).cells == text.count(b"<c ") + text.count(b"<c>")


def test_a_sheet_written_the_common_way_needs_no_second_look() -> None:
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c><c r="ZZ%d" t="s"><v>2</v></c></row>' % (n, n, n)
        for n in (1, 20, 999_999)
    )
    assert not Marks(rows).may_reach_far and Marks(rows).cells == 6
