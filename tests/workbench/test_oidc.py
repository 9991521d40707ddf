"""Login by a provider: who is vouched for and was added comes in; every answer that does not fit opens nothing."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from evaluator.errors import EvaluatorError
from evaluator.extensions.workbench import oidc
from evaluator.extensions.workbench.accounts import Accounts
from evaluator.extensions.workbench.app import make_app
from evaluator.extensions.workbench.database import ACCOUNTS
from evaluator.extensions.workbench.oidc import Begun, NotVouchedError, Provider
from evaluator.extensions.workbench.team import house_of
from tests.workbench.conftest import HOST, WORDS, Browser, log_in

CLIENT, SECRET = "workbench", "kept by both"
BACK = f"http://{HOST}/login/callback"


@pytest.fixture(scope="module")
def keys():
    return [RSAKey.generate_key(2048, {"kid": name}) for name in ("first", "second")]


class Fake:
    """A small provider on this machine: it holds the workbench to its part, and says what the test wants of its own."""

    def __init__(self, keys):
        self.keys, self.key = [keys[0]], keys[0]
        self.claims: dict[str, object] = {}
        self.header: dict[str, object] = {}
        self.about: dict[str, object] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self.answer: dict[str, object] | None = None

    def authorize(self, url, **changed):
        """Do what a person does at the provider's page; return where their browser is sent."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert (asked["response_type"], asked["client_id"], asked["redirect_uri"]) == ("code", CLIENT, BACK)
        assert (asked["scope"], asked["code_challenge_method"]) == ("openid email", "S256")
        code = f"code{len(self.codes)}"
        self.codes[code] = asked
        given = {"state": asked["state"], "code": code, **changed}
        return f"/login/callback?state={given['state']}&code={given['code']}"

    def token(self, form, authorization):
        wanted = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '+')}".encode()).decode()
        plain = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self.codes.pop(form.get("code", ""), None)  # each code once
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        fits = asked and challenge.decode().rstrip("=") == asked["code_challenge"] and form["redirect_uri"] == BACK
        if not fits or authorization not in (f"Basic {wanted}", f"Basic {plain}"):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": "1", "iat": now, "exp": now + 60, "nonce": asked["nonce"],
            "email": "B@example.org", "email_verified": True, **self.claims,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": "RS256", "kid": self.key.kid, **self.header}
        token = jwt.encode(header, claims, self.key, algorithms=["RS256", "HS256", "none"])
        return 200, self.answer or {"access_token": "x", "token_type": "Bearer", "id_token": token}

    def respond(self, path, form, authorization):
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            ends = {
                "authorization_endpoint": "authorize",
                "token_endpoint": "token",
                "jwks_uri": "keys",
            }
            about = {"issuer": self.issuer, **{name: f"{self.issuer}/{end}" for name, end in ends.items()}}
            return 200, {**about, **self.about}
        if path == "/keys":
            return 200, {"keys": [key.as_dict(private=False) for key in self.keys]}
        return self.token(form, authorization) if path == "/token" else (404, {})


@contextmanager
def serving(fake):
    class Handler(BaseHTTPRequestHandler):
        def _answer(self):
            body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            status, said = fake.respond(self.path, form, self.headers.get("authorization", ""))
            content = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _answer  # noqa: N815  (the library's names)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        fake.issuer = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield fake
        server.shutdown()
        thread.join()


@pytest.fixture
def fake(keys):
    with serving(Fake(keys)) as found:
        yield found


@pytest.fixture
def desk(place, fake):
    """Return a desk of SQLite served to a team that has a provider: what is proved here asks nothing of PostgreSQL."""
    with place.desk.engine.begin() as connection:
        connection.execute(ACCOUNTS.insert(), {"code": "b", "email": "b@example.org"})
    provider = Provider(fake.issuer, CLIENT, f"http://{HOST}", SECRET)
    place.house = house_of(place.desk, place.shelf, f"http://{HOST}", provider=provider)
    place.app = make_app(place.house)
    return place


