"""Which search finds just the items that several searches share, or those with one more word?

a, b      ->  (a) (b)        as long as a query may be, and if it finds no others
a, word   ->  "word" a       the word first, where no sign of the query reaches it
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from whoosh.query import And, Every, Query

from search.answer.members import Member, anything
from search.answer.questions import questions_of
from search.comparison import FoundItems, Overlap
from search.engine import Generation
from search.request import SearchRequest
from search.settings import MAX_QUERY_CHARACTERS


@dataclass(frozen=True, slots=True)
class Shared:
    """What the searches share: the items of each two and of all, and those that have some words.

    `words` has for each word the hits of each search that have it.
    """

    overlaps: tuple[Overlap, ...]
    words: dict[str, tuple[FoundItems, ...]]


def shared(
    generation: Generation, members: Sequence[Member], words: Sequence[str], by_outlet: bool
) -> Shared:
    """Count what searches share, and find the search for each number. Two round trips at most."""
    count = len(members)
    groups: list[tuple[int, ...]] = list(combinations(range(count), 2))
    if count > 2:
        groups.append(tuple(range(count)))
    joined = [_joined([members[own] for own in group], by_outlet) for group in groups]
    with_first = [_with_word(words[0], member.search) if words else None for member in members]
    asked = [search for search in (*joined, *with_first) if search]
    alone = [SearchRequest(query=f'"{word}"') for word in words]
    questions = iter(questions_of(generation, [*asked, *alone]))
    of_joined = [next(questions) if search else None for search in joined]
    of_first = [next(questions) if search else None for search in with_first]
    of_words = list(questions)
    limits = anything(members)
    everyone = replace(limits, tree=And([member.question.tree for member in members]))
    columns = [member.question for member in members]
    columns += [everyone, *(own for own in of_joined if own)]
    first_word = len(columns)
    columns += of_words
    all_counts, *counts = generation.shared([limits, *columns[:count]], columns)
    column = iter(range(count + 1, first_word))
    overlaps = []
    for group, search in zip(groups, joined, strict=True):
        total = counts[group[0]][group[1]] if len(group) == 2 else all_counts[count]
        if search:
            own = next(column)
            found = [all_counts[own], *(counts[number][own] for number in group)]
            search = search if set(found) == {total} else None
        overlaps.append(Overlap(of=group, found=_found(total, search)))
    # A word in quotes changes nothing that a query says, whatever the word, if one does not.
    is_exact = [
        own is not None and _parts(own.tree) == _parts(member.tree) | _parts(of_words[0].tree)
        for own, member in zip(of_first, members, strict=True)
    ]
    found_words = {}
    for number, word in enumerate(words):
        found_words[word] = tuple(
            _found(
                counts[own][first_word + number],
                _with_word(word, member.search) if is_exact[own] else None,
            )
            for own, member in enumerate(members)
        )
    return Shared(tuple(overlaps), found_words)


def _found(count: int, search: SearchRequest | None) -> FoundItems:
    return FoundItems(count=count, search=search if count else None)


def _joined(members: Sequence[Member], by_outlet: bool) -> SearchRequest | None:
    """Return the search for what all members find, None where a query cannot say it."""
    first, *others = members
    if by_outlet:
        if any('"' in member.name for member in others):
            return None
        names = (f'source:"{member.name}"' for member in others)
        return _within(first.search.with_query(" ".join((*names, first.search.query)).strip()))
    texts = (f"({member.search.query})" for member in members)
    # Parentheses hold all words of a query; with most of them it would be another search.
    return _within(first.search.with_query(" ".join(texts)).with_match("all"))


def _with_word(word: str, search: SearchRequest) -> SearchRequest | None:
    return _within(search.with_query(f'"{word}" {search.query}'.strip()))


def _within(search: SearchRequest) -> SearchRequest | None:
    """Return a search unless its query is longer than a query may be."""
    return search if len(search.query) <= MAX_QUERY_CHARACTERS else None


def _parts(tree: Query) -> frozenset[Query]:
    """Return what all must hold for an item to be found by a tree."""
    if type(tree) is And:
        return frozenset().union(*map(_parts, tree.subqueries))
    return frozenset() if tree == Every() else frozenset((tree,))
