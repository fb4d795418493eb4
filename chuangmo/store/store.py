"""The one face of the store: commit, withdraw, current values, trace, all of one home."""

import threading
from collections.abc import Callable, Collection
from datetime import date
from typing import Any, TypeVar

import pyarrow as pa

from chuangmo.identity import hold, only_readable
from chuangmo.period import Period
from chuangmo.settings import Settings, check_place
from chuangmo.store import reading, rows, views
from chuangmo.store.compare import absent, approving, compare, holds, outranked, restores
from chuangmo.store.crash_points import CHECKED, COMMITTED, CONFIRMED, JOURNALLED, LOCKED, arrow
from chuangmo.store.database import Cursor, Resources
from chuangmo.store.home.closing import Closing
from chuangmo.store.home.lock import HomeLock
from chuangmo.store.home.opening import open_journal, opened_home, standing_of
from chuangmo.store.home.paths import Home
from chuangmo.store.home.presence import Presence
from chuangmo.store.home.read_only import ReadingOpener
from chuangmo.store.home.standing import Standing
from chuangmo.store.journal import (
    APPROVE,
    ATTACHED,
    BATCH_LINES,
    IMPORT,
    RESTORE,
    SEND_BACK,
    STATE_LINES,
    SUBMIT,
    WITHDRAW,
    JournalEntry,
)
from chuangmo.store.lake.tables import LakeTables
from chuangmo.store.moves import require_changeable, require_same, require_shown
from chuangmo.store.rebuild import Opener, RebuildResult, summary
from chuangmo.store.replay import EVENT, pending_info
from chuangmo.store.submitting import archived, attachment, conform, conforming
from chuangmo.store.tables import Tables

T = TypeVar("T")