def begin(desk, to="/log"):
    browser = Browser(desk.app)
    answer = browser.get(f"/login/provider?to={to}")
    assert answer.status == 303
    return browser, answer.headers["location"]


def test_for_whom_the_provider_vouches_and_who_was_added_comes_in(desk, fake):
    assert "/login/provider?to=/log" in Browser(desk.app).get("/login?to=/log").text
    browser, url = begin(desk)
    answer = browser.get(fake.authorize(url))
    assert answer.status == 200
    assert 'content="0; url=/log"' in answer.text
    session = next(text for text in answer.cookies if text.startswith("workbench="))
    assert "SameSite=strict" in session
    assert "HttpOnly" in session
    assert "(coder)" in browser.get("/log").text
    assert not browser.jar["workbench-begun"]


def test_what_is_sent_to_the_provider_is_new_each_time_and_its_secret_stays_here(desk, fake):
    (one, first), (two, second) = begin(desk), begin(desk)
    a, b = (parse_qs(urlsplit(url).query) for url in (first, second))
    assert all(a[name] != b[name] for name in ("state", "nonce", "code_challenge"))
    assert SECRET not in first + repr(desk.house.team.provider)
    kept = Begun.of(one.jar["workbench-begun"])
    assert kept.verifier not in first
    assert len(kept.verifier) >= 43
    assert Begun.of(two.jar["workbench-begun"]).verifier != kept.verifier


def refused(desk, fake, words, caplog, **changed):
    browser, url = begin(desk)
    with caplog.at_level(logging.WARNING):
        answer = browser.get(fake.authorize(url, **changed))
    assert answer.status == 403
    assert "does not open the workbench" in answer.text
    assert not browser.jar.get("workbench")
    assert words in caplog.text
    assert browser.get("/").status == 303


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"email_verified": False}, "was verified"),
        ({"email_verified": None}, "was verified"),
        ({"email_verified": "true"}, "was verified"),
        ({"email": None}, "was verified"),
        ({"email": ["b@example.org"]}, "was verified"),
        ({"nonce": "another"}, "another's or too old"),
        ({"nonce": None}, "another's or too old"),
        ({"iss": "https://evil.example"}, "another's or too old"),
        ({"aud": "another"}, "another's or too old"),
        ({"aud": None}, "another's or too old"),
        ({"exp": 1000}, "another's or too old"),
        ({"exp": None}, "another's or too old"),
        ({"sub": None}, "another's or too old"),
        ({"iat": 99999999999}, "another's or too old"),
        ({"aud": [CLIENT, "another"], "azp": "another"}, "made for another application"),
    ],
)
def test_a_token_that_does_not_say_what_it_must_opens_nothing(desk, fake, caplog, claims, words):
    fake.claims = claims
    refused(desk, fake, words, caplog)


def test_who_was_not_added_or_is_barred_does_not_come_in(desk, fake, caplog):
    fake.claims = {"email": "stranger@example.org"}
    refused(desk, fake, "", caplog)
    fake.claims = {}
    Accounts(desk.desk).remove("b")
    refused(desk, fake, "", caplog)


def test_an_answer_to_another_login_opens_nothing(desk, fake, caplog):
    refused(desk, fake, "another login", caplog, state="x" * 43)
    refused(desk, fake, "another login", caplog, code="")
    refused(desk, fake, "refuses the code", caplog, code="invented")
    _, url = begin(desk)
    other = Browser(desk.app)  # who did not begin it: a link that somebody was sent
    assert other.get(fake.authorize(url)).status == 403
    for cookie in ("", "[]", '["a"]', '["","","","/"]', "{", "[" * 5000, '[1,2,3,"/"]'):
        assert Begun.of(cookie) is None


def test_an_answer_is_taken_once(desk, fake):
    browser, url = begin(desk)
    back = fake.authorize(url)
    kept = browser.jar["workbench-begun"]
    assert browser.get(back).status == 200
    again = Browser(desk.app, {"workbench-begun": kept})
    assert again.get(back).status == 403


