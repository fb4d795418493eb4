"""A visitor without a browser: opens a page over Streamlit's websocket and changes its filters."""

import asyncio
import random
import time
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

PATIENCE = 300.0  # seconds for one run; the plain page reads all it has each time
PROTOCOLS = [Subprotocol("streamlit"), Subprotocol("PLACEHOLDER_AUTH_TOKEN")]

Held = dict[str, ForwardMsg]


@dataclass
class Filter:
    """A filter of the page: a selector, or buttons of which one is chosen."""

    id: str
    options: tuple[str, ...]
    buttons: bool = False
    chosen: str = ""

    def state(self) -> WidgetState:
        """What the browser would send for it."""
        if self.buttons:
            found = WidgetState(id=self.id)
            found.string_array_value.data.append(self.chosen)
            return found
        return WidgetState(id=self.id, string_value=self.chosen)


@dataclass
class Visitor:
    """One session.

    Attributes:
        filters: by label as the page has them now.
        charts, received: how many came with the last run, and its bytes.
        held: long pieces of the last two runs by their hash.
        named: those that it named when it last asked, as a browser does; of one of them that has
            not changed the server sends only the name.
    """

    socket: ClientConnection
    page: str
    luck: random.Random
    filters: dict[str, Filter] = field(default_factory=dict)
    script: str = ""
    charts: int = 0
    received: int = 0
    held: tuple[Held, Held] = field(default_factory=lambda: ({}, {}))
    named: Held = field(default_factory=dict)

    async def rerun(self) -> float:
        """Ask for a run with the filters as they stand; milliseconds until it has finished."""
        asked = BackMsg()
        asked.rerun_script.page_name = "" if self.script else self.page
        asked.rerun_script.page_script_hash = self.script
        asked.rerun_script.widget_states.widgets.extend(f.state() for f in self.filters.values())
        self.named = self.held[0] | self.held[1]
        asked.rerun_script.cached_message_hashes.extend(self.named)
        self.held = (self.held[1], {})
        self.charts = self.received = 0
        began = time.perf_counter()
        await self.socket.send(asked.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            while not await self._finished():
                pass
        return (time.perf_counter() - began) * 1000

    async def _finished(self) -> bool:
        frame = await self.socket.recv()
        assert isinstance(frame, bytes)
        self.received += len(frame)
        message = self._whole(ForwardMsg.FromString(frame))
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self.script = message.navigation.page_script_hash
        if kind == "delta":
            self._note(message.delta)
        if kind != "script_finished":
            return False
        status = message.script_finished
        if status == ForwardMsg.FINISHED_SUCCESSFULLY:
            return True
        assert status == ForwardMsg.FINISHED_EARLY_FOR_RERUN, status
        return False

    def _whole(self, message: ForwardMsg) -> ForwardMsg:
        """The message itself where only its name was sent; long ones are held for the next run."""
        now = self.held[1]
        if message.WhichOneof("type") == "ref_hash":
            message = (self.named | now)[message.ref_hash]
        if message.metadata.cacheable:
            now[message.hash] = message
        return message

    def _note(self, delta: Delta) -> None:
        element = delta.new_element
        kind = element.WhichOneof("type")
        assert kind != "exception", element.exception.message
        if kind == "plotly_chart":
            self.charts += 1
        if kind not in ("selectbox", "button_group"):
            return
        widget = getattr(element, kind)
        if kind == "selectbox":
            found = Filter(widget.id, tuple(widget.options))
            here = widget.raw_value if widget.set_value else ""
        else:
            found = Filter(widget.id, tuple(o.content for o in widget.options), buttons=True)
            here = widget.raw_values[0] if widget.set_value else ""
        before = self.filters.get(widget.label)
        kept = before.chosen if before and before.id == found.id else ""
        found.chosen = here or kept or found.options[0]
        self.filters[widget.label] = found

    async def change(self, labels: tuple[str, ...], reach: int) -> float:
        """Choose something else in one filter at random; milliseconds of the run.

        Args:
            labels: the filters to choose among.
            reach: of a long list only so many first options (the newest months).
        """
        here = [self.filters[label] for label in labels if label in self.filters]
        one = self.luck.choice(here)
        others = [o for o in one.options[:reach] if o != one.chosen]
        one.chosen = self.luck.choice(others)
        return await self.rerun()

    async def leave(self) -> None:
        """Close the session."""
        await self.socket.close()


async def visitor(port: int, page: str, seed: int) -> Visitor:
    """A new session with the page opened once."""
    socket = await connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        subprotocols=PROTOCOLS,
        origin=Origin(f"http://127.0.0.1:{port}"),
        max_size=None,
        proxy=None,
        ping_interval=None,
    )
    found = Visitor(socket, page, random.Random(seed))
    await found.rerun()
    return found
