"""Axe finds nothing on any page, narrow and dark, wide and light, with all of it unfolded."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from search import Archive
from tests.browser.__main__ import addresses
from tests.browser.conftest import NARROW, WIDE, Open


@pytest.mark.thorough
@pytest.mark.parametrize(("width", "scheme"), [(NARROW, "dark"), (WIDE, "light")])
def test_axe_finds_nothing_on_any_page(
    open_page: Open, index: Path, width: int, scheme: str
) -> None:
    page = open_page(width=width)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    with Archive.open(index) as archive:
        pages = addresses(archive)
    found = {}
    for name, address in pages.items():
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(node => node.open = true)")
        results = Axe().run(page)
        if results.violations_count:
            found[name] = results.generate_report()
    assert not found
