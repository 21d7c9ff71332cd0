"""A button that leads on opens a tab where a link would, and leaves the page as it is."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open

SEARCH = "/?q=the&by=month"


@pytest.mark.parametrize(
    ("button", "how"),
    [
        (".spans button", {"button": "middle"}),
        (".facet li > button", {"button": "middle"}),
        (".facet li > button", {"modifiers": ["Control"]}),
    ],
)
def test_a_button_opens_a_tab_as_a_link_does(
    open_page: Open, button: str, how: dict[str, object]
) -> None:
    page = open_page(SEARCH)
    before, places = page.url, len(page.context.pages)
    with page.context.expect_page() as opened:
        page.locator(button).first.click(**how)  # type: ignore[arg-type]
    opened.value.wait_for_load_state()
    assert page.url == before
    assert opened.value.url != before
    expect(opened.value.locator(".chips")).to_contain_text("the")
    assert len(page.context.pages) == places + 1


def test_a_button_of_the_page_itself_opens_none(open_page: Open) -> None:
    page = open_page(SEARCH)
    page.get_by_role("button", name="Choose days").click(button="middle")
    assert len(page.context.pages) == 1
