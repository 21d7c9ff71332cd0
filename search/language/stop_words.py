"""Which words say nothing by themselves? Those of a question that stand in most texts: who was the.

The lists are Whoosh's, for fourteen languages; in other languages all words count.
"""

from functools import cache

from search.language.folding import fold


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return the stop words of a language, folded."""
    # Imported when a query is first asked: the lists are long.
    from whoosh.lang import two_letter_code
    from whoosh.lang.stopwords import stoplists

    return frozenset(map(fold, stoplists.get(two_letter_code(language), ())))
