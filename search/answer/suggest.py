"""How may what is being typed go on? With words, outlets and tags of the archive."""

import re

from search.engine import Generation, Likeness, NamesLike, WordsStarting
from search.results import Suggestion

#: Facet -> the kind of its suggestions.
_KINDS = {"sources": "source", "tags": "tag"}
_LAST_WORD = re.compile(r"\S+$")


def suggestions(generation: Generation, text: str, limit: int) -> list[Suggestion]:
    """Return words, then outlets and tags, that go on as the last word of a text begins."""
    found = _LAST_WORD.search(text)
    tokens = generation.analyzer.tokens(found.group()) if found else ()
    forms = [token.form for token in tokens if token.step]
    if not forms or limit < 1:
        return []
    typed, ways = forms[-1], (Likeness.WORD_START,)
    words, *counted = generation.look_up(
        [
            WordsStarting(typed, limit, by_count=True),
            *(NamesLike(facet, typed, ways, limit, by_count=True) for facet in _KINDS),
        ]
    )
    names = [
        Suggestion(text=value, kind=kind, count=count)
        for kind, values in zip(_KINDS.values(), counted, strict=True)
        for value, count in values
    ]
    names.sort(key=lambda entry: (-entry.count, entry.text))
    names = names[: max(limit // 2, limit - len(words))]
    shown = words[: limit - len(names)]
    return [*(Suggestion(text=word, kind="word", count=count) for word, count in shown), *names]
