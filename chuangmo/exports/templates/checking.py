"""Everything that stands against a template, said at once, before it is taken."""

import zipfile
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any, Final

from lxml import etree

from chuangmo.exports.docx.own_template import document_faults
from chuangmo.exports.pptx.own_template import opened, read_template
from loaders import ReadFault, parts_of_package

#: MB that a template may have; a logo and a picture on the master are well below.
MAX_MB: Final = 20
_PARTS = {"pptx": "ppt/presentation.xml", "docx": "word/document.xml"}
_NAMES = {"pptx": "演示文稿（.pptx）", "docx": "Word 文档（.docx）"}
#: What a package is refused for, in the words of somebody who gives a template.
_FAULTS = {
    "file-empty": "文件是空的（0 字节）。",
    "file-encrypted": "文件设有打开密码，或是老式的 .ppt、.doc。请另存为不设密码的.pptx、.docx。",
    "file-not-spreadsheet": "文件内容不是 Office 文件。请选 .pptx 或 .docx。",
    "file-truncated": "文件不完整，可能没有复制完。请重新复制后再试。",
    "file-damaged": "文件损坏（{found}）。请在 Office 或 WPS 里打开，另存一份再试。",
    "zip-members": "文件内部有 {found} 个部件，太多，不像正常的模板。",
    "zip-bomb": "文件展开后过大（{found}），不像正常的模板。",
    "zip-path": "文件内部有不正常的路径“{found}”。",
    "zip-duplicate": "文件内部有重名的部件“{found}”。",
    "xml-declaration": "文件内部“{found}”含有不允许的声明（DOCTYPE/ENTITY）。",
    "xml-encoding": "文件内部“{found}”的编码不是 UTF-8。",
}  # fmt: skip
_ACTIVE = (
    ("vbaproject.bin", "宏"), ("vbadata.xml", "宏"), ("/activex/", "ActiveX 控件"),
    ("/embeddings/", "嵌入的对象"), ("/media/", "视频或声音"),
)  # fmt: skip
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emf", ".wmf", ".svg", ".tif", ".tiff")
_KNOWN = (
    KeyError, ValueError, AttributeError, TypeError, IndexError, StopIteration, OSError,
    etree.LxmlError, zipfile.BadZipFile,
)  # fmt: skip


def template_faults(kind: str, data: bytes) -> list[str]:
    """Everything that stands against a file as the template of a kind; nothing where it does.

    Args:
        kind: ``pptx`` or ``docx``.
    """
    if len(data) > MAX_MB * 2**20:
        return [f"文件有 {len(data) / 2**20:.0f} MB，模板至多 {MAX_MB} MB。请压缩里面的图片。"]
    try:
        parts = parts_of_package(data)
    except ReadFault as fault:
        words = _FAULTS.get(fault.code, "文件读不出来（{found}）。请另存一份再试。")
        return [words.format(found=fault.found)]
    if _PARTS[kind] not in parts:
        return [f"文件内容不是{_NAMES[kind]}，扩展名可能改错了。"]
    found = [*_active(parts), *_outside(data, parts)]
    try:
        return [*found, *_LAYOUT[kind](data)]
    except _KNOWN as error:
        where = type(error).__name__
        return [*found, f"文件损坏，读不出版式（{where}）。请在 Office 或 WPS 里另存一份再试。"]


def _active(parts: Iterable[str]) -> list[str]:
    """Macros, controls, objects and sounds, a sentence for each kind."""
    found: dict[str, str] = {}
    for part in parts:
        lowered = f"/{part.lower()}"
        for sign, name in _ACTIVE:
            if sign in lowered and not lowered.endswith(_PICTURES):
                found.setdefault(name, part)
    return [f"含有{name}（{part}）。请删去后另存。" for name, part in found.items()]


def _outside(data: bytes, parts: Iterable[str]) -> list[str]:
    """What points outside of the file: linked pictures, addresses, an attached template."""
    found = []
    with zipfile.ZipFile(BytesIO(data)) as package:
        for part in parts:
            if not part.endswith(".rels"):
                continue
            for one in etree.fromstring(package.read(part)):
                if one.get("TargetMode") == "External":
                    where = part.replace("_rels/", "").removesuffix(".rels")
                    target = one.get("Target", "")[:100]
                    found.append(f"{where} 链接到文件以外（{target}）。请断开链接或改为嵌入。")
    return found


def _slides(data: bytes) -> list[str]:
    return read_template(opened(data))[1]


_LAYOUT: dict[str, Callable[[Any], list[str]]] = {"pptx": _slides, "docx": document_faults}
