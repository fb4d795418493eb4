"""A month's upload into a home that holds much, beside the same into one that holds little."""

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.measure import Race
from benchmarks.staging import AREAS, FIRST_DAY, NAME, hourly
from chuangmo.access.actor import local_person
from chuangmo.service.board import Board, open_board
from chuangmo.service.imports.importing import COMMITTED, commit, preview
from chuangmo.settings import load_settings
from loaders.model.staged import Hints
from loaders.staging import submission

DAYS = 30
ROWS = DAYS * 24 * len(AREAS)
MONTHS_A_BATCH = 12
ROUNDS = 9


def growing_race(many: int = 10_000_000, few: int = 100_000) -> Race:
    """One new month of hours of five districts: from the file to committed, then the next one."""
    homes = [tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) for _ in "12"]
    for home, held in zip(homes, (many, few), strict=True):
        board = open_board(load_settings(home.name, "lanzhou"))
        fill(board, held)
        board.close()
    files = [hourly(ROWS, FIRST_DAY + DAYS * month) for month in range(ROUNDS + 1)]
    large, small = (_uploads(home, files) for home in homes)
    return Race(
        name=f"upload_month_at_{many // 1_000_000}m",
        ours=large,
        other=small,
        other_name=f"同一份文件，库中 {few // 10_000} 万条",
        gate=1 / 1.5,
        rounds=ROUNDS,
    )


def fill(board: Board, observations: int) -> None:
    """Commit months of hours before the first upload until so many observations are held."""
    actor = local_person("bench", "cli")
    staged = preview(board, actor, hourly(ROWS), NAME, Hints())
    plain = submission(staged, actor.name, "bench", False, board.catalog)
    month, held, back = staged.observations, 0, 0
    while held < observations:
        wanted = -(-(observations - held) // month.num_rows)
        shifts = range(back + 1, back + 1 + min(MONTHS_A_BATCH, wanted))
        table = pa.concat_tables([_earlier(month, DAYS * shift) for shift in reversed(shifts)])
        data = f"months {shifts}".encode()
        board.store.commit(
            replace(
                plain,
                data=data,
                sha256=hashlib.sha256(data).hexdigest(),
                observations=table,
                base=board.store.journal_seq(),
            )
        )
        held, back = held + table.num_rows, shifts[-1]


def _earlier(month: pa.Table, days: int) -> pa.Table:
    """The observations so many days before."""
    step = pa.scalar(days * 86_400_000_000, pa.duration("us"))
    for name in ("start", "end"):
        place = month.schema.get_field_index(name)
        month = month.set_column(place, month.schema.field(name), pc.subtract(month[name], step))
    return month


def _uploads(
    home: "tempfile.TemporaryDirectory[str]", files: Sequence[bytes]
) -> Callable[[], None]:
    """Each call uploads the next file."""
    board = open_board(load_settings(home.name, "lanzhou"))
    actor = local_person("bench", "cli")
    left = iter(files)

    def upload(keep: object = home) -> None:
        staged = preview(board, actor, next(left), NAME, Hints())
        result = commit(board, actor, staged, reason="bench")
        assert result.status == COMMITTED, (result.status, staged.questions, staged.diagnostics[:5])
        assert staged.diff.added == staged.observations.num_rows > 20_000

    return upload
