"""Which search finds just the items that several searches share, or those with one more word?

a, b      ->  (a) (b)        as long as a query may be, and if it finds no others
a, word   ->  "word" a       the word first, where no sign of the query reaches it
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from whoosh.query import And, Every, Not, NumericRange, Or, Query, Term

from search.answer.members import Member, anything
from search.answer.questions import questions_of
from search.comparison import FoundItems, Overlap
from search.engine import Generation
from search.frozen import frozen
from search.query.tree import AnySpelling, MostOf, OutletCount
from search.request import SearchRequest
from search.settings import MAX_QUERY_CHARACTERS


@frozen()
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
    own_columns = [*(member.question for member in members), everyone]
    # A joined query that has just the parts of the others finds what they share. For any other one
    # what they share is counted.
    is_plain = [
        own is not None and not by_outlet and _is_same(own.tree, [members[at].tree for at in group])
        for own, group in zip(of_joined, groups, strict=True)
    ]
    to_count = [
        own for own, plain in zip(of_joined, is_plain, strict=True) if own is not None and not plain
    ]
    columns = [*own_columns, *to_count, *of_words]
    all_counts, *counts = generation.shared([limits, *own_columns[:count]], columns)
    column = iter(range(len(own_columns), len(columns)))
    overlaps = []
    for group, search, plain in zip(groups, joined, is_plain, strict=True):
        total = counts[group[0]][group[1]] if len(group) == 2 else all_counts[count]
        if search and not plain:
            own = next(column)
            found = [all_counts[own], *(counts[number][own] for number in group)]
            search = search if set(found) == {total} else None
        overlaps.append(Overlap(of=group, found=_found(total, search)))
    first_word = len(columns) - len(of_words)
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


def _is_same(joined: Query, trees: Sequence[Query]) -> bool:
    """Tell whether a tree has just the parts of others, in their order, and no phrases.

    Phrases may be too dear for one query that are not for each.
    """
    parts = [part for tree in trees for part in _in_order(tree)]
    return _in_order(joined) == parts and not any(map(_has_phrases, parts))


def _in_order(tree: Query) -> list[Query]:
    if type(tree) is And:
        return [part for own in tree.subqueries for part in _in_order(own)]
    return [] if tree == Every() else [tree]


def _has_phrases(tree: Query) -> bool:
    if type(tree) in (Or, And, MostOf):
        return any(map(_has_phrases, tree.subqueries))
    if type(tree) is Not:
        return _has_phrases(tree.query)
    return type(tree) not in (Term, AnySpelling, NumericRange, OutletCount, Every)


def _parts(tree: Query) -> frozenset[Query]:
    """Return what all must hold for an item to be found by a tree."""
    return frozenset(_in_order(tree))
