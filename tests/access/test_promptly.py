"""Connections to the board send small answers at once."""

import socket
from collections.abc import Iterator

import pytest

from chuangmo.access.web.tcp_nodelay import answer_promptly


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """As Streamlit makes it."""
    with socket.socket(family=socket.AF_INET) as made:
        made.bind(("127.0.0.1", 0))
        made.listen()
        yield made


def waits(listener: socket.socket) -> bool:
    with socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            return not accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_later_connections_do_not_wait(listener: socket.socket) -> None:
    assert waits(listener)
    assert answer_promptly(listener.getsockname()[1]) == 1
    assert not waits(listener)


def test_other_sockets_are_left_alone(listener: socket.socket) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        assert answer_promptly(silent.getsockname()[1]) == 0
    assert waits(listener)
