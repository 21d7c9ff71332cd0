"""Which stories did an outlet begin here, alone, with what the story is named by?

The first item of a story may be a stray, or lead up to what the story is about. So it counts only
if a line of it has words of the story's title:

    Russia says it used new Oreshnik missile        the story's title
    South Korean President Lee to visit Beijing     as first item, begins nothing
    What is the new missile that Russia used?       begins it
"""

from collections.abc import Mapping

from whoosh.query import Or, Term

from search.came import came_before, first_state
from search.engine import Generation, Question
from search.language.stop_words import stop_words
from search.model import Item
from search.names import name_key
from search.query.tree import STORY_FIELD
from search.stories.lines import bare_line
from search.story_groups import StorySummary
from search.text import Analyzer
from search.versions import with_older

#: Items read for each story, the first ones: others that came at the same time are among them.
READ_FIRST_ITEMS = 50
#: Words of a story's title, stop words aside, that a line of its first item has.
SHARED_WORDS = 2
#: Headlines of an item, and characters of each, that are looked at.
_LINES = 20
_LINE_CHARACTERS = 300


def begun(generation: Generation, firsts: Mapping[StorySummary, Item]) -> set[str]:
    """Return the ids of the stories that the outlet of their first item is known to have begun.

    Who stands beside others in the first item, or came at the same time as others, was not there
    before them. Three round trips.
    """
    begins = {
        story.id: item
        for story, item in firsts.items()
        if len(item.sources) == 1 and is_said(story.title, item, generation.analyzer)
    }
    if not begins:
        return set()
    tree = Or([Term(STORY_FIELD, id) for id in begins])
    count = READ_FIRST_ITEMS * len(begins)
    hits = generation.search(Question(tree=tree, sort="oldest", count=count)).hits
    items = begins | {item.id: item for item, _ in hits}
    stories = dict(zip(items, generation.stories_of([*items]), strict=True))
    came = {
        item.id: first_state(with_older(item, states))
        for item, states in zip(items.values(), generation.states([*items]), strict=True)
    }
    found, at_once = set[str](), set[str]()
    for item, _ in hits:
        id = stories[item.id] or ""
        if {name_key(name) for name in item.sources} - {name_key(begins[id].sources[0])}:
            (found if came_before(came[id], came[item.id]) else at_once).add(id)
    return found - at_once


def is_said(title: str, item: Item, analyzer: Analyzer) -> bool:
    """Tell whether a line of an item has words of the title of its story."""
    little = stop_words(analyzer.language)

    def terms(line: str) -> set[str]:
        tokens = analyzer.tokens(bare_line(line[:_LINE_CHARACTERS]))
        return {token.term for token in tokens if token.form not in little}

    said = terms(title)
    lines = (item.title, *(line.text for line in item.headlines[:_LINES]))
    least = min(SHARED_WORDS, len(said))
    return any(len(said & terms(line)) >= least for line in lines)
