"""OpenDocument sheets written by hand, for the reader tests."""

import io
import zipfile

SPACE = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = " ".join(
    f'xmlns:{name}="{SPACE}:{name}:1.0"' for name in ("office", "table", "text", "style")
)
CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def document(tables: str, styles: str = "", manifest: str = "<manifest/>") -> bytes:
    """An .ods around its table elements."""
    content = (
        f"<office:document-content {NAMES} {CALC}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def table(rows: str, name: str = "S", style: str = "") -> str:
    styled = f' table:style-name="{style}"' if style else ""
    return f'<table:table table:name="{name}"{styled}>{rows}</table:table>'


def number(value: object, attributes: str = "", kind: str = "float") -> str:
    return (
        f'<table:table-cell {attributes} office:value-type="{kind}" office:value="{value}">'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def line(cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


def text(content: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{content}</text:p></table:table-cell>'
