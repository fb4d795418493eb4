"""Streamlit's store of uploaded files behind ``UploadStore``, and the task that clears it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from streamlit.runtime import get_instance

from chuangmo.access.web.uploads import UploadLedger

_EVERY = 10.0  # seconds


class StreamlitUploadStore:
    """The files of the running server.

    Streamlit forgets the files of a page that is gone only when the next page goes; the sweep
    does not wait for that.
    """

    def is_open(self, session: str) -> bool:
        """Whether a page is connected to the session."""
        return get_instance().is_active_session(session)

    def clear(self, session: str) -> None:
        """Forget the files of a session."""
        get_instance().uploaded_file_mgr.remove_session_files(session)

    def holds(self, session: str, file: str) -> bool:
        """Whether the file is still in memory."""
        return bool(get_instance().uploaded_file_mgr.get_files(session, [file]))


@asynccontextmanager
async def sweeping(ledger: UploadLedger, patience: float) -> AsyncIterator[None]:
    """Sweep every few seconds while the server lives; ``patience`` as the ledger takes it."""
    task = asyncio.create_task(_sweep(ledger, patience))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _sweep(ledger: UploadLedger, patience: float) -> None:
    while True:
        await asyncio.sleep(_EVERY)
        ledger.sweep(patience)
