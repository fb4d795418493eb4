"""Texts that people type beside figures: one line of printable characters, not too long."""

from chuangmo.catalog.faults import UnfitEntry

_WIDE_LETTERS = "\u2e80"  # from here on letters that are written without spaces between lines


def one_line_text(text: str, what: str, longest: int) -> str:
    """The text in one line, for it stands in cells of tables and on charts.

    Args:
        what: it is called in the refusal. longest: characters it may have.

    Raises:
        UnfitEntry: there is none, or it is too long.
    """
    printable = "".join(c if c.isprintable() or c in "\r\n" else " " for c in text)
    plain = ""
    for part in (" ".join(line.split()) for line in printable.splitlines()):
        plain += f" {part}" if plain and part and plain[-1] < _WIDE_LETTERS else part
    if not plain:
        raise UnfitEntry(f"{what}：没有填写。请用一两句话写明。")
    if len(plain) > longest:
        raise UnfitEntry(f"{what}有 {len(plain)} 字，最多 {longest} 字。请写要点，详情另附文件。")
    return plain
