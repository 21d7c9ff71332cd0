"""Axe finds nothing on any page, narrow and dark, wide and light, with all of it unfolded."""

from pathlib import Path

import pytest

from tests.browser.conftest import NARROW, WIDE, Open
from tests.browser.whole_site import axe_finds, each_page


@pytest.mark.thorough
@pytest.mark.parametrize(("width", "scheme"), [(NARROW, "dark"), (WIDE, "light")])
def test_axe_finds_nothing_on_any_page(
    open_page: Open, index: Path, width: int, scheme: str
) -> None:
    page = open_page(width=width)
    found = {name: axe_finds(page, scheme) for name in each_page(page, index)}
    assert not any(found.values()), found
