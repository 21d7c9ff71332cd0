"""Who prints a page reads it from the first sheet on, and each part whole."""

import re
import zlib
from urllib.parse import urljoin

import pytest

from tests.browser.conftest import Open

#: Sheets so small that the pages of the sample archive need several.
SMALL_SHEET = {"width": "148mm", "height": "105mm"}
#: Characters of the name on top of each page, which is no content.
NAMEPLATE_CHARACTERS = len("Backfile")
#: Pages, and which link of them is followed to what is printed; "": the page itself is.
PRINTED = [
    pytest.param("/", "", id="front"),
    pytest.param("/?q=the", "", id="results"),
    pytest.param("/?q=headlines:>=3", "main .headline a", id="item"),
    pytest.param("/stories", "", id="stories"),
    pytest.param("/stories", "main h2 a[href*='/story/']", id="story"),
    pytest.param("/compare?q=the&q=storm", "", id="compare"),
    pytest.param("/archive", "", id="archive"),
]


def characters_of_sheets(pdf: bytes) -> list[int]:
    """Return how many characters each sheet of Chromium's PDF has."""
    objects = {
        int(number): body for number, body in re.findall(rb"(?s)(\d+) 0 obj\n(.*?)\nendobj", pdf)
    }
    counts = []
    for body in objects.values():
        if re.search(rb"/Type\s*/Page\b", body):
            contents = re.search(rb"/Contents (\d+) 0 R", body)
            assert contents
            stream = objects[int(contents[1])].split(b"stream\n", 1)[1]
            drawn = re.findall(rb"<([0-9A-Fa-f]+)> Tj", zlib.decompress(stream))
            counts.append(sum(len(glyphs) // 4 for glyphs in drawn))
    return counts


@pytest.mark.parametrize(("path", "onward"), PRINTED)
def test_the_first_sheet_has_content(open_page: Open, path: str, onward: str) -> None:
    page = open_page(path)
    if onward:
        page.goto(urljoin(page.url, page.locator(onward).first.get_attribute("href")))
    counts = characters_of_sheets(page.pdf(**SMALL_SHEET))  # type: ignore[arg-type]
    assert len(counts) > 1
    assert counts[0] > 5 * NAMEPLATE_CHARACTERS, counts
