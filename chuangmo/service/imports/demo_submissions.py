"""Files that districts of the demonstration sent for review: one waits, one was returned."""

import tomllib

from chuangmo.access.actor import REVIEWER, Actor
from chuangmo.service.auditing import allow
from chuangmo.service.board import Board, require
from chuangmo.service.imports.importing import DEMO_REASON, areas_of, preview
from chuangmo.settings import SAMPLES_DIR
from loaders import submission
from loaders.model.staged import Hints

#: Who sent each file of the samples, and why it was returned, if it was.
_SENT = "submitted.toml"
_FOLDER = "送审"


def load_demo_submissions(board: Board, actor: Actor) -> list[int]:
    """Send them, and return those that the list says; the batches made. No figure changes.

    A file that was sent before is not sent again; a city without samples has none.

    Raises:
        Forbidden: below reviewer.
    """
    require(actor, REVIEWER)
    samples, made = SAMPLES_DIR / board.settings.city, list[int]()
    path = samples / _SENT
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    for one in tomllib.loads(text).get("file", []):
        data = (samples / _FOLDER / one["name"]).read_bytes()
        staged = preview(board, actor, data, one["name"], Hints())
        allow(board.settings, actor, "submit", staged.name, REVIEWER, areas_of(staged))
        if board.store.batches_of_file(staged.sha256):
            continue
        sent = submission(staged, one["by"], DEMO_REASON, True, board.catalog)
        batch = board.store.submit(sent).batch
        if reason := one.get("returned"):
            board.store.send_back(batch, actor.name, reason)
        made.append(batch)
    return made
