"""Small answers leave at once: the operating system does not hold them back to gather more.

Without this every answer in two pieces (its head, its body) and every row of small messages waits
up to 40 ms for the other side's receipt. The event loop would switch that off by itself, but not
for connections of a socket that was made without naming its protocol, as Streamlit's is.
"""

import gc
import socket


def answer_promptly(port: int) -> int:
    """Let all later connections to a port of this process send without waiting.

    Args:
        port: on which this process listens; connections inherit the setting of the listener.

    Returns:
        How many listeners were found.
    """
    found = [one for one in gc.get_objects() if type(one) is socket.socket and _listens(one, port)]
    for listener in found:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return len(found)


def _listens(one: socket.socket, port: int) -> bool:
    """Whether it is open for visitors who come over the network at this port."""
    if one.fileno() < 0 or one.family not in (socket.AF_INET, socket.AF_INET6):
        return False
    if one.type != socket.SOCK_STREAM or one.getsockname()[1] != port:
        return False
    return bool(one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
