"""What is asked of the provider: where a person logs in, and who did (OpenID Connect Core 1.0).

Nothing is kept between the two: what a login needs is drawn from a secret in the browser's cookie,
and addresses and keys are asked for anew, so that a key that was changed holds at once.
"""

import hmac
import json
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, TypeVar

from chuangmo.access.requests import SIGN_ON_RETURN
from chuangmo.access.sign_on.settings import SignOn

_PATIENCE = 10.0  # seconds for each answer of the provider
_CLOCK_SLACK = 60  # seconds by which its clock may differ
_LONGEST = 512 * 1024
#: Signatures with a key that the provider alone has; never none, never a shared secret.
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
_T = TypeVar("_T")
_ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class SignOnFault(Exception):
    """The sign-on came to nothing; the sentence says why, without anything secret."""


class Pending:
    """One login on its way: state, nonce and PKCE verifier, all drawn from one secret.

    Args:
        token: the secret in the browser's cookie.
    """

    def __init__(self, token: str) -> None:
        self.token = token

    @classmethod
    def fresh(cls) -> "Pending":
        """A new one."""
        return cls(secrets.token_urlsafe(32))

    @property
    def state(self) -> str:
        """Comes back with the browser."""
        return self._drawn("state")

    @property
    def nonce(self) -> str:
        """Comes back inside the signed token."""
        return self._drawn("nonce")

    @property
    def verifier(self) -> str:
        """Proves to the provider that who began the login finishes it (RFC 7636)."""
        return self._drawn("verifier")

    def _drawn(self, purpose: str) -> str:
        found = hmac.digest(self.token.encode(), purpose.encode(), "sha256")
        return urlsafe_b64encode(found).rstrip(b"=").decode()


def login_address(found: SignOn, pending: Pending) -> str:
    """Where the browser is sent to log in.

    Raises:
        SignOnFault: the provider does not answer, or not as it was set.
    """
    session = _session(found)
    address, _ = session.create_authorization_url(
        _metadata(found, session)["authorization_endpoint"],
        state=pending.state, nonce=pending.nonce, code_verifier=pending.verifier,
    )  # fmt: skip
    return str(address)


def user_name(
    found: SignOn, pending: Pending, code: str, clock: Callable[[], float] = time.time
) -> str:
    """The user name that the provider vouches for.

    Args:
        code: as the browser brought it back; used up here.
        clock: gives seconds since 1970.

    Raises:
        SignOnFault: the provider does not answer, refuses, or its token does not hold.
    """
    session = _session(found)
    metadata = _metadata(found, session)
    offered = metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    if found.secret and "client_secret_basic" not in offered:
        session.token_endpoint_auth_method = "client_secret_post"
    token = _answered(
        lambda: session.fetch_token(
            metadata["token_endpoint"], grant_type="authorization_code", code=code,
            code_verifier=pending.verifier, timeout=_PATIENCE, allow_redirects=False,
        ),
        "没有换到令牌",
    )  # fmt: skip
    keys = _fetched(session, metadata["jwks_uri"])
    claims = _claims(found, pending, token, keys, int(clock()))
    name = claims.get(found.claim)
    if not isinstance(name, str) or not name.strip():
        raise SignOnFault(f"认证服务给的令牌里没有声明 {found.claim}")
    return name


def _session(found: SignOn) -> Any:
    """The board as a client of the provider; proxies of the environment are not asked."""
    from authlib.integrations.requests_client import OAuth2Session  # only where it is set

    session = OAuth2Session(
        found.client, found.secret or None, scope=found.scopes,
        redirect_uri=found.board + SIGN_ON_RETURN, code_challenge_method="S256",
    )  # fmt: skip
    session.trust_env, session.verify = False, found.ca_file or True
    return session


def _metadata(found: SignOn, session: Any) -> dict[str, Any]:
    """What the provider says of itself (OpenID Connect Discovery 1.0)."""
    said = _fetched(session, found.issuer.rstrip("/") + "/.well-known/openid-configuration")
    if said.get("issuer") != found.issuer:
        raise SignOnFault("认证服务自称的 issuer 与设置的不同")
    for name in _ADDRESSES:
        if not isinstance(said.get(name), str) or not found.may_ask(said[name]):
            raise SignOnFault(f"认证服务的 {name} 不在设置的主机上，没有去问")
    return said


def _fetched(session: Any, address: str) -> dict[str, Any]:
    def fetch() -> Any:
        answer = session.get(
            address, withhold_token=True, timeout=_PATIENCE, allow_redirects=False, stream=True
        )
        with answer:
            answer.raise_for_status()
            if answer.status_code != HTTPStatus.OK:
                raise ValueError(f"status {answer.status_code}")
            body = answer.raw.read(_LONGEST + 1, decode_content=True)
            if len(body) > _LONGEST:
                raise ValueError("too long")
            return _object(body)

    return dict(_answered(fetch, "没有答复"))


def _object(body: bytes) -> dict[str, Any]:
    said = json.loads(body)
    if not isinstance(said, dict):
        raise ValueError("no object")
    return said


def _answered(ask: Callable[[], _T], failed: str) -> _T:
    """What the provider answers; why not, by the kind of fault alone: texts may hold secrets."""
    import requests  # these load only where a provider is set
    from authlib.common.errors import AuthlibBaseError

    try:
        return ask()
    except requests.Timeout:
        raise SignOnFault(f"认证服务{failed}：超过 {_PATIENCE:.0f} 秒") from None
    except requests.exceptions.SSLError:
        raise SignOnFault(f"认证服务{failed}：它的证书不受信任（见 ca_file）") from None
    except (requests.RequestException, AuthlibBaseError, ValueError) as fault:
        raise SignOnFault(f"认证服务{failed}（{type(fault).__name__}）") from None


def _claims(
    found: SignOn, pending: Pending, token: Mapping[str, Any], keys: Any, now: int
) -> dict[str, Any]:
    """The claims of the identity token, once signature and contents hold (Core 1.0, 3.1.3.7)."""
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    try:
        decoded = jwt.decode(
            str(token.get("id_token", "")), KeySet.import_key_set(keys), algorithms=_ALGORITHMS
        )
        jwt.JWTClaimsRegistry(
            now=now, leeway=_CLOCK_SLACK,
            iss={"essential": True, "value": found.issuer},
            sub={"essential": True}, aud={"essential": True, "value": found.client},
            exp={"essential": True}, iat={"essential": True},
            nonce={"essential": True, "value": pending.nonce},
        ).validate(decoded.claims)  # fmt: skip
    except (JoseError, ValueError, KeyError, TypeError) as fault:
        raise SignOnFault(f"认证服务给的令牌不成立（{type(fault).__name__}）") from None
    claims: dict[str, Any] = decoded.claims
    audience, party = claims["aud"], claims.get("azp", found.client)
    several = isinstance(audience, list) and len(audience) > 1
    if party != found.client or (several and "azp" not in claims):
        raise SignOnFault("认证服务给的令牌是给别的系统的")
    return claims
