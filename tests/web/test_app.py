"""The application as a whole: what HTTP asks of it, and what it does when things go wrong."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from search import Archive, Item
from web import create_app
from web.app import MAX_ADDRESS_BYTES

ROOT = Path(__file__).parents[2]
COMET = "city/comet-seen-over-the-bay.md"


def titles(client: FlaskClient, url: str = "/") -> list[str]:
    response = client.get(url)
    assert response.status_code == 200
    return [node.text().strip() for node in LexborHTMLParser(response.text).css(".hit .headline")]


@pytest.mark.parametrize("url", ["/", f"/item/{COMET}", "/facets/tags", "/feed.atom"])
def test_an_unchanged_page_is_not_sent_twice(client: FlaskClient, url: str) -> None:
    first = client.get(url)
    again = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""
    other = client.get("/?q=comet", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


@pytest.mark.parametrize("url", ["/", "/?q=comet", f"/item/{COMET}", "/facets/tags", "/robots.txt"])
def test_head_is_get_without_a_body(client: FlaskClient, url: str) -> None:
    response = client.head(url)
    assert response.status_code == 200
    assert response.data == b""


@pytest.mark.parametrize("url", ["/", f"/item/{COMET}", "/facets/tags", "/feed.atom"])
def test_the_archive_can_only_be_read(client: FlaskClient, url: str) -> None:
    response = client.post(url)
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert "can only be read" in response.text


@pytest.mark.parametrize(
    "url",
    [
        "/?q=%ff%fe",
        "/?q=%ED%A0%80",
        "/?q=%",
        "/?q=%zz&source=%c3%28",
        "/?q=%00",
        "/?&&=&=x",
        "/?q=a&q=b",
        "/?page=1e9&per_page=-1&sort=x&month=2026-13&year=0&since=1-1-1",
        "/?page=" + "9" * 5000,
        "/?page=1000000&per_page=100",
        "/?q=" + "strike+" * 1000,
        "/?" + "source=BBC&" * 700,
        "/?" + "".join(f"source={number}&" for number in range(500)),
        "/?facets=",
        "/item/x?q=%ff&since=nonsense",
        "/facets/sources?page=99999&prefix=%ff",
    ],
    ids=lambda url: url[:40],
)
def test_no_address_breaks_the_server(client: FlaskClient, url: str) -> None:
    assert client.get(url).status_code in (200, 404)


@pytest.mark.parametrize(
    "path", ["/", "/facets/tags", "/feed.atom", "/item/x", "/api/v1/search", "/healthz", "/nothing"]
)
def test_an_address_has_a_longest_length(client: FlaskClient, path: str) -> None:
    room = MAX_ADDRESS_BYTES - len(path) - len("x=")
    assert client.get(f"{path}?x={'x' * room}").status_code != 414
    # What a client did not quote counts as long as links write it.
    assert client.get(f"{path}?x={'%' * (room // 2)}").status_code == 414
    answer = client.get(f"{path}?x={'x' * (room + 1)}")
    assert answer.status_code == 414
    assert "too long" in answer.text
    assert answer.is_json == path.startswith("/api/")


# -- an archive that cannot be used


def test_an_archive_that_is_missing_says_so_and_may_be_made_meanwhile(tmp_path: Path) -> None:
    client = create_app({"INDEX": tmp_path / "index"}).test_client()
    page = client.get("/")
    assert page.status_code == 503
    assert "cannot be opened" in page.text
    assert str(tmp_path) not in page.text
    assert client.get("/healthz").status_code == 503
    with Archive.create(tmp_path / "index") as archive:
        archive.add([Item(id="a.md", title="Tags", day=None)])
    assert titles(client) == ["Tags"]


def test_importing_making_and_asking_it_leave_the_process_as_it_is(
    archive: Archive, archive_path: Path
) -> None:
    state = """if True:
        import gc, locale, logging, os, signal, sys, threading
        def state():
            handlers = [signal.getsignal(number) for number in signal.valid_signals()]
            root = logging.getLogger()
            return (
                gc.isenabled(), gc.get_threshold(), handlers, root.level, [*root.handlers],
                logging.root.manager.disable, threading.active_count(), locale.setlocale(0),
                sys.excepthook, sys.getswitchinterval(), os.getcwd(), dict(os.environ),
            )
        before = state()
        from web import create_app
        app = create_app({"INDEX": sys.argv[1]})
        assert app.test_client().get("/?q=comet").status_code == 200
        assert state() == before
        assert "search.processes.setup" not in sys.modules, "it sets up the process that calls it"
    """
    subprocess.run([sys.executable, "-c", state, str(archive_path)], cwd=ROOT, check=True)


def test_without_a_config_the_environment_names_the_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive.create(tmp_path / "index") as archive:
        archive.add([Item(id="a.md", title="From the environment", day=None)])
    monkeypatch.setenv("BACKFILE_INDEX", str(tmp_path / "index"))
    assert titles(create_app().test_client()) == ["From the environment"]


def test_an_archive_that_goes_away_comes_back(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        archive.add([Item(id="a.md", title="Before", day=None)])
    client = create_app({"INDEX": tmp_path / "index"}).test_client()
    assert titles(client) == ["Before"]
    shutil.rmtree(tmp_path / "index")
    assert client.get("/").status_code == 503
    with Archive.create(tmp_path / "index") as archive:
        archive.add([Item(id="b.md", title="After", day=None)])
    assert titles(client) == ["After"]


def test_a_new_commit_is_seen_by_the_next_request(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        archive.add([Item(id="a.md", title="First", day=None)])
        client = create_app({"INDEX": tmp_path / "index"}).test_client()
        assert titles(client) == ["First"]
        archive.add([Item(id="b.md", title="Second", day=date(2026, 1, 1))])
        assert titles(client) == ["Second", "First"]


def test_a_defect_is_a_page_without_a_traceback(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(archive, "search", broken)
    client = create_app({"ARCHIVE": archive}).test_client()
    page = client.get("/")
    assert page.status_code == 500
    assert "Something went wrong here" in page.text
    assert "secret" not in page.text


def test_a_relative_folder_is_that_of_the_moment_the_application_was_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Archive.create(tmp_path / "index").close()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    client = create_app({"INDEX": "index"}).test_client()
    monkeypatch.chdir("elsewhere")
    assert client.get("/healthz").status_code == 200
