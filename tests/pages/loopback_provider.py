"""A provider of identities of our own, on loopback, for tests: it stands for Keycloak and the like, and is none."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey


class LoopbackProvider(ThreadingHTTPServer):
    """Lets everybody in as `name`. `claims` are put over those of the token, `key` signs it, the public half of `known`
    is what it publishes."""

    def __init__(self, name: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.name = name
        self.claims: dict[str, Any] = {}
        self.known = RSAKey.generate_key(2048, {"kid": "1"})
        self.key: RSAKey = self.known
        self.asked: dict[str, dict[str, str]] = {}
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def token(self, asked: dict[str, str]) -> str:
        claims = {"iss": self.issuer, "aud": asked["client_id"], "sub": "1", "nonce": asked["nonce"]}
        claims |= {"exp": int(time.time()) + 60, "preferred_username": self.name} | self.claims
        return jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.key)


class _Handler(BaseHTTPRequestHandler):
    server: LoopbackProvider

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        if address.path == "/authorize":
            self.server.asked["code-1"] = asked
            back = asked["redirect_uri"] + "?" + urlencode({"code": "code-1", "state": asked["state"]})
            self.send_response(303)
            self.send_header("location", back)
            self.end_headers()
        elif address.path == "/keys":
            self._reply({"keys": [self.server.known.as_dict(private=False)]})
        else:
            places = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
            own = self.server.issuer
            self._reply({"issuer": own} | {name: own + place for name, place in places.items()})

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
        asked = self.server.asked.pop(sent["code"][0], None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"][0].encode()).digest()).rstrip(b"=")
        if asked is None or asked["code_challenge"] != proof.decode() or "Basic " not in self.headers["authorization"]:
            self._reply({"error": "invalid_grant"}, 400)
        else:
            self._reply({"access_token": "a", "token_type": "Bearer", "id_token": self.server.token(asked)})

    def _reply(self, body: dict[str, Any], status: int = 200) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is printed."""
