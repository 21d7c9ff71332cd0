"""A reader compares searches: the page fits, all can see it, its form works without a script."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDE, Open
from tests.browser.whole_site import axe_finds
from tests.conftest import THOROUGH

NARROWEST = 320
COMPARED = {
    "form": "/compare?q=storm",
    "two": "/compare?q=storm&q=election",
    "five": "/compare?q=storm&q=election&q=the&q=comet+since:2025-12-01&q=port&share=1",
    "outlets": "/compare?q=the&by=sources",
    "long": "/compare?q=" + "y" * 300 + "&q=the",
}


#: What axe looks at: in a quick run the page that has most, where it is narrowest.
LOOKED_AT = [NARROWEST, WIDE] if THOROUGH else [NARROWEST]
AXE_PAGES = COMPARED if THOROUGH else {"five": COMPARED["five"]}


@pytest.mark.thorough
@pytest.mark.parametrize("width", LOOKED_AT)
def test_axe_finds_nothing_in_comparisons(open_page: Open, width: int) -> None:
    page = open_page("/compare", width=width)
    for name, path in AXE_PAGES.items():
        page.goto(path)
        assert not axe_finds(page, "light", *(("dark",) if width == WIDE else ())), name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


@pytest.mark.thorough
def test_targets_of_comparisons_are_large_enough(open_page: Open) -> None:
    page = open_page("/compare", width=NARROWEST)
    for path in COMPARED.values():
        page.goto(path)
        small = page.evaluate(
            """() => [...document.querySelectorAll('a[href], button, input, summary')]
            .filter(node => node.checkVisibility({visibilityProperty: true}))
            .filter(node => !node.closest('.skip, .unseen, svg, [hidden]'))
            .map(node => [node.outerHTML.slice(0, 90), ...node.getClientRects()].slice(0, 2))
            .filter(([, box]) => box && box.width > 1 && (box.height < 23.5 || box.width < 23.5))
            .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""
        )
        assert not small, (path, small[:8])


@pytest.mark.thorough
def test_a_search_is_compared_with_another_without_a_script(open_page: Open) -> None:
    page = open_page("/?q=storm", java_script_enabled=False)
    page.get_by_role("link", name="Compare with others").click()
    page.get_by_label("Search B").fill("election")
    page.get_by_role("button", name="Compare").click()
    rows = page.locator("#searches + table tbody tr")
    expect(rows).to_have_count(2)
    expect(page.get_by_label("Search A")).to_have_value("storm")
    page.get_by_role("link", name="Remove storm").click()
    expect(page.get_by_label("Search A")).to_have_value("election")
    expect(rows).to_have_count(0)


@pytest.mark.thorough
def test_lines_are_drawn_at_their_marks(open_page: Open) -> None:
    page = open_page(COMPARED["five"])
    box = page.locator(".comparison .plot").bounding_box()
    assert box
    marks = page.locator(".plot use").all()
    assert len(marks) > 5
    for mark in marks:
        own = mark.bounding_box()
        assert own
        middle = own["x"] + own["width"] / 2, own["y"] + own["height"] / 2
        assert box["x"] - 1 <= middle[0] <= box["x"] + box["width"] + 1
        assert box["y"] - 2 <= middle[1] <= box["y"] + box["height"] + 2
