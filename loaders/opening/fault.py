"""Why a file cannot be read, as a code with a Chinese sentence; light enough for the reader child."""

import struct
import zipfile
import zlib

# What parsers of damaged files raise; anything else is a fault of ours and ends the child.
PARSER_ERRORS: tuple[type[Exception], ...] = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,  # xml.etree's ParseError
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
TOO_LARGE = "file-damaged-or-too-large"

SENTENCES: dict[str, str] = {
    "file-empty": "文件是空的（0 字节）。请确认导出成功后重新选择文件。",
    "file-too-big": "文件有 {found}，超过 64 MB 的上限。请按年份或按表拆开后分别上传。",
    "file-truncated": "文件不完整，可能没有下载完或复制中断。请重新下载或在 Excel/WPS 中另存后再上传。",
    "file-damaged": "文件损坏，读不出表格（{found}）。请在 Excel/WPS 中打开，另存为 .xlsx 后重新上传。",
    TOO_LARGE: "文件损坏或过大，读取中止（{found}）。请在 Excel/WPS 中另存为 .xlsx，或拆成较小的文件。",
    "file-encrypted": "文件设有打开密码。请在 Excel/WPS 中取消密码，保存后重新上传。",
    "file-pdf": "这是 PDF 文件，不是电子表格。请上传原始的 .xlsx、.xls 或 .csv 文件。",
    "file-word": "这是 Word 文档，不是电子表格。请把表格复制到 Excel/WPS 表格中保存后上传。",
    "file-slides": "这是演示文稿，不是电子表格。请上传原始的 .xlsx、.xls 或 .csv 文件。",
    "file-image": "这是图片（{found}），不是电子表格。请上传原始的 .xlsx、.xls 或 .csv 文件。",
    "file-program": "这是程序文件，不是电子表格，不能上传。请选择 .xlsx、.xls 或 .csv 文件。",
    "file-archive": "这是压缩包（{found}），不是电子表格。请解压后上传里面的表格文件。",
    "file-html": "文件内容是网页（HTML），不是真正的电子表格。请在 Excel/WPS 中打开，另存为 .xlsx 后上传。",
    "file-xml-sheet": "文件是 XML 表格（Excel 2003 格式）。请在 Excel/WPS 中打开，另存为 .xlsx 后上传。",
    "file-xlsb": "文件是二进制工作簿（.xlsb）。请在 Excel/WPS 中另存为 .xlsx 后上传。",
    "file-not-spreadsheet": "文件内容不是电子表格（{found}）。请选择 .xlsx、.xls、.et、.ods 或 .csv 文件。",
    "file-plain-text": "文件内容是普通文字，没有表格的列。请确认文件没有改错扩展名，或另存为 .xlsx 后上传。",
    "file-encoding": "文字编码无法识别（{found}）。请在 Excel/WPS 中打开，另存为 .xlsx 后上传。",
    "file-quotes": "{found} 起的双引号没有成对，后面的内容分不清列。请补全引号，或另存为 .xlsx 后上传。",
    "zip-members": "文件内部有 {found} 个部件，多于 2000 个，不像正常的工作簿。请另存为 .xlsx 后上传。",
    "zip-bomb": "文件展开后过大（{found}），不像正常的工作簿。请另存为 .xlsx，或拆开后上传。",
    "zip-path": "文件内部有不正常的路径“{found}”。请在 Excel/WPS 中另存为 .xlsx 后上传。",
    "zip-duplicate": "文件内部有重名的部件“{found}”，无法确定以哪个为准。请另存为 .xlsx 后上传。",
    "xml-declaration": "文件内部“{found}”含有不允许的声明（DOCTYPE/ENTITY）。请另存为 .xlsx 后上传。",
    "xml-encoding": "文件内部“{found}”的编码不是 UTF-8。请在 Excel/WPS 中另存为 .xlsx 后上传。",
    "cell-too-far": "单元格 {found} 太远（最多 1048576 行、1000 列）。请删除表格外的多余内容后上传。",
    "too-many-cells": "单元格多于 {found} 个。请按年份或按表拆开后分别上传。",
    "too-many-columns": "{found}，多于 3000 列。请确认分隔符正确，或删去多余的列后上传。",
    "sheet-duplicate": "有两个工作表都叫“{found}”，无法确定以哪个为准。请改名后重新上传。",
    "readers-differ": "{where} 的内容用两种方法读出来不一样（{found}），无法确定以哪个为准。请在 Excel/WPS 中打开核对，另存为 .xlsx 后重新上传。",
    "no-sheet": "文件里没有工作表。请确认内容后重新保存上传。",
}


class ReadFault(Exception):
    """The file cannot be read. ``code`` is a key of ``SENTENCES``; ``found`` names what was met."""

    def __init__(
        self, code: str, found: str = "", cell: str | None = None, sheet: str | None = None
    ) -> None:
        super().__init__(code, found)
        self.code = code
        self.found = found[:200]
        self.cell = cell
        self.sheet = sheet

    @property
    def sentence(self) -> str:
        """What was found and what to do, in the clerk's words."""
        where = "!".join(part for part in (self.sheet, self.cell) if part)
        return SENTENCES[self.code].format(found=self.found, where=where)


def damaged_part(error: Exception) -> str:
    """What of a damaged file a parser stumbled over, in the clerk's words."""
    name = type(error).__name__.lower()
    if isinstance(error, zipfile.BadZipFile | zlib.error) or "zip" in name:
        return "压缩结构不完整"
    if isinstance(error, SyntaxError) or "xml" in name or "parse" in name:
        return "表格内容不完整"
    return "内部结构不对"
