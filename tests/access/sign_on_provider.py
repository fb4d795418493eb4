"""A small OpenID provider on this computer: discovery, code flow with PKCE, signed tokens, keys."""

import json
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

CLIENT, SECRET = "kanban", "Mi-Yao-of-the-board-2008"


@cache
def rsa() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})


@cache
def elliptic() -> ECKey:
    return ECKey.generate_key("P-256", {"kid": "second", "use": "sig"})


@dataclass
class Provider:
    """What it is and does; tests turn it wrong.

    ``asked`` are the paths that came; ``claims`` and ``says`` replace claims of the token and
    entries of the discovery (``None`` takes one out); ``signs`` is how tokens are signed.
    """

    port: int = 0
    person: str = "zhao"
    key: RSAKey | ECKey = field(default_factory=rsa)
    claims: dict[str, Any] = field(default_factory=dict)
    says: dict[str, Any] = field(default_factory=dict)
    signs: str = ""
    moved: str = ""
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}/realm"

    def discovery(self) -> dict[str, Any]:
        found = {
            "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256", "ES256"],
        }  # fmt: skip
        return {k: v for k, v in (found | self.says).items() if v is not None}

    def keys(self) -> dict[str, Any]:
        return {"keys": [self.key.as_dict(private=False)]}

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser is sent back to, the person being logged in here."""
        wanted = {"client_id": CLIENT, "response_type": "code", "code_challenge_method": "S256"}
        assert wanted.items() <= query.items() and "openid" in query["scope"].split()
        assert len(query["state"]) >= 40 and len(query["nonce"]) >= 40
        code = f"code-{len(self.codes)}-of-the-provider"
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        expected = "Basic " + b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        by_post = (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
        if authorization != expected and not by_post:
            return 401, {"error": "invalid_client"}
        query = self.codes.pop(form.get("code", ""), None)
        if (
            query is None
            or form.get("grant_type") != "authorization_code"
            or form.get("redirect_uri") != query["redirect_uri"]
            or create_s256_code_challenge(form.get("code_verifier", "")) != query["code_challenge"]
        ):
            return 400, {"error": "invalid_grant", "error_description": f"of {SECRET}"}
        return 200, {
            "access_token": "at", "token_type": "Bearer", "expires_in": 60,
            "id_token": self.signed(query["nonce"]),
        }  # fmt: skip

    def signed(self, nonce: str) -> str:
        now = int(time.time())
        usual = {
            "iss": self.issuer, "sub": "1001", "aud": CLIENT, "exp": now + 300, "iat": now,
            "nonce": nonce, "preferred_username": self.person,
        }  # fmt: skip
        claims = {k: v for k, v in (usual | self.claims).items() if v is not None}
        if self.signs == "none":
            return jwt.encode(
                {"alg": "none"}, claims, OctKey.import_key(SECRET), algorithms=["none"]
            )
        if self.signs == "HS256":
            return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))
        key = rsa() if self.signs == "old" else self.key
        kind = "RS256" if isinstance(key, RSAKey) else "ES256"
        return jwt.encode({"alg": kind, "kid": key.kid}, claims, key)


@contextmanager
def providing() -> Iterator[Provider]:
    """One that answers on a free port until the end of the block."""
    provider = Provider()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            provider.asked.append(parts.path)
            query = {k: v[0] for k, v in parse_qs(parts.query).items()}
            place = parts.path.removeprefix("/realm")
            if provider.moved and place == provider.moved:
                self.away("http://127.0.0.1:9/elsewhere")
            elif place == "/.well-known/openid-configuration":
                self.say(200, provider.discovery())
            elif place == "/keys":
                self.say(200, provider.keys())
            elif place == "/authorize":
                self.away(provider.authorize(query))
            else:
                self.say(404, {})

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {k: v[0] for k, v in parse_qs(body).items()}
            self.say(*provider.token(form, self.headers.get("Authorization", "")))

        def away(self, to: str) -> None:
            self.send_response(302)
            self.send_header("Location", to)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def say(self, status: int, what: dict[str, Any]) -> None:
            body = json.dumps(what).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    provider.port = server.server_port
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
