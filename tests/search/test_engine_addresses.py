"""An address with a scheme leads to an engine, which is imported when it is asked for."""

import subprocess
import sys

import pytest

from search import Archive, ClusterUnreachable, EngineUnknown
from search.engines import shown_address

SECRET = "pass-of-nobody"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("news-index", "news-index"),
        ("opensearch://one.example:9200/news", "opensearch://one.example:9200/news"),
        (f"opensearch://r:{SECRET}@one.example/news", "opensearch://one.example/news"),
        (f"opensearchs://r:a@b{SECRET}@one.example/news", "opensearchs://one.example/news"),
    ],
)
def test_an_address_is_shown_without_a_password(written: str, shown: str) -> None:
    assert shown_address(written) == shown


def test_nothing_of_a_cluster_is_imported_before_it_is_asked_for() -> None:
    code = (
        "import search, sys; from search.engines import opener; opener('news');"
        "print([name for name in sys.modules if 'opensearch' in name])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_without_the_client_it_is_said_what_to_install() -> None:
    code = (
        "import sys; sys.modules['opensearchpy'] = None\n"
        "from search import Archive, EngineUnknown\n"
        "try: Archive.open('opensearch://one.example/news')\n"
        "except EngineUnknown as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'backfile[opensearch]'" in done.stdout


@pytest.mark.parametrize(
    "written",
    [f"opensearch://r:{SECRET}@h/News", f"opensearch://r:{SECRET}\0@h/news"],
    ids=["name", "NUL"],
)
def test_an_address_that_is_none_is_refused_without_its_password(written: str) -> None:
    with pytest.raises(EngineUnknown) as raised:
        Archive.open(written)
    assert SECRET not in str(raised.value)


def test_where_nobody_answers_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from search.opensearch import client

    monkeypatch.setattr(client, "ATTEMPTS", 1)
    with pytest.raises(ClusterUnreachable, match="cannot be reached") as raised:
        Archive.open(f"opensearch://r:{SECRET}@127.0.0.1:1/news")
    assert SECRET not in f"{raised.value!r}"
