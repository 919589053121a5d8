"""What stands before the routes: headers, tokens, where a request may come from, forms."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import APIRouter, FastAPI, Request
from starlette.testclient import TestClient

from newsmill.service.security.access import Gate, Reader, Submitter
from newsmill.service.security.forms import HOURS, Forms, Signed, form_token
from newsmill.service.security.headers import nonce
from storage.service import tokens
from storage.store import Store
from tests.newsmill.service.conftest import LOOPBACK

NOW = datetime.now(UTC)
router = APIRouter()


@router.get("/probe")
async def probe(caller: Reader) -> str:
    """For readers."""
    return caller.name or "anybody"


@router.post("/probe")
async def change(caller: Submitter) -> str:
    """For those who may submit."""
    return caller.name or "anybody"


@router.get("/form")
async def shown(request: Request, caller: Reader) -> dict[str, str]:
    """A page with a form and a script."""
    return {"csrf": form_token(request, caller), "nonce": nonce(request)}


@router.post("/form")
async def sent(form: Signed) -> str:
    """Where it is sent."""
    return str(form["word"])


@router.get("/bug")
async def bug() -> str:
    """A bug."""
    raise RuntimeError("secret of the database")


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """Give a client on loopback of an application with the routes above."""
    app.include_router(router)
    with TestClient(app, base_url="http://127.0.0.1:8000", client=LOOPBACK, raise_server_exceptions=False) as made:
        yield made


def add(store: Store, app: FastAPI, *scopes: str, **more: datetime) -> dict[str, str]:
    """Make a token; return the header that carries it."""
    token = store.database.write(tokens.add, "-".join(scopes), scopes, NOW, **more)
    app.state.service.gate.refresh()
    return {"Authorization": f"Bearer {token}"}


def test_without_tokens_this_machine_is_answered(client: TestClient, app: FastAPI) -> None:
    """An open service answers loopback by a loopback name, and nobody else: neither other machines nor rebound names."""
    assert client.get("/probe").json() == "anybody"
    assert client.get("/probe", headers={"Host": "localhost:8000"}).status_code == 200
    assert client.get("/probe", headers={"Host": "evil.example"}).status_code == 403
    elsewhere = TestClient(app, base_url="http://127.0.0.1:8000", client=("192.0.2.7", 1))
    assert elsewhere.get("/probe").status_code == 403
    assert elsewhere.get("/healthz").status_code == 200


def test_a_service_that_listens_elsewhere_is_never_open(client: TestClient, app: FastAPI, store: Store) -> None:
    """Without any token, one that does not listen on loopback only answers nobody, not even loopback."""
    object.__setattr__(app.state.service, "gate", Gate(store.database, local=False))
    assert client.get("/probe").status_code == 401


def test_tokens_open_what_their_scopes_say(client: TestClient, app: FastAPI, store: Store) -> None:
    """As soon as there is a token, one is needed; read reads, submit submits, admin does both; nothing else opens."""
    read, admin = add(store, app, "read"), add(store, app, "admin")
    assert client.get("/probe").status_code == 401
    assert client.get("/probe", headers=read).json() == "read"
    assert client.post("/probe", headers=read).status_code == 403
    assert client.post("/probe", headers=admin).json() == "admin"
    wrong = client.get("/probe", headers={"Authorization": "Bearer newsmill_wrong"})
    assert (wrong.status_code, wrong.headers["www-authenticate"]) == (401, 'Bearer realm="newsmill"')


def test_tokens_end(client: TestClient, app: FastAPI, store: Store) -> None:
    """A token opens nothing once it is revoked or its time is over, and the service is not open again while one holds."""
    add(store, app, "admin")
    old = add(store, app, "read", expires_at=NOW - timedelta(seconds=1))
    revoked = add(store, app, "submit")
    assert client.post("/probe", headers=revoked).status_code == 200
    store.database.write(tokens.revoke, "submit", NOW)
    app.state.service.gate.refresh()
    assert client.post("/probe", headers=revoked).status_code == 401
    assert client.get("/probe", headers=old).status_code == 401


def test_tokens_are_kept_as_digests(store: Store) -> None:
    """What is stored of a token does not open anything, and the use of one is noted."""
    token = store.database.write(tokens.add, "one", ["read"], NOW)
    assert token is not None and token.startswith("newsmill_")
    (kept,) = store.database.read(tokens.tokens)
    assert token not in repr(kept) and kept.token_sha256 == tokens.digest(token)
    assert store.database.write(tokens.add, "one", ["read"], NOW) is None
    with pytest.raises(ValueError, match="no scope"):
        store.database.write(tokens.add, "two", ["write"], NOW)


def test_other_sites_change_nothing(client: TestClient) -> None:
    """What a browser sends for another site is refused, by Sec-Fetch-Site or Origin; links and programs are not."""
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ):
        assert client.post("/probe", headers=headers).status_code == 403, headers
    for good in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://127.0.0.1:8000"}, {}):
        assert client.post("/probe", headers=good).status_code == 200, good
    assert client.get("/probe", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_forms_are_signed(client: TestClient) -> None:
    """A form is taken with the token of the page that showed it, in a field or a header, and not without."""
    token = client.get("/form").json()["csrf"]
    assert client.post("/form", data={"word": "hello", "csrf": token}).json() == "hello"
    assert client.post("/form", data={"word": "hello"}, headers={"X-CSRF-Token": token}).json() == "hello"
    for wrong in ("", "1.a", f"{token}0", token.replace(".", "1."), "9" * 400 + ".a", "²." + "0" * 64):
        assert client.post("/form", data={"word": "hello", "csrf": wrong}).status_code == 403, wrong


def test_signatures_are_of_one_caller_and_end() -> None:
    """A form's token is good for whom it was made, for so many hours, in the process that made it."""
    from newsmill.service.security.access import ANYBODY, Caller

    forms, other = Forms(), Caller(name="other", scopes=frozenset())
    token = forms.sign(ANYBODY, now=1000)
    assert forms.check(ANYBODY, token, now=1000 + HOURS * 3600)
    assert not forms.check(ANYBODY, token, now=1001 + HOURS * 3600)
    assert not forms.check(other, token, now=1000)
    assert not Forms().check(ANYBODY, token, now=1000)


def test_every_answer_is_guarded(client: TestClient) -> None:
    """All answers, errors and bugs too, forbid scripts from elsewhere; a nonce is allowed only where one was made."""
    for path in ("/probe", "/nothing", "/bug", "/healthz"):
        answer = client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "nonce" not in policy, path
        assert answer.headers["x-content-type-options"] == "nosniff"
    answer = client.get("/form")
    assert f"script-src 'self' 'nonce-{answer.json()['nonce']}'" in answer.headers["content-security-policy"]


def test_a_bug_tells_nothing(client: TestClient) -> None:
    """A bug is a problem without its trace, which goes to the log."""
    answer = client.get("/bug")
    assert answer.status_code == 500 and answer.headers["content-type"] == "application/problem+json"
    assert "secret" not in answer.text


def test_a_large_body_is_refused(client: TestClient) -> None:
    """A body beyond the limit is not read, whether its length is stated or not."""
    answer = client.post("/form", content=b"x" * 30_000_000)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    chunked = client.post("/form", content=(b"a=b&" * 250_000 for _ in range(30)), headers=form)
    assert chunked.status_code == 413


def test_health_needs_no_token(client: TestClient, app: FastAPI, store: Store) -> None:
    """/healthz and /readyz answer without a token; /readyz says when the database does not answer."""
    add(store, app, "read")
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok"}
