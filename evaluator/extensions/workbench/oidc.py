"""Login by an institution's own provider (OpenID Connect): code flow with PKCE, state and nonce, checked tokens."""

from __future__ import annotations

import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from evaluator.errors import EvaluatorError

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

CALLBACK = "/login/callback"
SCOPE = "openid email"
SECONDS = 10.0  # most seconds for an answer of the provider
FRESH, AGAIN = 3600.0, 60.0  # seconds for which the provider's keys are cached, and until an unknown key is fetched
LEEWAY = 60  # seconds by which clocks may differ
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
LOOPBACK = ("127.0.0.1", "localhost", "::1")
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class NotVouchedError(EvaluatorError):
    """The provider does not confirm the person's identity; the reason is for the server's log, not for the page."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A login sent to the provider, with the values that the answer must match; the browser keeps it in a cookie."""

    state: str
    nonce: str
    verifier: str
    to: str

    def as_cookie(self) -> str:
        """Return the login as the text of a cookie."""
        return json.dumps([self.state, self.nonce, self.verifier, self.to])

    @classmethod
    def of(cls, cookie: str) -> Begun | None:
        """Return the login in a cookie's text, or None if the text is malformed."""
        try:
            found = json.loads(cookie)
        except (ValueError, RecursionError):
            return None
        is_one = isinstance(found, list) and len(found) == len(cls.__slots__) and all(isinstance(x, str) for x in found)
        return cls(*found) if is_one and all(found[:3]) else None


@dataclass
class Provider:
    """An OpenID Connect provider, known by its issuer; its addresses and keys are fetched when first needed."""

    issuer: str
    client: str
    address: str
    secret: str = field(default="", repr=False)
    _told: dict[str, Any] = field(default_factory=dict, repr=False)
    _keys: KeySet | None = field(default=None, repr=False)
    _read: float = field(default=-FRESH, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __post_init__(self) -> None:
        if not _is_safe(self.issuer):
            raise EvaluatorError(f"Write --oidc-issuer as an address with https: {self.issuer!r} is none.")
        if not self.client:
            raise EvaluatorError("Give --oidc-client beside --oidc-issuer: how the provider names the workbench.")

    def begin(self, to: str) -> tuple[str, Begun]:
        """Return the address to send a browser to, and the login whose values the answer must match.

        Raises
        ------
        EvaluatorError
            The provider does not answer.
        """
        from authlib.integrations.httpx_client import OAuth2Client

        begun = Begun(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(64), to)
        endpoint = self._metadata()["authorization_endpoint"]
        with OAuth2Client(
            self.client, scope=SCOPE, redirect_uri=self._callback_address(), code_challenge_method="S256"
        ) as oauth:
            url, _ = oauth.create_authorization_url(
                endpoint, state=begun.state, nonce=begun.nonce, code_verifier=begun.verifier
            )
        return str(url), begun

    def email(self, begun: Begun, state: str, code: str) -> str:
        """Return the verified e-mail address in the provider's answer.

        Raises
        ------
        NotVouchedError
            The answer belongs to another login, or the token is invalid, was issued for another
            application, or does not state that the address was verified.
        EvaluatorError
            The provider does not answer.
        """
        if not code or not secrets.compare_digest(state.encode(), begun.state.encode()):
            raise NotVouchedError("the answer belongs to another login")
        claims = self._checked_claims(self._fetch_token(begun, code), begun.nonce)
        if claims.get("email_verified") is not True or not isinstance(claims.get("email"), str):
            raise NotVouchedError("the provider does not say that the address of e-mail was verified")
        return str(claims["email"])

    def _fetch_token(self, begun: Begun, code: str) -> str:
        from authlib.integrations.base_client import OAuthError
        from authlib.integrations.httpx_client import OAuth2Client
        from httpx2 import HTTPError

        way = "client_secret_basic" if self.secret else "none"
        known = {"redirect_uri": self._callback_address(), "timeout": SECONDS, "token_endpoint_auth_method": way}
        try:
            with OAuth2Client(self.client, self.secret or None, **known) as oauth:
                token = oauth.fetch_token(self._metadata()["token_endpoint"], code=code, code_verifier=begun.verifier)
        except (OAuthError, ValueError) as error:
            raise NotVouchedError(f"the provider refuses the code ({getattr(error, 'error', 'no answer')})") from None
        except HTTPError as error:
            raise _unreachable_fault(error) from None
        found = token.get("id_token")
        if not isinstance(found, str):
            raise NotVouchedError("the provider's answer holds no token of identity")
        return found

    def _checked_claims(self, token: str, nonce: str) -> dict[str, Any]:
        from joserfc import jwt
        from joserfc.errors import JoseError

        for is_last in (False, True):
            try:
                decoded = jwt.decode(token, self._key_set(anew=is_last), algorithms=ALGORITHMS)
                break
            except (JoseError, ValueError) as error:
                if is_last:  # this try used newly fetched keys, in case the provider had changed them
                    raise NotVouchedError(f"the token is not signed by the provider ({type(error).__name__})") from None
        fits = jwt.JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            fits.validate(decoded.claims)
        except (JoseError, ValueError, TypeError) as error:
            raise NotVouchedError(f"the token is another's or too old ({type(error).__name__})") from None
        for_whom = decoded.claims.get("azp", self.client)
        if for_whom != self.client:
            raise NotVouchedError("the token was made for another application")
        return dict(decoded.claims)

    def _callback_address(self) -> str:
        return f"{self.address}{CALLBACK}"

    def _metadata(self) -> dict[str, Any]:
        """Return the provider's metadata, fetched if unknown or out of date."""
        with self._lock:
            if time.monotonic() - self._read >= FRESH:
                self._fetch_metadata()
            return self._told

    def _key_set(self, *, anew: bool) -> KeySet:
        with self._lock:
            if self._keys is None or time.monotonic() - self._read >= (AGAIN if anew else FRESH):
                self._fetch_metadata()
            if self._keys is None:
                raise NotVouchedError("the provider has no keys")
            return self._keys

    def _fetch_metadata(self) -> None:
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        told = _fetch_json(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if told.get("issuer") != self.issuer:
            raise EvaluatorError(f"the provider at {self.issuer} calls itself otherwise: {told.get('issuer')!r}.")
        unsafe = [name for name in ENDPOINTS if not _is_safe(str(told.get(name, "")))]
        if unsafe:
            raise EvaluatorError(f"the provider at {self.issuer} has no address with https for {', '.join(unsafe)}.")
        try:
            keys = KeySet.import_key_set(_fetch_json(told["jwks_uri"]))  # type: ignore[arg-type]  # checked by what reads it
        except (JoseError, ValueError, KeyError, TypeError, AttributeError):
            raise EvaluatorError(f"the keys of the provider at {self.issuer} cannot be read.") from None
        self._told, self._keys, self._read = told, keys, time.monotonic()


def _fetch_json(address: str) -> dict[str, Any]:
    import httpx2

    try:
        found = httpx2.get(address, timeout=SECONDS).raise_for_status().json()
    except httpx2.HTTPError as error:
        raise _unreachable_fault(error) from None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise EvaluatorError(f"{address} is not what a provider of OpenID Connect answers.")
    return found


def _unreachable_fault(error: Exception) -> EvaluatorError:
    return EvaluatorError(f"the provider does not answer ({type(error).__name__}). Log in by a password, or later.")


def _is_safe(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK))
