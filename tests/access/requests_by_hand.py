"""A clock that tests set, and requests as the server would hand them on, without a server."""


class Clock:
    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def scope(address: str = "192.0.2.1", token: str = "", **headers: str) -> dict[str, object]:
    sent = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
    if token:
        sent.append((b"cookie", f"chuangmo_session={token}".encode()))
    return {"type": "http", "headers": sent, "path": "/", "client": (address, 40000)}
