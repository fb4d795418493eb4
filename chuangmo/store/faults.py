"""The ten arrows of an import, and the test hook that kills the process at one of them.

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
#: The first arrow after the commit point.
FIRST_IN: Final = JOURNALLED


def arrow(number: int) -> None:
    """Die here if the environment asks for it; otherwise nothing."""
    if os.environ.get("FAULT_AT") == str(number):
        os.kill(os.getpid(), signal.SIGKILL)
