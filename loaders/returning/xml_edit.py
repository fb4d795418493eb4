"""Edits XML in place, byte by byte: what is not touched stays exactly as it was written."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

_TAG = re.compile(rb"""[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*\?>")


@dataclass
class Node:
    """One element of a document with its place in the bytes.

    Attributes:
        name: local name; ``prefix`` with its colon, or empty.
        start, open_end: first byte of the start tag and the byte after it.
        close: first byte of the end tag (``open_end`` where the tag closes itself).
        end: the byte after the element.
    """

    name: str
    prefix: str
    attributes: dict[str, str]
    start: int
    open_end: int
    close: int = 0
    end: int = 0
    children: list["Node"] = field(default_factory=list)

    def child(self, name: str) -> "Node | None":
        """The first child of this local name."""
        return next((node for node in self.children if node.name == name), None)

    def needed(self, name: str) -> "Node":
        """The first child of this local name.

        Raises:
            KeyError: there is none.
        """
        if (found := self.child(name)) is not None:
            return found
        raise KeyError(name)


class Document:
    """An XML member: its tree with byte places, and the edits waiting to be made.

    ``skip`` tells elements whose content is left out of the tree (it stays in the bytes).
    """

    def __init__(self, xml: bytes, skip: Callable[[Node], bool] = lambda node: False) -> None:
        self.xml = _as_utf8(xml)
        self.root = _tree(self.xml, skip)
        self._edits: list[tuple[int, int, bytes]] = []

    def replace(self, start: int, end: int, by: str) -> None:
        """Put ``by`` in the place of the bytes ``start`` to ``end``."""
        self._edits.append((start, end, by.encode()))

    def insert(self, place: int, what: str) -> None:
        """Put ``what`` before the byte ``place``; several at one place keep their order."""
        self.replace(place, place, what)

    def set(self, node: Node, **values: str) -> None:
        """Set attributes of a start tag; one edit a node."""
        tag = self.xml[node.start : node.open_end]
        for name, value in values.items():
            tag = _with_attribute(tag, name, value)
        self._edits.append((node.start, node.open_end, tag))

    def append(self, node: Node, what: str) -> None:
        """Put ``what`` at the end of an element's content, opening an empty element."""
        if node.close > node.open_end or self.xml[node.open_end - 2 : node.open_end] != b"/>":
            self.insert(node.close, what)
            return
        tag = self.xml[node.start : node.open_end].removesuffix(b"/>").rstrip()
        tag = tag if tag.endswith(b">") else tag + b">"
        whole = f"{what}</{node.prefix}{node.name}>"
        self._edits.append((node.start, node.open_end, tag + whole.encode()))

    def text(self) -> bytes:
        """The bytes with all edits made."""
        out, position = bytearray(), 0
        for start, end, by in sorted(self._edits, key=lambda edit: edit[:2]):
            out += self.xml[position:start] + by
            position = end
        return bytes(out + self.xml[position:])


def _as_utf8(xml: bytes) -> bytes:
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")):
        body = xml.decode("utf-16").encode()
        return _DECLARED.sub(b'<?xml version="1.0" encoding="UTF-8"?>', body)
    return xml


def _tree(xml: bytes, skip: Callable[[Node], bool]) -> Node:
    """The tree of a document; entities and doctypes were refused before (``zip_guard``)."""
    parser = expat.ParserCreate()
    shell = Node("", "", {}, 0, 0)
    open_nodes = [shell]
    hidden = 0  # how deep inside an element that is skipped

    def started(name: str, attributes: dict[str, str]) -> None:
        nonlocal hidden
        if hidden or (open_nodes[-1] is not shell and skip(open_nodes[-1])):
            hidden += 1
            return
        prefix, colon, local = name.rpartition(":")
        start = parser.CurrentByteIndex
        node = Node(local, prefix + colon, attributes, start, _tag_end(xml, start))
        open_nodes[-1].children.append(node)
        open_nodes.append(node)

    def ended(name: str) -> None:
        nonlocal hidden
        if hidden:
            hidden -= 1
            return
        node = open_nodes.pop()
        closes_itself = xml[node.open_end - 2 : node.open_end] == b"/>"
        node.close = node.open_end if closes_itself else parser.CurrentByteIndex
        node.end = node.open_end if closes_itself else _tag_end(xml, node.close)

    parser.StartElementHandler, parser.EndElementHandler = started, ended
    parser.Parse(xml, True)
    return shell.children[0]


def _tag_end(xml: bytes, start: int) -> int:
    """The byte after the tag that begins at ``start``; ``>`` may stand inside quotes."""
    found = _TAG.match(xml, start)
    return found.end() if found else len(xml)


def _with_attribute(tag: bytes, name: str, value: str) -> bytes:
    new = f' {name}="{escaped(value)}"'.encode()
    known = re.compile(rf"\s{name}\s*=\s*(?:\"[^\"]*\"|'[^']*')".encode())
    if known.search(tag):
        return known.sub(lambda _: new, tag, count=1)
    cut = -2 if tag.endswith(b"/>") else -1
    return tag[:cut] + new + tag[cut:]


def escaped(text: str) -> str:
    """Text for XML content and attributes; control characters that XML forbids are left out."""
    allowed = "".join(c for c in text if c >= " " or c in "\t\n\r")
    for mark, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        allowed = allowed.replace(mark, entity)
    return allowed
