"""A browser reads each address in a page as it was meant, though few of its signs are escaped."""

from html import unescape

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from search.request import PARAMETERS
from web.escaping import href


@given(st.lists(st.sampled_from([*PARAMETERS, "hit", "lt", "amp", "copy", "x"]), max_size=6))
def test_a_browser_reads_an_address_as_it_was_written(names: list[str]) -> None:
    url = "/?" + "&".join(f"{name}={name}%26" for name in names)
    for address in (url, f"/outlet/R&lt;{url}", f"/outlet/A&not;B&copy{url}"):
        link = LexborHTMLParser(f'<a href="{href(address)}">x</a>').css_first("a")
        assert link.attributes["href"] == address
        assert unescape(href(address)) == address


def test_only_what_is_read_otherwise_is_escaped() -> None:
    assert href("/?q=a&source=B&not_source=C&hit=3") == "/?q=a&source=B&amp;not_source=C&hit=3"
