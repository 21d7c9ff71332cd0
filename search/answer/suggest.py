"""How may what is being typed go on? With words, outlets and tags of the archive."""

import re

from search.engine import Generation, Likeness, Lookup, NamesLike, WordsStarting
from search.results import Suggestion

#: Facet -> the kind of its suggestions.
_KINDS = {"sources": "source", "tags": "tag"}
_LAST_WORD = re.compile(r"\S+$")


def suggestions(generation: Generation, text: str, limit: int) -> list[Suggestion]:
    """Return words, then outlets and tags, that go on as the last word of a text begins.

    Of the names those come first that the text, or its last word, is already.
    """
    found = _LAST_WORD.search(text)
    if not found or limit < 1:
        return []
    tokens = generation.analyzer.tokens(found.group())
    forms = [token.form for token in tokens if token.step]
    whole = dict.fromkeys((text.strip(), found.group()))
    lookups: list[tuple[str, Lookup]] = [
        (kind, NamesLike(facet, name, (Likeness.EQUAL,), 1))
        for facet, kind in _KINDS.items()
        for name in whole
    ]
    if forms:
        typed = forms[-1]
        lookups.append(("word", WordsStarting(typed, limit, by_count=True)))
        ways = (Likeness.WORD_START,)
        for facet, kind in _KINDS.items():
            lookups.append((kind, NamesLike(facet, typed, ways, limit, by_count=True)))
    answers = generation.look_up([lookup for _, lookup in lookups])
    words: list[Suggestion] = []
    names: dict[Suggestion, bool] = {}
    for (kind, lookup), counted in zip(lookups, answers, strict=True):
        for value, count in counted:
            entry = Suggestion(text=value, kind=kind, count=count)
            if isinstance(lookup, NamesLike):
                names.setdefault(entry, Likeness.EQUAL in lookup.ways)
            else:
                words.append(entry)
    ordered = sorted(names, key=lambda entry: (not names[entry], -entry.count, entry.text))
    ordered = ordered[: max(limit // 2, limit - len(words))]
    return [*words[: limit - len(ordered)], *ordered]