@pytest.mark.parametrize("way", ["none", "client", "public", "stranger", "words"])
def test_a_token_that_the_provider_did_not_sign_opens_nothing(desk, fake, keys, caplog, way):
    if way == "none":
        header = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
        fake.answer = {"access_token": "x", "token_type": "Bearer", "id_token": f"{header}.e30."}
    elif way == "client":
        fake.key, fake.header = OctKey.import_key(SECRET * 4), {"alg": "HS256", "kid": "first"}
    elif way == "public":
        fake.key = OctKey.import_key({"kty": "oct", "k": keys[0].as_dict(private=False)["n"]})
        fake.header = {"alg": "HS256", "kid": "first"}
    elif way == "stranger":
        fake.key, fake.header = keys[1], {"kid": "first"}
    else:
        fake.answer = {"access_token": "x", "token_type": "Bearer", "id_token": "no token"}
    refused(desk, fake, "not signed by the provider", caplog)


def test_an_answer_without_a_token_of_identity_opens_nothing(desk, fake, caplog):
    fake.answer = {"access_token": "x", "token_type": "Bearer"}
    refused(desk, fake, "holds no token of identity", caplog)


def test_keys_that_the_provider_changed_are_fetched_anew_and_not_more_than_once_a_minute(desk, fake, keys, monkeypatch):
    browser, url = begin(desk)
    fake.keys, fake.key = [keys[1]], keys[1]
    back = fake.authorize(url)
    fetched = fake.asked.count("/keys")
    assert browser.get(back).status == 403
    assert fake.asked.count("/keys") == fetched
    monkeypatch.setattr(oidc, "AGAIN", 0.0)
    browser, url = begin(desk)
    assert browser.get(fake.authorize(url)).status == 200
    assert fake.asked.count("/keys") == fetched + 1


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"issuer": "https://evil.example"}, "calls itself otherwise"),
        ({"token_endpoint": "http://evil.example/token"}, "no address with https for token_endpoint"),
        ({"authorization_endpoint": None}, "no address with https for authorization_endpoint"),
        ({"jwks_uri": "http://[evil"}, "no address with https for jwks_uri"),
    ],
)
def test_a_provider_that_is_another_or_speaks_unencrypted_is_not_asked(desk, fake, about, words):
    fake.about = about
    answer = Browser(desk.app).get("/login/provider")
    assert (answer.status, words in answer.text.replace("&#39;", "'")) == (503, True)
    assert "/token" not in fake.asked


def test_a_provider_that_is_away_is_told_and_the_password_opens_all_the_same(desk, fake):
    Accounts(desk.desk).set_password("b", WORDS["b"])
    desk.house.team.provider.issuer = "http://127.0.0.1:1"
    answer = Browser(desk.app).get("/login/provider")
    assert (answer.status, "does not answer" in answer.text) == (503, True)
    assert log_in(Browser(desk.app), "b", WORDS["b"]).status == 303


def test_answers_are_not_tried_without_an_end(desk):
    browser = Browser(desk.app)
    for _ in range(20):
        assert browser.get("/login/callback?state=x&code=y").status == 403
    assert browser.get("/login/callback?state=x&code=y").status == 429


def test_without_a_provider_there_is_no_such_door(place):
    app = make_app(house_of(place.desk, place.shelf, f"http://{HOST}"))
    for path in ("/login/provider", "/login/callback"):
        assert Browser(app).get(path).status == 404
    assert "/login/provider" not in Browser(app).get("/login").text


@pytest.mark.parametrize(
    "issuer", ["http://id.example.org", "id.example.org", "ftp://id.example.org", "https://", "http://[x"]
)
def test_a_provider_has_an_address_with_https(issuer):
    with pytest.raises(EvaluatorError, match="as an address with https"):
        Provider(issuer, CLIENT, "https://desk.example.org")


def test_a_provider_needs_the_name_by_which_it_knows_the_workbench():
    with pytest.raises(EvaluatorError, match="Give --oidc-client beside --oidc-issuer"):
        Provider("https://id.example.org", "", "https://desk.example.org")


def test_why_a_login_was_refused_is_for_the_log_alone():
    assert issubclass(NotVouchedError, EvaluatorError)
