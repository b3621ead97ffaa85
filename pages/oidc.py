"""Login by an office's own accounts (OpenID Connect, code flow with PKCE): the provider says who, the store what for.

What has to be remembered between the two visits (state, nonce, verifier, where to) is signed and stays in the browser
for ten minutes, so that any process may go on with it.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OctKey

from errors import InputError, Unavailable
from settings import Settings

SECONDS = 600
TIMEOUT = 10.0
SIGNED_BY = ["RS256", "PS256", "ES256", "EdDSA"]
"""Signatures of the provider that are believed; never `none`, and none that a client's secret could make."""

REFUSED = "기관 계정으로 로그인하지 못했습니다. 처음부터 다시 해 주십시오."


@dataclass(frozen=True, slots=True)
class Begun:
    """Where the browser goes, and the cookie that it keeps meanwhile."""

    address: str
    cookie: str


class Provider:
    """One provider of identities. Thread-safe: every visit has a client of its own."""

    def __init__(self, settings: Settings, key: bytes) -> None:
        """`key` signs what the browser keeps."""
        self._issuer = settings.oidc_issuer.rstrip("/")
        self._settings = settings
        self._key = OctKey.import_key(key)

    def begin(self, back: str, target: str) -> Begun:
        """The way to the provider, which sends the browser to `back`. Raises Unavailable."""
        kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
        with self._client(back) as client:
            address, _ = client.create_authorization_url(
                self._about["authorization_endpoint"],
                state=kept["state"],
                nonce=kept["nonce"],
                code_verifier=kept["verifier"],
            )
        claims = kept | {"target": target, "exp": int(time.time()) + SECONDS}
        return Begun(address, jwt.encode({"alg": "HS256"}, claims, self._key))

    def end(self, back: str, cookie: str, given: Mapping[str, str]) -> tuple[str, str]:
        """(name, target) of who came back. Raises InputError for whatever does not fit, Unavailable."""
        try:
            kept = jwt.decode(cookie, self._key, algorithms=["HS256"]).claims
            jwt.JWTClaimsRegistry(exp={"essential": True}).validate(kept)
            if not secrets.compare_digest(kept["state"].encode(), given.get("state", "").encode()):
                raise InputError(REFUSED)
            claims = self._claims(back, given.get("code", ""), kept["verifier"])
            self._registry(kept["nonce"]).validate(claims)
            return str(claims[self._settings.oidc_name_claim]), str(kept["target"])
        except (JoseError, AuthlibBaseError, KeyError, ValueError) as error:
            raise InputError(REFUSED) from error
        except httpx.HTTPError as error:
            raise self._silent(error) from error

    def _claims(self, back: str, code: str, verifier: str) -> dict[str, Any]:
        with self._client(back) as client:
            token = client.fetch_token(self._about["token_endpoint"], code=code, code_verifier=verifier)
        published: Any = self._fetched(self._about["jwks_uri"])
        keys = KeySet.import_key_set(published)
        return jwt.decode(token["id_token"], keys, algorithms=SIGNED_BY).claims

    def _registry(self, nonce: str) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": self._about["issuer"]},
            aud={"essential": True, "value": self._settings.oidc_client_id},
            exp={"essential": True},
            nonce={"essential": True, "value": nonce},
        )

    def _client(self, back: str) -> OAuth2Client:
        secret = self._settings.oidc_client_secret.get_secret_value()
        return OAuth2Client(
            self._settings.oidc_client_id,
            secret or None,
            scope="openid profile",
            redirect_uri=back,
            code_challenge_method="S256",
            timeout=TIMEOUT,
        )

    @cached_property
    def _about(self) -> dict[str, Any]:
        about = self._fetched(f"{self._issuer}/.well-known/openid-configuration")
        if about.get("issuer", "").rstrip("/") != self._issuer:
            raise Unavailable(
                f"인증 서버가 다른 이름({about.get('issuer')})을 댑니다. MUREOBOGO_OIDC_ISSUER를 확인해 주십시오."
            )
        return about

    def _fetched(self, address: str) -> dict[str, Any]:
        try:
            return dict(httpx.get(address, timeout=TIMEOUT).raise_for_status().json())
        except (httpx.HTTPError, ValueError, TypeError) as error:
            raise self._silent(error) from error

    def _silent(self, error: Exception) -> Unavailable:
        told = f"인증 서버({self._issuer})가 대답하지 않습니다({type(error).__name__}). 잠시 뒤에 다시 해 주십시오."
        return Unavailable(told)
