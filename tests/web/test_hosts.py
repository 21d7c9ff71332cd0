"""A server answers under its own names."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import create_environ, run_wsgi_app

from search import Archive
from web import create_app
from web.hosts import LOOPBACK_NAMES, is_host, is_loopback, own_name

PATHS = ("/", "/feed.atom", "/api/v1/search", "/static/backfile.css", "/nothing", "/healthz")


@pytest.fixture(scope="module")
def named(archive: Archive) -> Flask:
    return create_app(
        {"ARCHIVE": archive, "HOSTS": [*LOOPBACK_NAMES, "news.example", ".many.example"]}
    )


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST:8000",
        "127.0.0.1:1",
        "[::1]:8000",
        "[::1]",
        "news.example",
        "a.many.example",
    ],
)
def test_its_own_names_are_answered(named: Flask, host: str) -> None:
    assert named.test_client().get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "news.example.evil.example",
        "evilnews.example",
        "127.0.0.1.evil.example",
        "10.0.0.1",
    ],
)
@pytest.mark.parametrize("path", PATHS)
def test_other_names_are_not(named: Flask, host: str, path: str) -> None:
    answer = named.test_client().get(path, headers={"Host": host}, buffered=True)
    assert answer.status_code == 400
    assert host not in answer.text
    assert "--trusted-host" in answer.text
    assert "Content-Security-Policy" in answer.headers
    assert answer.is_json == path.startswith("/api/")


@pytest.mark.parametrize(
    "host",
    [
        "xn--e",
        "xn--e.example",
        "xn--\x80",
        "a..b",
        ".",
        "-a.example",
        "x:99999",
        "x:y",
        "x:",
        "[::1",
        "[1]",
        "a b",
        "a/b",
        "a@b",
        "a\tb",
        "é",
        "<script>",
        "x" * 64 + ".example",
        "1:2:3",
        "[::1]x",
        "a,b",
    ],
    ids=ascii,
)
@pytest.mark.parametrize("path", PATHS)
def test_a_malformed_name_is_a_bad_request_even_where_any_is_trusted(
    app: Flask, host: str, path: str
) -> None:
    # Call the application itself: a test client cannot send every one of these.
    environ = create_environ(path) | {"HTTP_HOST": host}
    _, status, headers = run_wsgi_app(app, environ)
    assert status.startswith("400 ")
    assert "Content-Security-Policy" in headers


@pytest.mark.parametrize(
    "host", ["a_b", "xn--bcher-kva.example", "a.example.", "[fe80::1]:1", "1.2.3.4"]
)
def test_names_of_networks_are_names(client: FlaskClient, host: str) -> None:
    assert is_host(host)
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.0.2.1", False),
        ("news.example", False),
    ],
)
def test_only_loopback_is_loopback(address: str, expected: bool) -> None:
    assert is_loopback(address) is expected


def test_the_environment_names_them_for_any_server(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKFILE_TRUSTED_HOST", "news.example .many.example")
    client = create_app({"ARCHIVE": archive}).test_client()
    assert client.get("/", headers={"Host": "news.example"}).status_code == 200
    assert client.get("/", headers={"Host": "localhost"}).status_code == 400


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("X.org.", "x.org"),
        ("bücher.example", "xn--bcher-kva.example"),
        (".Bücher.example", ".xn--bcher-kva.example"),
        ("0:0::1", "[::1]"),
        ("[::1]", "[::1]"),
        ("192.0.2.1", "192.0.2.1"),
    ],
)
def test_a_name_is_understood_as_browsers_send_it(given: str, expected: str) -> None:
    assert own_name(given) == expected
    assert is_host(expected.removeprefix("."))


@pytest.mark.parametrize(
    "given",
    [
        "*",
        "http://x.org/",
        "x.org:8080",
        "[::1]:80",
        "*.x.org",
        "x.org, y.org",
        "",
        ".",
        "straße.de",
    ],
)
def test_what_no_browser_sends_is_refused_at_the_start(archive: Archive, given: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(repr(given))} is not the name of a host"):
        create_app({"ARCHIVE": archive, "HOSTS": [given]})
