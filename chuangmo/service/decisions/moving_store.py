"""Journal and archive moved on behalf of a person: an administrator alone."""

from pathlib import Path

from chuangmo.access.actor import SYSTEM, Actor
from chuangmo.service.auditing import audited
from chuangmo.settings import Settings
from chuangmo.store.copies.moving import Moved, move
from chuangmo.store.copies.recovering import require_home


def move_store(settings: Settings, actor: Actor, to: str, archive: Path | None) -> Moved:
    """Move journal and archive of a home that nobody has open.

    Raises:
        Forbidden: the person is no administrator. StoreRefusal: the folder holds no home.
        As :func:`chuangmo.store.copies.moving.move`.
    """
    require_home(settings)
    with audited(settings, actor, "operate", "登记簿搬家", SYSTEM) as outcome:
        found = move(settings, to, archive, actor.name)
        outcome.detail = f"到 {found.store}，{found.entries} 行"
        return found
