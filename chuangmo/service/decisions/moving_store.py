"""Journal and archive moved on behalf of a person: an administrator alone."""

from pathlib import Path

from chuangmo.access.actor import SYSTEM, Actor
from chuangmo.service.auditing import audited
from chuangmo.settings import Settings
from chuangmo.store.copies.moving import Moved, move
from chuangmo.store.copies.recovering import require_home
from chuangmo.store.lake.tidying import Tidied, tidy


def move_store(
    settings: Settings, actor: Actor, to: str, archive: Path | None, lake: str = ""
) -> Moved:
    """Move journal, archive and tables of a home that nobody has open.

    Raises:
        Forbidden: the person is no administrator. StoreRefusal: the folder holds no home.
        As :func:`chuangmo.store.copies.moving.move`.
    """
    require_home(settings)
    with audited(settings, actor, "operate", "登记簿搬家", SYSTEM) as outcome:
        found = move(settings, to, archive, actor.name, lake)
        outcome.detail = f"到 {found.store}，{found.entries} 行"
        return found


def tidy_store(settings: Settings, actor: Actor) -> Tidied:
    """Upkeep of the lake, beside running boards.

    Raises:
        Forbidden: the person may not keep the system.
        As :func:`chuangmo.store.lake.tidying.tidy`.
    """
    require_home(settings)
    with audited(settings, actor, "operate", "整理湖里的文件", SYSTEM) as outcome:
        found = tidy(settings)
        outcome.detail = f"文件 {found.files_before} 个合并为 {found.files_after} 个"
        return found
