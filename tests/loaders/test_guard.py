"""Every hostile or foreign file is refused with its own code and a Chinese sentence."""

import gzip
import io
import time
import zipfile

import pytest

from loaders.opening.guard import Refused, inspect
from tests.loaders.workbook_parts import book, ole_file, packed, parts

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def refusal(data: bytes, name: str = "表.xlsx") -> str:
    """The code of the refusal; the sentence must be whole and name the file."""
    with pytest.raises(Refused) as caught:
        inspect(data, name)
    diagnostic = caught.value.diagnostic
    assert diagnostic.message.startswith(f"{name}：") and diagnostic.message.endswith("。")
    assert diagnostic.severity == "error" and "{" not in diagnostic.message
    return diagnostic.code


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "file-pdf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "file-image"),
        (b"\xff\xd8\xff\xe0" + bytes(64), "file-image"),
        (b"MZ\x90\x00" + bytes(64), "file-program"),
        (b"\x7fELF" + bytes(64), "file-program"),
        (b"Rar!\x1a\x07\x00" + bytes(64), "file-archive"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(64), "file-archive"),
        (b"\x01\x02\x03\x00" * 40, "file-not-spreadsheet"),
        (b"<?xml version='1.0'?><a>1,2</a>", "file-not-spreadsheet"),
    ],
)
def test_foreign_file_by_magic(head: bytes, code: str) -> None:
    assert refusal(head) == code


def test_empty() -> None:
    assert refusal(b"") == "file-empty"


def test_only_blank_lines() -> None:
    assert refusal(b"\xef\xbb\xbf\r\n \r\n", "表.csv") == "file-empty"


def test_over_the_size_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loaders.opening.guard.MAX_BYTES", 100)
    assert refusal(book(ONE)) == "file-too-big"


@pytest.mark.parametrize(
    ("member", "code"),
    [
        ("word/document.xml", "file-word"),
        ("ppt/slides/slide1.xml", "file-slides"),
        ("xl/workbook.bin", "file-xlsb"),
        ("数据/1月.csv", "file-archive"),
    ],
)
def test_other_zip_packages(member: str, code: str) -> None:
    assert refusal(packed({member: b"<a/>"})) == code


def test_html_named_xls() -> None:
    html = "\ufeff<html xmlns:x='urn'><table><tr><td>1,2</td></tr></table></html>".encode()
    assert refusal(html, "月报.xls") == "file-html"


def test_xml_spreadsheet_2003() -> None:
    data = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    assert refusal(data, "月报.xls") == "file-xml-sheet"


def test_prose_renamed_to_xlsx() -> None:
    assert refusal("这不是表格\n只是文字\n".encode()) == "file-plain-text"


def test_csv_named_xls_is_text() -> None:
    assert inspect("日期,值\n1,2\n".encode(), "表.xls").kind == "text"


def test_xlsx_named_xls_is_xlsx() -> None:
    assert inspect(book(ONE), "表.xls").kind == "xlsx"


@pytest.mark.parametrize("short", ["PM2.5;1\n2;3\n", "MZ,值\n1,2\n2,3\n"])
def test_text_that_begins_like_a_program_is_text(short: str) -> None:
    assert inspect(short.encode(), "表.csv").kind == "text"


