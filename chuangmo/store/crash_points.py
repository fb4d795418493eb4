"""The ten arrows of an import, places in other acts, and the test hook that kills there.

Arrow *n* lies right before step *n*: with ``FAULT_AT=n`` in the environment the process is killed
there by SIGKILL, as by a power cut. The commit point is the journal line, so a kill up to arrow 7
leaves the batch wholly out, from arrow 8 on wholly in. 1 and 2 lie in the service, 3 to 10 here.
"""

import os
import signal
from typing import Final

RECEIVED: Final = 1
PARSED: Final = 2
CONFIRMED: Final = 3
LOCKED: Final = 4
CHECKED: Final = 5
ARCHIVED: Final = 6
STAGED: Final = 7
JOURNALLED: Final = 8
APPENDED: Final = 9
COMMITTED: Final = 10

#: What has happened before each arrow, and which step it leads to.
ARROWS: Final[dict[int, str]] = {
    RECEIVED: "bytes received -> parse in the child (service)",
    PARSED: "parsed and compared -> wait for confirmation (service)",
    CONFIRMED: "confirmed -> take the writer lock",
    LOCKED: "lock taken -> compare the base revision again",
    CHECKED: "base is still the one shown -> archive the original",
    ARCHIVED: "original archived -> archive the staged rows",
    STAGED: "staged rows archived -> write the journal line",
    JOURNALLED: "journal line on disk: the batch is in -> append to the database",
    APPENDED: "rows appended -> commit the transaction",
    COMMITTED: "transaction committed -> release the lock and answer",
}
#: Other places to die at, each named after what has just been done.
JOURNAL_LINE: Final = "journal-line"
POSTGRES_LINE: Final = "postgres-line"
BACKUP_BEGUN: Final = "backup-begun"
BACKUP_FILE: Final = "backup-file"
BACKUP_OVERLAY: Final = "backup-overlay"
BACKUP_ACCOUNTS: Final = "backup-accounts"
BACKUP_JOURNAL: Final = "backup-journal"
BACKUP_LISTED: Final = "backup-listed"
BACKUP_POINTS: Final = (
    BACKUP_BEGUN, BACKUP_FILE, BACKUP_OVERLAY, BACKUP_ACCOUNTS, BACKUP_JOURNAL, BACKUP_LISTED,
)  # fmt: skip
RESTORE_BEGUN: Final = "restore-begun"
RESTORE_CLEARED: Final = "restore-cleared"
RESTORE_FILE: Final = "restore-file"
RESTORE_PLACED: Final = "restore-placed"
RESTORE_REBUILT: Final = "restore-rebuilt"
RESTORE_POINTS: Final = (
    RESTORE_BEGUN, RESTORE_CLEARED, RESTORE_FILE, RESTORE_PLACED, RESTORE_REBUILT,
)  # fmt: skip
RECOVERY_WITNESS: Final = "recovery-witness"
RECOVERY_ASIDE: Final = "recovery-aside"
RECOVERY_JOURNAL: Final = "recovery-journal"
RECOVERY_POINTS: Final = (RECOVERY_WITNESS, RECOVERY_ASIDE, RECOVERY_JOURNAL)
RENEWAL_READY: Final = "renewal-ready"
RENEWAL_MARKED: Final = "renewal-marked"
RENEWAL_MOVED: Final = "renewal-moved"
RENEWAL_AWAY: Final = "renewal-away"
RENEWAL_PLACED: Final = "renewal-placed"
RENEWAL_NAMED: Final = "renewal-named"
RENEWAL_POINTS: Final = (
    RENEWAL_READY, RENEWAL_MARKED, RENEWAL_MOVED, RENEWAL_AWAY, RENEWAL_PLACED, RENEWAL_NAMED,
)  # fmt: skip
DRAFT_FOLDER: Final = "draft-folder"
DRAFT_BYTES: Final = "draft-bytes"
DRAFT_WRITTEN: Final = "draft-written"
DRAFT_KEPT: Final = "draft-kept"
DRAFT_DROPPED: Final = "draft-dropped"
DRAFT_POINTS: Final = (
    DRAFT_FOLDER, DRAFT_BYTES, DRAFT_WRITTEN, DRAFT_KEPT, DRAFT_DROPPED,
)  # fmt: skip
#: The first arrow after the commit point.
FIRST_IN: Final = JOURNALLED


def arrow(number: int | str) -> None:
    """Die here if the environment asks for it; otherwise nothing."""
    if os.environ.get("FAULT_AT") == str(number):
        os.kill(os.getpid(), signal.SIGKILL)
