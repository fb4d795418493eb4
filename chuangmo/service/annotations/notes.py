"""说明: the responsible unit's word on a figure of a period, met or not; a later text replaces.

Every text is a line of the journal, and so is taking the newest back; all stay readable. No figure
and no verdict depends on them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from chuangmo.access.actor import UPLOADER, VIEWER, Actor
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.period import (
    CUMULATIVE,
    HALF,
    MONTH,
    QUARTER,
    SEASON,
    YEAR,
    Period,
    local_date,
    parse_period,
    today,
)
from chuangmo.service.annotations.texts import one_line_text
from chuangmo.service.auditing import audited
from chuangmo.service.board import Board, require
from chuangmo.store.errors import StoreFault, StoreRefusal
from chuangmo.store.journal import JournalEntry
from chuangmo.store.renaming import renamed_in

#: Types of journal line.
NOTE_SET, NOTE_UNDO = "note_set", "note_undo"
LONGEST_NOTE = 300
_ACTION = "note"
_KINDS = (MONTH, QUARTER, HALF, YEAR, CUMULATIVE, SEASON)


@dataclass(frozen=True)
class NoteText:
    """One text of a note.

    Attributes:
        by: who wrote it; at: when, UTC; seq: its journal line.
        undone_by, undone_at: who took it back and when; empty while nobody did.
    """

    text: str
    by: str
    at: str
    seq: int
    undone_by: str = ""
    undone_at: str = ""


@dataclass(frozen=True)
class FigureNote:
    """What a unit said of one figure, with everything that was said before.

    Attributes:
        texts: oldest first, those taken back among them.
    """

    indicator: str
    area: str
    period: Period
    texts: tuple[NoteText, ...]

    @property
    def current(self) -> NoteText | None:
        """The text that holds: the newest that was not taken back."""
        return next((one for one in reversed(self.texts) if not one.undone_by), None)

    @property
    def text(self) -> str:
        """The text that holds; empty where all were taken back."""
        return self.current.text if self.current else ""

    def on(self, month: Period) -> bool:
        """Whether it stands beside the figures of a month: its own period ends in it."""
        return month.start.date() <= self.period.last_day <= month.last_day


def list_notes(
    board: Board,
    actor: Actor,
    *,
    indicator: str | None = None,
    area: str | None = None,
    period: str | None = None,
) -> list[FigureNote]:
    """Every note of the city in the order of its first text, those taken back too.

    Raises:
        UnknownId, UnknownPlace: no such indicator or area. PeriodError: no such period.
    """
    require(actor, VIEWER)
    catalog = board.catalog
    name = catalog.indicator(indicator).id if indicator else None
    place = catalog.area(area) if area else None
    asked = parse_period(period) if period else None
    return [
        one
        for one in _held(board)
        if name in (None, one.indicator)
        and place in (None, one.area)
        and asked in (None, one.period)
    ]


def notes_in_force(notes: Iterable[FigureNote], month: Period) -> list[FigureNote]:
    """Those that stand beside the figures of a month and have a text."""
    return [one for one in notes if one.on(month) and one.current]


def words_of(notes: Iterable[FigureNote], indicator: str, area: str) -> str:
    """What was said of one indicator and place, the texts of several periods together."""
    return "；".join(
        one.text.rstrip("。；") for one in notes if (one.indicator, one.area) == (indicator, area)
    )


def set_note(
    board: Board,
    actor: Actor,
    indicator: str,
    area: str,
    period: Period,
    text: str,
    *,
    seen: int | None = None,
) -> FigureNote:
    """Write the word on a figure; nothing is written where the same holds already.

    Args:
        period: of the figure: a month, or a longer period that ends with one.
        seen: journal line of the text that was on the person's screen, 0 for none; left out, what
            stands is replaced whatever it is.

    Raises:
        Forbidden: below uploader, or an uploader of other districts.
        UnknownId, UnknownPlace: no such indicator or area.
        UnfitEntry: no text, too long a one, or a period that has no note.
        StoreRefusal: somebody else wrote since the person looked.
    """
    board.keeper.require_own()
    name, place = board.catalog.indicator(indicator).id, board.catalog.area(area)
    subject = _subject(board, name, place, period)
    with audited(board.settings, actor, _ACTION, subject, UPLOADER, (place,)), board.changing:
        wanted = one_line_text(text, "说明", LONGEST_NOTE)
        held = _note_on(board, name, place, _fit(period))
        standing = held.current
        if seen is not None and (standing.seq if standing else 0) != seen:
            raise StoreRefusal(_moved(standing))
        if standing is not None and standing.text == wanted:
            return held
        payload = _about(board, held) | {"text": wanted}
        board.store.record(NOTE_SET, payload, actor.name)
        return _note_on(board, name, place, period)


def undo_note(board: Board, actor: Actor, indicator: str, area: str, period: Period) -> FigureNote:
    """Take the newest text back: the one before it holds again, or none.

    Raises:
        Forbidden, UnknownId, UnknownPlace: as ``set_note``.
        StoreRefusal: there is no text.
    """
    board.keeper.require_own()
    name, place = board.catalog.indicator(indicator).id, board.catalog.area(area)
    subject = f"撤销 {_subject(board, name, place, period)}"
    with audited(board.settings, actor, _ACTION, subject, UPLOADER, (place,)), board.changing:
        held = _note_on(board, name, place, period)
        if held.current is None:
            raise StoreRefusal(f"{place}{period.text}的这项指标没有说明，无可撤销。")
        payload = _about(board, held) | {"undoes": held.current.seq}
        board.store.record(NOTE_UNDO, payload, actor.name)
        return _note_on(board, name, place, period)


def _subject(board: Board, indicator: str, area: str, period: Period) -> str:
    return f"{area} {board.catalog.indicator(indicator).label} {period.text}"


def _fit(period: Period) -> Period:
    if period.kind not in _KINDS:
        raise UnfitEntry(
            f"“{period.text}”：说明写在一个月（2008-10）、一季、半年、一年或累计时段的数旁边。"
        )
    if period.start.date() > today():
        raise UnfitEntry(f"{period.text} 还没有到，请核对时段。")
    return period


def _moved(standing: NoteText | None) -> str:
    if standing is None:
        return "您看过之后，原来的说明被撤销了，没有写入。请看过再写。"
    day = local_date(standing.at).isoformat()
    return f"您看过之后，{standing.by} 于 {day} 改过这条说明，没有写入。请看过再写。"


def _about(board: Board, note: FigureNote) -> dict[str, object]:
    return {
        "city": board.settings.city, "indicator": note.indicator, "area": note.area,
        "period": note.period.text,
    }  # fmt: skip


def _note_on(board: Board, indicator: str, area: str, period: Period) -> FigureNote:
    """The note of a figure; one without texts where nothing was said."""
    key = (indicator, area, period)
    found = (n for n in _held(board) if (n.indicator, n.area, n.period) == key)
    return next(found, FigureNote(*key, ()))


def _held(board: Board) -> list[FigureNote]:
    return replayed_notes(board.store.entries(), board.settings.city)


def replayed_notes(lines: Iterable[JournalEntry], city: str) -> list[FigureNote]:
    """The notes of a city from the journal's lines in order; districts by today's names.

    Raises:
        StoreFault: a line that this version cannot read.
    """
    found: dict[tuple[str, str, str], FigureNote] = {}
    for line in lines:
        if names := renamed_in(line):
            found = _renamed(found, names)
        if line.type not in (NOTE_SET, NOTE_UNDO) or line.body["payload"]["city"] != city:
            continue
        try:
            _apply(found, line)
        except (KeyError, ValueError) as error:
            raise StoreFault(f"journal.jsonl 第 {line.seq} 行：说明读不懂。") from error
    return list(found.values())


def _renamed(
    found: dict[tuple[str, str, str], FigureNote], names: dict[str, str]
) -> dict[tuple[str, str, str], FigureNote]:
    moved = (replace(one, area=names.get(one.area, one.area)) for one in found.values())
    return {(one.indicator, one.area, one.period.text): one for one in moved}


def _apply(found: dict[tuple[str, str, str], FigureNote], line: JournalEntry) -> None:
    raw = line.body["payload"]
    key = (raw["indicator"], raw["area"], raw["period"])
    if line.type == NOTE_SET:
        fresh = FigureNote(raw["indicator"], raw["area"], parse_period(raw["period"]), ())
        held = found.get(key, fresh)
        text = NoteText(raw["text"], line.actor, line.at, line.seq)
        found[key] = replace(held, texts=(*held.texts, text))
        return
    held = found[key]
    texts = tuple(
        replace(one, undone_by=line.actor, undone_at=line.at) if one.seq == raw["undoes"] else one
        for one in held.texts
    )
    found[key] = replace(held, texts=texts)
