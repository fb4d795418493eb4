"""Recovery of lost journal lines on behalf of a person: only an administrator may."""

from chuangmo.access.actor import ADMIN, Actor
from chuangmo.service.auditing import audited
from chuangmo.settings import Settings
from chuangmo.store.copies.recovering import Recovered, recover, require_home


def recover_journal(settings: Settings, actor: Actor, reason: str) -> Recovered:
    """Make the journal of a home that is not open whole again.

    Raises:
        Forbidden: the person is no administrator.
        StoreRefusal: nothing is missing, or nothing is left to recover from.
        StoreHeld: a board has the home open. StoreFault: the audit cannot be written.
    """
    require_home(settings)
    with audited(settings, actor, "operate", "补回登记簿", ADMIN) as outcome:
        found = recover(settings, actor.name, reason)
        outcome.detail = f"{found.lines} 行，取自 {found.source}；{reason.strip()}"
        return found
