"""How may what is being typed go on? With words, outlets and tags of the archive."""

from search.engine import Generation, Likeness, Lookup, NamesLike, WordsStarting
from search.results import Suggestion

#: Facet -> the kind of its suggestions.
_KINDS = {"sources": "source", "tags": "tag"}
#: Characters at the end of a text that are looked at.
MAX_TYPED_CHARACTERS = 256


def suggestions(generation: Generation, text: str, limit: int) -> list[Suggestion]:
    """Return words, then outlets and tags, that go on as the last word of a text begins.

    Of the names those come first that the text, or its last word, is already.
    """
    text = text[-MAX_TYPED_CHARACTERS:]
    words = text.split()
    if not words or text[-1].isspace() or limit < 1:
        return []
    last = words[-1]
    tokens = generation.analyzer.tokens(last)
    forms = [token.form for token in tokens if token.step]
    whole = dict.fromkeys((text.strip(), last))
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
    forms_found: list[Suggestion] = []
    names: dict[Suggestion, bool] = {}
    for (kind, lookup), counted in zip(lookups, answers, strict=True):
        for value, count in counted:
            entry = Suggestion(text=value, kind=kind, count=count)
            if isinstance(lookup, NamesLike):
                names.setdefault(entry, Likeness.EQUAL in lookup.ways)
            else:
                forms_found.append(entry)
    ordered = sorted(names, key=lambda entry: (not names[entry], -entry.count, entry.text))
    ordered = ordered[: max(limit // 2, limit - len(forms_found))]
    return [*forms_found[: limit - len(ordered)], *ordered]
