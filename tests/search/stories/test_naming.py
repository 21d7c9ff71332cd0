"""What a story is called: the title whose words the others share most, whatever came first."""

from datetime import date

import pytest

from search import Item
from search.stories.naming import central_title
from search.text import Analyzer

ENGLISH = Analyzer("english")
BRIEF = "Morning brief: the world in review"
STRIKE = "Dockers strike in the port of Hull"
OTHERS = ("Hull: dockers begin strike", "Port of Hull closed by strike", "Ferries stay in port")


def titled(*titles: str) -> list[Item]:
    return [
        Item(id=f"{number:02}.md", title=title, day=date(2026, 1, 1 + number))
        for number, title in enumerate(titles)
    ]


@pytest.mark.parametrize(
    ("titles", "named"),
    [
        ((BRIEF, STRIKE, *OTHERS), STRIKE),
        ((BRIEF, "Why do dockers strike in the port of Hull?", *OTHERS), OTHERS[1]),
        (("Why strike?", "Who will strike in Hull?"), "Why strike?"),
        ((BRIEF, STRIKE), BRIEF),
        (("", STRIKE), STRIKE),
        (("東京の港でスト", "港でストライキ、東京", "天気"), "東京の港でスト"),
        (("",), ""),
        ((), ""),
    ],
    ids=["central", "no question", "questions", "equal", "untitled", "pairs", "none", "no items"],
)
def test_the_most_central_title_names_a_story(titles: tuple[str, ...], named: str) -> None:
    items = titled(*titles)
    assert central_title(items, ENGLISH) == central_title(reversed(items), ENGLISH) == named
