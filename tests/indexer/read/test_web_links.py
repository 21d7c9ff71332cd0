"""Which links lead to a page on the web."""

import re
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.read import web_links as links
from indexer.read.web_links import web_link


@pytest.mark.parametrize(
    ("raw", "link"),
    [
        ("https://hub.example", "https://hub.example"),
        (" https://hub.example/a?b=c&d#e ", "https://hub.example/a?b=c&d#e"),
        ("http://hub.example:8000/[a]", "http://hub.example:8000/[a]"),
        ("HTTPS://Hub.example/é", "HTTPS://Hub.example/é"),
        ("https://hub.example/a b|c", "https://hub.example/a%20b%7Cc"),
        ("https://", ""),
        ("https:///a", ""),
        ("https://[a", ""),
        ("ftp://hub.example/", ""),
        ("hub.example", ""),
        ("", ""),
    ],
)
def test_links_to_the_web_are_kept_and_encoded(raw: str, link: str) -> None:
    assert web_link(raw) == link


@given(
    st.text(alphabet="aZ0-._~:/?#[]@!$&'()*+,;=%<>\"\\^`{|} \t\né\u2100"),
    st.sampled_from(["http://", "https://", "https://hub.example/", "https:"]),
)
def test_a_clean_link_is_the_same_when_it_is_split(rest: str, begin: str) -> None:
    with mock.patch.object(links, "_CLEAN", re.compile("(?!)")):
        taken_apart = web_link(begin + rest)
    assert web_link(begin + rest) == taken_apart