def test_truncated_zip() -> None:
    data = book(ONE)
    assert refusal(data[: len(data) // 2]) == "file-truncated"


def test_truncated_ole() -> None:
    assert refusal(ole_file("Workbook", b"")[:612], "表.xls") == "file-truncated"


def test_encrypted_workbook() -> None:
    assert refusal(ole_file("EncryptedPackage", b"")) == "file-encrypted"


def test_word_document_of_old_kind() -> None:
    assert refusal(ole_file("WordDocument", b""), "表.xls") == "file-word"


def test_ole_without_workbook() -> None:
    assert refusal(ole_file("Thumbs", b""), "表.xls") == "file-not-spreadsheet"


def test_zip_with_password() -> None:
    data = bytearray(book(ONE))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    assert refusal(bytes(data)) == "file-encrypted"


def test_zip_bomb_by_ratio() -> None:
    members = parts(f"<sheetData>{ONE}</sheetData>")
    data = packed({**members, "xl/sharedStrings.xml": b"<sst>" + b" " * 30_000_000})
    started = time.monotonic()
    assert refusal(data) == "zip-bomb"
    assert time.monotonic() - started < 2


def test_zip_bomb_that_lies_about_its_size() -> None:
    data = bytearray(packed({**parts(""), "xl/sharedStrings.xml": b"<sst>" + b" " * 30_000_000}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    assert refusal(bytes(data)) == "zip-bomb"


def test_small_file_of_high_ratio_passes() -> None:
    data = packed({**parts(f"<sheetData>{ONE}</sheetData>"), "xl/theme.xml": b" " * 3_000_000})
    assert inspect(data, "表.xlsx").kind == "xlsx"


def test_too_many_members() -> None:
    assert refusal(packed((f"xl/{i}.xml", b"<a/>") for i in range(2001))) == "zip-members"


def test_duplicate_member() -> None:
    members = [*parts(f"<sheetData>{ONE}</sheetData>").items(), ("XL/workbook.xml", b"<a/>")]
    assert refusal(packed(members)) == "zip-duplicate"


@pytest.mark.parametrize("path", ["../../evil.xml", "/etc/passwd", "xl\\..\\evil.xml", "a:$x.xml"])
def test_path_tricks(path: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts("").items():
            package.writestr(name, content)
        info = zipfile.ZipInfo("x")
        info.filename = path
        package.writestr(info, b"<a/>")
    assert refusal(out.getvalue()) == "zip-path"


@pytest.mark.parametrize(
    "declaration",
    [b'<!DOCTYPE a [<!ENTITY x "y">]>', b'<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd">'],
)
@pytest.mark.parametrize("member", ["xl/styles.xml", "xl/media/picture.png"])
def test_document_type_in_any_member(member: str, declaration: bytes) -> None:
    data = packed({**parts(""), member: b'<?xml version="1.0"?>\n' + declaration + b"<a/>"})
    assert refusal(data) == "xml-declaration"


def test_document_type_across_the_chunk_border() -> None:
    padding = b"<a>" + b"".join(b"<b n='%d'/>" % i for i in range(80_000))
    filler = padding[: 1024 * 1024 - 5].rjust(1024 * 1024 - 5)
    data = packed({**parts(""), "xl/styles.xml": filler + b"<!DOCTYPE a><a/>"})
    assert refusal(data) == "xml-declaration"


@pytest.mark.parametrize("encoding", ["utf-16", "cp037"])
def test_xml_in_an_encoding_that_hides_declarations(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a><a/>'.encode(encoding)
    assert refusal(packed({**parts(""), "xl/styles.xml": text})) == "xml-encoding"


@pytest.mark.parametrize("reference", ["XFD1048576", "ALM1", "A1048577", "AAAAAAAA1"])
def test_cell_too_far(reference: str) -> None:
    assert refusal(book(f'<row r="1"><c r="{reference}"><v>1</v></c></row>')) == "cell-too-far"


def test_last_allowed_cell_passes() -> None:
    data = book('<row r="1048576"><c r="ALL1048576"><v>1</v></c></row>')
    assert inspect(data, "表.xlsx").kind == "xlsx"


def test_too_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loaders.opening.zip_guard.MAX_CELLS", 3)
    assert refusal(book(ONE * 4)) == "too-many-cells"


def test_gzip_is_opened() -> None:
    accepted = inspect(gzip.compress(b"a,b\n1,2\n"), "a.csv.gz")
    assert (accepted.kind, accepted.data) == ("text", b"a,b\n1,2\n")


def test_gzip_bomb() -> None:
    assert refusal(gzip.compress(b"1,2\n" * 10_000_000), "a.csv.gz") == "zip-bomb"


def test_gzip_in_gzip() -> None:
    assert refusal(gzip.compress(gzip.compress(b"a,b\n")), "a.gz") == "file-archive"


def test_truncated_gzip() -> None:
    assert refusal(gzip.compress(b"a,b\n" * 99)[:-12], "a.csv.gz") == "file-truncated"


def test_name_with_folders_shows_the_file_only() -> None:
    with pytest.raises(Refused) as caught:
        inspect(b"", "../../etc/表.xlsx")
    assert caught.value.diagnostic.message.startswith("表.xlsx：")
