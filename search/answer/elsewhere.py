"""Which items and outlets have what a story tells in another story?

Those of the stories that it continues, or that continue it; and those of items of other stories
with an article of its items. An article that many such items have says nothing: it is a page to
subscribe at, or a live page.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from whoosh.query import And, Not, Or, Query, Term

from search.answer.same_article import all_links, article_queries, articles, articles_at
from search.deadlines import check_deadline
from search.engine import Generation, Listed, Question
from search.model import Item
from search.names import name_key
from search.query.tree import STORY_FIELD
from search.story import ElsewhereOutlet, HeldStory

#: Items of other stories that are read, of each kind.
OTHER_ITEMS = 200
#: Items of other stories, at most, that have an article which says something.
MOST_HAVING = 12
#: Characters of a headline that are told.
HEADLINE_CHARACTERS = 300

#: Items, each with the parts of the addresses of its articles that a story has.
Others = list[tuple[Item, set[tuple[str, ...]]]]


def elsewhere(
    generation: Generation, held: HeldStory, others: Others, names: Sequence[str]
) -> dict[str, ElsewhereOutlet | None]:
    """Return those of some outlets that have a story elsewhere, each with its first item there.

    `others` are what `having_articles` returns. None stands for an item that is not among those
    that are read.
    """
    found: dict[str, ElsewhereOutlet | None] = {}
    if not names:
        return found
    for item in _telling(others):
        found |= _told(item, (name for name in names if name not in found), is_article=True)
    ties = [Term(STORY_FIELD, tie.other.id) for tie in (*held.earlier, *held.later)]
    left = tuple(name for name in names if name not in found)
    if not ties or not left:
        return found
    answer = generation.search(_limited(Or(ties), left))
    for item, _ in answer.hits:
        found |= _told(item, (name for name in left if name not in found), is_article=False)
    keys = {name_key(name) for name, _ in answer.facets["sources"].values}
    return dict.fromkeys(name for name in left if name_key(name) in keys) | found


def _limited(tree: Query, names: Sequence[str] = ()) -> Question:
    return Question(
        tree=tree,
        included={"sources": tuple(names)} if names else {},
        sort="oldest",
        count=OTHER_ITEMS,
        facets={"sources": Listed()} if names else {},
    )


def having_articles(generation: Generation, held: HeldStory) -> Others:
    """Return items of other stories with an article of a story, and which, the oldest first."""
    counts = Counter(parts for item in held.items for parts in dict(articles_at(all_links(item))))
    # Those that most items have prove the story; an engine is asked for so many at most.
    asked = article_queries([parts for parts, _ in counts.most_common()])
    if not asked:
        return []
    others = And([Or(asked), Not(Term(STORY_FIELD, held.story.id))])
    found: Others = []
    for item, _ in generation.search(_limited(others)).hits:
        check_deadline()
        if shared := {parts for parts, _ in articles(item) if parts in counts}:
            found.append((item, shared))
    return found


def _telling(others: Others) -> Iterator[Item]:
    """Yield the items with an article that says something."""
    having = Counter(chain.from_iterable(shared for _, shared in others))
    for item, shared in others:
        if any(having[own] <= MOST_HAVING for own in shared):
            yield item


def _told(
    item: Item, names: Iterable[str], is_article: bool
) -> Iterator[tuple[str, ElsewhereOutlet]]:
    """Yield the outlets that an item has, each with what it says there."""
    keys = set(map(name_key, item.sources))
    for name in names:
        key = name_key(name)
        if key not in keys:
            continue
        lines = (line.text for line in item.headlines if name_key(line.outlet) == key)
        headline = next(filter(None, lines), item.title) or item.id
        yield (
            name,
            ElsewhereOutlet(
                outlet=name,
                item=item.id,
                headline=headline[:HEADLINE_CHARACTERS],
                day=item.day,
                is_article=is_article,
            ),
        )
