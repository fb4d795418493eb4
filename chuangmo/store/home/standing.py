"""What journal, witness, database and archive together say: is the journal whole, which lines hold.

The journal is the truth as long as no other witness knows of more. A witness that is behind is
lawful (a kill, a full disk); one that is ahead, or tells another story, means that the journal
lost lines: then the lines of the witness hold, and nothing may be written until somebody decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chuangmo.store.errors import JournalBroken
from chuangmo.store.home.paths import Home
from chuangmo.store.journal import BATCH_LINES, JournalEntry, read_journal, sound_lines

_WHAT_TO_DO = (
    "请管理员停下看板，运行 rebuild --recover 补回，或运行 restore-backup 由备份恢复；"
    "在此之前只能查看，不能写入。"
)
_SHOWN = 3


@dataclass(frozen=True)
class Standing:
    """The journal as it stands.

    Attributes:
        entries: the lines that hold: the journal's, or those of a witness that knows more.
        torn: bytes of an unfinished last line, to be cut off; empty where lines are missing.
        witnessed: so many of ``entries`` stand in the witness.
        lost: what is missing, from whom, and what to do, in Chinese; empty when all is there.
        missing: the lines that hold and are not in the journal.
        known: so many of ``entries`` were read from journal or witness; the rest only the
            database has, and without all their fields.
    """

    entries: list[JournalEntry]
    torn: bytes
    witnessed: int
    lost: str
    missing: list[JournalEntry]
    known: int


def look(home: Home, held: Sequence[JournalEntry]) -> Standing:
    """Compare all witnesses; nothing is changed.

    Args:
        home: whose journal and witness are read.
        held: the lines as the database tells them (``store.home.held``); empty where there is none,
            or none that can be trusted.

    Raises:
        JournalBroken: the chain does not hold and the witness does not have the broken line.
    """
    witness = sound_lines(home.witness)
    try:
        journal, torn = read_journal(home.journal)
        broken = None
    except JournalBroken as error:
        journal, torn, broken = sound_lines(home.journal), b"", error
    found = _between(journal, torn, witness, held, broken)
    found = _beside_database(found, journal, held, home)
    if home.restoring.exists():
        return replace(found, torn=b"", lost=_UNFINISHED)
    if home.renewing.exists():
        return replace(found, torn=b"", lost=_HALF_RENEWED)
    if not found.entries and not home.witness.exists() and not home.journal.exists():
        return replace(found, lost=_without_all(home))
    return found


def shared(one: Sequence[JournalEntry], other: Sequence[JournalEntry]) -> int:
    """How many lines two journals have in common from the first on."""
    pairs = enumerate(zip(one, other, strict=False))
    shorter = min(len(one), len(other))
    return next((i for i, (a, b) in pairs if a.sha256 != b.sha256), shorter)


def _between(
    journal: list[JournalEntry],
    torn: bytes,
    witness: list[JournalEntry],
    held: Sequence[JournalEntry],
    broken: JournalBroken | None,
) -> Standing:
    """Journal against witness; where they tell two stories the database decides."""
    both = shared(journal, witness)
    if broken is not None and (both < len(journal) or len(witness) <= both):
        raise broken
    if both == len(witness):
        return Standing(journal, torn, both, "", [], len(journal))
    if both == len(journal):
        missing = witness[both:]
        first = f"登记簿 {broken.said}，连同后面的行不能用" if broken else _shorter(missing)
        said = f"{first}{named(missing)}。登记簿副本里还有，数字仍是完整的。{_WHAT_TO_DO}"
        return Standing(witness, b"", len(witness), said, missing, len(witness))
    if shared(held, witness) < shared(held, journal):
        return Standing(journal, b"", both, _OTHER_WITNESS, [], len(journal))
    missing = witness[both:]
    said = f"{_OTHER_JOURNAL}{named(missing)}。数字取自登记簿副本，仍是完整的。{_WHAT_TO_DO}"
    return Standing(witness, b"", len(witness), said, missing, len(witness))


def _beside_database(
    found: Standing, journal: list[JournalEntry], held: Sequence[JournalEntry], home: Home
) -> Standing:
    """The lines that only the database knows.

    A database of another journal is the wrong one where there is a witness and the archive has
    what the journal names; else the journal is.
    """
    both = shared(found.entries, held)
    if both == len(held):
        return found
    other = both < len(found.entries) and home.witness.exists()
    if other and _has_originals(home, found.entries[both:]):
        return found
    more = list(held[both:])
    missing = [*found.missing, *more] if both == len(found.entries) else more
    entries = [*found.entries[:both], *more]
    cut = shared(journal, entries) == len(journal)
    first = _shorter(missing) if cut else _OTHER_JOURNAL
    said = f"{first}{named(missing)}。数字取自数据库，仍是完整的。{_WHAT_TO_DO}"
    return Standing(entries, b"", min(found.witnessed, both), said, missing, both)


def _shorter(missing: list[JournalEntry]) -> str:
    first, last = missing[0].seq, missing[-1].seq
    lines = f"第 {first} 行" if first == last else f"第 {first}—{last} 行"
    return f"登记簿 journal.jsonl 少了最后 {len(missing)} 行（{lines}）"


_OTHER_JOURNAL = "登记簿 journal.jsonl 不是这个数据目录原来的那一本，原来的登记已不在其中"
_OTHER_WITNESS = (
    "登记簿副本 witness/journal.jsonl 不是这本登记簿的副本，无法核对登记簿是否完整；"
    f"数字取自登记簿和数据库，两者一致。{_WHAT_TO_DO}"
)
_UNFINISHED = (
    "上次由备份恢复（restore-backup）没有做完，数据不全。"
    "请管理员停下看板，再运行一次 restore-backup；在此之前只能查看，不能写入。"
)

_HALF_RENEWED = (
    "上次设置城市没有做完，原来的数据只移开了一部分，一样没有少。"
    "请启动看板，或运行任一条要打开数据目录的命令（如 city show），会接着做完。"
)


def named(missing: Sequence[JournalEntry]) -> str:
    """The lines in words: first the batches with file and person, then how many others."""
    batches = [
        f"批次 {e.body['batch']}“{e.body['file']}”（{e.actor}）"
        for e in missing
        if e.type in BATCH_LINES
    ]
    named = "、".join(batches[:_SHOWN])
    if len(batches) > _SHOWN:
        named += f" 等 {len(batches)} 批"
    others = [e for e in missing if e.type not in BATCH_LINES]
    people = "、".join(dict.fromkeys(e.actor for e in others if e.actor))
    if others:
        whose = f"（{people}）" if people else ""
        named += ("，另有" if named else "") + f"撤回、目标、更正等其他登记 {len(others)} 项{whose}"
    return f"：{named}" if named else ""


def _has_originals(home: Home, entries: Sequence[JournalEntry]) -> bool:
    return all(
        (home.archive.root / e.body["archive"]).exists() for e in entries if e.type in BATCH_LINES
    )


def _without_all(home: Home) -> str:
    """Originals of which no journal, witness or database tells: a home that lost them all."""
    if home.place is not None:  # the lines come from PostgreSQL
        return ""
    originals = sum(1 for _ in (home.root / "archive").glob("[0-9a-f][0-9a-f]/*"))
    if not originals:
        return ""
    return (
        f"登记簿 journal.jsonl、它的副本和数据库都不见了，而 archive/ 里有 {originals} 个原件。"
        "请管理员停下看板，运行 restore-backup 由备份恢复；没有备份时，另建数据目录，"
        "重新导入这些原件。在此之前只能查看，不能写入。"
    )
