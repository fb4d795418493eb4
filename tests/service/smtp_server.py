"""A mail server for tests: on loopback, in a thread, keeping what it is given."""

import base64
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any


@dataclass
class Post:
    """What the server was given, and how it behaves.

    Attributes:
        refused: addresses that it does not take. login: user and password it asks for.
        tls: for STARTTLS; with ``at_once`` from the first byte.
    """

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    login: tuple[str, str] | None = None
    tls: ssl.SSLContext | None = None
    at_once: bool = False


@contextmanager
def post_office(**how: Any) -> Iterator[Post]:
    """A server that runs until the context ends."""
    post = Post(**how)

    class Desk(socketserver.StreamRequestHandler):
        def setup(self) -> None:
            if post.tls and post.at_once:
                self.request = post.tls.wrap_socket(self.request, server_side=True)
            super().setup()

        def handle(self) -> None:
            _converse(self, post)

    class Office(socketserver.ThreadingTCPServer):
        allow_reuse_address, daemon_threads = True, True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that does not trust us hangs up; that is what the test is about."""

    with Office(("127.0.0.1", 0), Desk) as office:
        post.port = office.server_address[1]
        threading.Thread(target=office.serve_forever, daemon=True).start()
        yield post
        office.shutdown()


def _converse(desk: Any, post: Post) -> None:
    def say(text: str) -> None:
        desk.wfile.write(f"{text}\r\n".encode())

    say("220 test")
    entered = post.login is None
    while line := desk.rfile.readline().decode().strip():
        word = line.split(":")[0].upper().split(" ")[0]
        if word == "EHLO":
            more = ["STARTTLS"] if post.tls and not post.at_once else []
            more += ["AUTH PLAIN"] if post.login else []
            words = ["test", *more, "8BITMIME"]
            for n, one in enumerate(words):
                say(f"250{' ' if n == len(words) - 1 else '-'}{one}")
        elif word == "STARTTLS" and post.tls:
            say("220 go")
            desk.connection = post.tls.wrap_socket(desk.connection, server_side=True)
            desk.rfile, desk.wfile = (
                desk.connection.makefile("rb"),
                desk.connection.makefile("wb", buffering=0),
            )
        elif word == "AUTH":
            given = base64.b64decode(line.split(" ")[2]).decode().split("\0")[1:]
            entered = tuple(given) == post.login
            say("235 ok" if entered else f"535 no {given[-1]}")  # some servers repeat what they got
        elif word == "MAIL":
            say("250 ok" if entered else "530 login first")
        elif word == "RCPT":
            say("550 nobody" if any(one in line for one in post.refused) else "250 ok")
        elif word == "DATA":
            say("354 go")
            data = b""
            while (part := desk.rfile.readline()) != b".\r\n":
                data += part
            post.mails.append(message_from_bytes(data, policy=policy.default))  # type: ignore[arg-type]
            say("250 ok")
        elif word == "QUIT":
            say("221 bye")
            return
        else:
            say("250 ok" if word == "RSET" else "502 unknown")
