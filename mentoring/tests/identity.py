"""A company's sign-on server on loopback: OpenID Connect by the book, for whoever stands in ``person``."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "verso", "between the two servers"


class IdentityServer:
    """``server.person = {"sub": …, "email": …}`` decides who signs in next; None means they cancel."""

    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.person, self.codes, self.tokens, self.broken = None, {}, {}, set()
        handler = type("Handler", (Handler,), {"identity": self})
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://localhost:{self.http.server_port}"
        self.environ = {
            "OIDC_SERVER_URL": self.url,
            "OIDC_CLIENT_ID": CLIENT,
            "OIDC_CLIENT_SECRET": SECRET,
            "OIDC_NAME": "your Northmoor account",
        }
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def stop(self):
        self.http.shutdown()
        self.http.server_close()

    def configuration(self):
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def authorize(self, asked):
        """Where the browser goes next: back, with a code or without."""
        if self.person is None:
            answer = {"error": "access_denied", "state": asked["state"]}
        else:
            code = secrets.token_urlsafe()
            self.codes[code] = (self.person, asked["code_challenge"], asked["redirect_uri"])
            answer = {"code": code, "state": asked["state"]}
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def exchange(self, asked):
        person, challenge, came_back_to = self.codes.pop(asked["code"])  # works once
        digest = hashlib.sha256(asked["code_verifier"].encode()).digest()
        assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == challenge
        assert asked["redirect_uri"] == came_back_to
        assert (asked["client_id"], asked["client_secret"]) == (CLIENT, SECRET)
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, **person}
        token = secrets.token_urlsafe()
        self.tokens[token] = person
        return {
            "access_token": token,
            "token_type": "Bearer",
            "id_token": jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "one"}),
        }

    def keys(self):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}


class Handler(BaseHTTPRequestHandler):
    identity: IdentityServer

    def do_GET(self):
        path, asked = self.asked(urlsplit(self.path).query)
        if path in self.identity.broken:
            self.send_error(503)
        elif path == "/.well-known/openid-configuration":
            self.say(self.identity.configuration())
        elif path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.identity.authorize(asked))
            self.end_headers()
        elif path == "/userinfo":
            self.say(self.identity.tokens[self.headers["Authorization"].removeprefix("Bearer ")])
        elif path == "/jwks":
            self.say(self.identity.keys())

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        path, asked = self.asked(body)
        if path in self.identity.broken:
            self.send_error(503)
            return
        try:
            self.say(self.identity.exchange(asked))
        except (AssertionError, KeyError):
            self.say({"error": "invalid_grant"}, status=400)

    def asked(self, query):
        return urlsplit(self.path).path, {name: values[0] for name, values in parse_qs(query).items()}

    def say(self, content, status=200):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, *args):
        """Tests are quiet."""