class Store(Closing):
    """The data of one home: archive and journal (the truth), DuckDB (their product).

    Made by :meth:`open`. Any thread may call any method. Writers wait for one another; readers
    wait for nobody, except while a broken database is being reopened.

    Attributes:
        notices: Chinese sentences about what opening or healing had to do.
    """

    def __init__(self, home: Home, lock: HomeLock, resources: Resources) -> None:
        self._home = home
        self._lock = lock
        self._resources = resources
        self._writing = threading.RLock()
        self.notices: list[str] = []
        self._archive = home.archive
        identity = opened_home(home, self._archive, lock, self.notices)
        standing = standing_of(home, resources)
        self._journal = open_journal(home, standing, self.notices, lock.reading)
        super().__init__(Presence(home, self._journal, identity))
        self.writing_closed = standing.lost
        self._tables = self._opened_tables(standing)

    @classmethod
    def open(cls, settings: Settings, resources: Resources | None = None) -> "Store":
        """Take the home's lock, check the journal, heal the database, replay what is missing.

        Where the journal lost lines that another witness knows, the store opens on the last good
        figures and is closed to writing (``writing_closed``); nothing is rebuilt downwards. A home
        that cannot be written is opened for reading likewise.

        Raises:
            UnfitHome: HOME is no folder, or its ``home.json`` cannot be read.
            StoreHeld: another process (or this one) has the home open.
            JournalBroken: the journal's chain does not hold and no witness has the line.
            StoreFault: no room, no permission, or a damaged archive where it is needed.
        """
        home = Home.of(settings)
        check_place(home.root)
        lock = HomeLock(home.root, reading=only_readable(home.root))
        try:
            return cls(home, lock, resources or Resources())
        except BaseException:
            lock.release()
            raise

    def close(self, words: str = "") -> None:
        """Close the database and let the home go; ``words`` are told to whoever still asks."""
        with self._writing:
            self._closed = words or self._closed
            self._tables.close(words)
            self._journal.close()
            self._lock.release()
            hold(self._home.root, None)

    # ------------------------------------------------------------------ writing

    def diff(
        self, observations: pa.Table, ledger: pa.Table, parts: pa.Table = rows.NO_PARTS
    ) -> rows.Diff:
        """What staged rows would do to the current values; nothing is written."""
        staged = conforming(observations, ledger, parts)
        return self._tables.read(
            lambda cursor: compare(cursor, *staged, self._tables.position_of(cursor))
        )

    def holds(self, batch: int) -> bool:
        """Whether everything that a batch carries is what the store shows now."""
        return self._tables.read(lambda cursor: holds(cursor, batch))

    def restores(
        self, batch: int, observations: pa.Table, ledger: pa.Table, parts: pa.Table = rows.NO_PARTS
    ) -> bool:
        """Whether a withdrawn batch, restored, would show these rows: all of them, no others."""
        staged = conforming(observations, ledger, parts)
        return self._tables.read(lambda cursor: restores(cursor, batch, *staged))

    def approving(self, batch: int) -> rows.Diff:
        """What a submitted batch would change if it were approved now (``compare.approving``)."""
        return self._tables.read(lambda c: approving(c, batch, self._tables.position_of(c)))

    def outranked(self, observations: pa.Table) -> list[int]:
        """Rows not yet audited beside which another value is held (``compare.outranked``)."""
        return self._tables.read(lambda c: outranked(c, conform(observations, rows.OBSERVATIONS)))

    def absent(self, observations: pa.Table, months: Collection[Period] = ()) -> pa.Table:
        """Current values that the form gave before and now leaves out (``compare.absent``)."""
        return self._tables.read(
            lambda c: absent(c, conform(observations, rows.OBSERVATIONS), months)
        )

    def commit(self, submission: rows.Submission) -> rows.Committed:
        """Write an import: archive, journal line (the commit point), one transaction.

        Raises:
            BaseMoved: the import would now change other values than were shown, or from others.
            WritingClosed: the store is closed to writing.
            StoreFault: archive or journal cannot be written, or an earlier import still waits.
        """
        return self._bring(IMPORT, submission)

    def submit(self, submission: rows.Submission) -> rows.Committed:
        """As ``commit``, but the rows count nowhere until the batch is approved."""
        return self._bring(SUBMIT, submission)

    def approve(
        self, batch: int, actor_name: str, reason: str, shown: rows.Diff | None = None
    ) -> rows.BatchInfo:
        """Let a submitted batch count; raises as ``withdraw``, where it does not wait.

        Args:
            shown: what it would change, as it was shown to whoever approves.

        Raises:
            BaseMoved: it would now change other values than were shown, or from others.
        """
        with self.turn():
            self._require_caught_up()
            require_changeable(self.batches(), batch, APPROVE)
            if shown is not None and shown.base != self._tables.applied:
                require_shown(shown, self.approving(batch), self._journal.entries)
            return self._change_state(batch, APPROVE, actor_name, reason)

    def send_back(self, batch: int, actor_name: str, reason: str) -> rows.BatchInfo:
        """Return a submitted batch, which never counts; raises as ``withdraw``."""
        return self._change_state(batch, SEND_BACK, actor_name, reason)

    def withdraw(self, batch: int, actor_name: str, reason: str) -> rows.BatchInfo:
        """Take a batch out of the current values; nothing is deleted; raises as ``commit``.

        ``StoreRefusal``: no such batch, or it is not active.
        """
        return self._change_state(batch, WITHDRAW, actor_name, reason)

    def restore(self, batch: int, actor_name: str, reason: str) -> rows.BatchInfo:
        """Undo a withdrawal; raises as ``withdraw``, where the batch is not withdrawn."""
        return self._change_state(batch, RESTORE, actor_name, reason)

    def record(
        self, kind: str, payload: dict[str, Any], actor: str, attached: bytes | None = None
    ) -> int:
        """Journal a decision that touches no table (a target, a layout); its seq.

        Args:
            attached: what is too long for the line; archived first, the line has its SHA-256.

        Raises:
            ValueError: ``kind`` is one of the store's own types.
            WritingClosed, StoreFault: as ``commit``.
        """
        if kind in (*BATCH_LINES, *STATE_LINES):
            raise ValueError(f"{kind} is written by the store's own acts on batches only")
        with self.turn():
            self._require_open_to_writing()
            self._write(kind, actor, {"payload": payload} | attachment(attached, self._archive))
            return self._journal.last

    @property
    def shared(self) -> bool:
        """Whether other servers write to the same journal."""
        return self._home.place is not None

    def attached(self, entry: JournalEntry) -> bytes | None:
        """What was archived with a line, else ``None``; ``ArchiveDamaged`` where it is lost."""
        sha256 = entry.body.get(ATTACHED)
        return None if sha256 is None else self._archive.attachment(sha256)

    def rebuild(self) -> RebuildResult:
        """Make the database anew while open; ``WritingClosed`` as ``commit``."""
        with self.turn():
            self._require_open_to_writing()
            self._tables.remake()
            return self._tables.read(summary)

    # ------------------------------------------------------------------ reading

    def current(self, selection: rows.Selection) -> pa.Table:
        """Current observations; columns of ``reading.CURRENT`` (OBSERVATIONS, batch, demo, file).

        Ordered by grain; tombstones and withdrawn batches are left out, missing marks are not.
        """
        return self._tables.read(lambda cursor: reading.current(cursor, selection))

    def day_sums(self, selection: rows.Selection) -> pa.Table:
        """Current values condensed for means; columns of ``rows.DAY_SUMS``.

        Hours are summed within their local day (``below`` counts its value); no ``n``, no total.
        """
        return self._tables.read(lambda cursor: reading.day_sums(cursor, selection))

    def history(self, selection: rows.Selection) -> pa.Table:
        """Every stored row with its batch's state; columns of ``reading.HISTORY``."""
        return self._tables.read(lambda cursor: reading.history(cursor, selection))

    def parts(self, selection: rows.Selection) -> pa.Table:
        """The parts of every stored row; columns of ``reading.PARTS``."""
        return self._tables.read(lambda cursor: reading.parts(cursor, selection))

    def pairs(self, selection: rows.Selection) -> set[tuple[str, str]] | None:
        """(indicator, area) that ``day_sums`` has rows of; ``None`` where only it can tell."""
        return self._tables.read(lambda cursor: reading.pairs(cursor, selection))

    def stored(self, selection: rows.Selection) -> tuple[tuple[date, int], ...]:
        """How many rows ``history`` would give, by the first day of the month they end in."""
        return self._tables.read(lambda cursor: reading.stored(cursor, selection))

    def ledger(self, kind: str, as_of: date | None = None) -> pa.Table:
        """Items of the list that holds per area and year; columns of ``reading.LEDGER``."""
        return self._tables.read(lambda cursor: reading.ledger(cursor, kind, as_of))

    def arrivals(self, selection: rows.Selection) -> pa.Table:
        """First active batch of every indicator or list, area and month; ``reading.ARRIVALS``."""
        return self._tables.read(lambda cursor: reading.arrivals(cursor, selection))

    def sheets(self, forms: Collection[str]) -> pa.Table:
        """Sheets that came with tables of these forms, newest batch first; ``reading.SHEETS``."""
        return self._tables.read(lambda cursor: reading.sheets(cursor, forms))

    def earlier(self, seq: int) -> views.StoreView:
        """The values that held when the journal ended with line ``seq``."""
        return views.earlier(self._tables.read, seq)

    def supposing(self, observations: pa.Table, ledger: pa.Table) -> views.StoreView:
        """The values that would hold if these staged rows were committed now."""
        return views.supposed(self._tables.read, *conforming(observations, ledger)[:2])

    def supposing_approved(self, batch: int) -> views.StoreView:
        """The values that would hold if a submitted batch were approved now."""
        return views.approving(self._tables.read, batch)

    def carried(self, batch: int) -> tuple[pa.Table, pa.Table]:
        """What a batch carries, active or not: columns of ``OBSERVATIONS`` and ``LEDGER``."""
        return self._tables.read(lambda cursor: reading.carried(cursor, batch)[:2])

    def carriers(
        self, selection: rows.Selection, batches: tuple[int, ...] = ()
    ) -> dict[tuple[str, str], int]:
        """The newest batch behind each (indicator or list, area); see ``views.carriers``."""
        return self._tables.read(lambda cursor: views.carriers(cursor, selection, batches))

    def batches(self) -> list[rows.BatchInfo]:
        """All batches, oldest first; one that only the journal holds has state ``pending``."""
        known = self._tables.read(reading.batches)
        waiting = [e for e in self._journal.entries if e.type in BATCH_LINES][len(known) :]
        return [*known, *map(pending_info, waiting)]

    def batches_of_file(self, sha256: str) -> list[rows.BatchInfo]:
        """The batches made from a file of this fingerprint."""
        return [info for info in self.batches() if info.sha256 == sha256]

    def original(self, sha256: str) -> bytes:
        """The workbook as it was received.

        Raises:
            StoreRefusal: never archived. ArchiveDamaged: missing or changed since.
        """
        return self._archive.original(sha256)

    def diagnostics(self, batch: int) -> list[dict[str, Any]]:
        """What was found in the workbook of a batch; keys of ``rows.DIAGNOSTICS``."""
        return self._tables.read(lambda cursor: reading.diagnostics(cursor, batch))

    def journal_seq(self) -> int:
        """The journal seq that the database holds; changes with every change."""
        self._tables.ready()
        return self._tables.applied

    def extent(self) -> dict[str, Any]:
        """What there is; keys as in :func:`chuangmo.store.reading.extent`."""
        return self._tables.read(reading.extent)

    def summary(self) -> RebuildResult:
        """Counts and logical checksum of the open database."""
        return self._tables.read(summary)

    def ask(self, question: Callable[[Cursor], T]) -> T:
        """What a question of this package gives with a cursor of its own."""
        return self._tables.read(question)

    def entries(self, kind: str | None = None) -> list[JournalEntry]:
        """The lines of the journal, of one type or all, oldest first."""
        return [e for e in list(self._journal.entries) if kind in (None, e.type)]

    # ------------------------------------------------------------------ inside

    def _opened_tables(self, standing: Standing) -> Tables:
        given = self._writing, self._resources
        if self._home.in_lake and not self._lock.reading:
            return LakeTables(self._home, self._journal, *given)
        opener = ReadingOpener if self._lock.reading else Opener
        opens = opener(self._home, self._archive, standing, self._resources, self.notices)

        def opened(deep: bool) -> Cursor:
            return self.in_its_place(opens).open(deep)

        return Tables(self._home, self._journal, opened, *given)

    def _bring(self, kind: str, submission: rows.Submission) -> rows.Committed:
        arrow(CONFIRMED)
        with self.turn():
            arrow(LOCKED)
            self._require_caught_up()
            if submission.base != self._tables.applied:
                fresh = self.diff(submission.observations, submission.ledger, submission.parts)
                require_same(submission, fresh, self._journal.entries)
            arrow(CHECKED)
            batch = 1 + sum(entry.type in BATCH_LINES for entry in self._journal.entries)
            done = self._write(kind, submission.actor, archived(submission, self._archive, batch))
            return rows.Committed(batch, EVENT[kind] if done else "pending")

    def _change_state(self, batch: int, kind: str, actor: str, reason: str) -> rows.BatchInfo:
        with self.turn():
            self._require_caught_up()
            require_changeable(self.batches(), batch, kind)
            self._write(kind, actor, {"batch": batch, "reason": reason})
            return next(b for b in self.batches() if b.batch == batch)

    def _write(self, kind: str, actor: str, fields: dict[str, Any]) -> bool:
        """Append the journal line (it is in), then apply it; whether the database has it."""
        self._journal.append(kind, actor, fields | self._home.audit_seen())
        arrow(JOURNALLED)
        done = self._tables.apply_missing()
        arrow(COMMITTED)
        return done

    def _require_caught_up(self) -> None:
        self._require_open_to_writing()
        self._tables.require_caught_up()
