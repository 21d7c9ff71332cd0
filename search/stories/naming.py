"""What is a story called? By its most central title: that whose words the other titles share most.

The first item of a story is often marginal. So the titles of its items of most outlets are looked
at, and each word of a title counts as often as other titles have it:

    Port strike: how did we get here?      a question names a story only if all titles are questions
    Dockers strike in the port of Hull     strike, port and Hull are in most of the others
    MORNING BRIEF: The world in review     nobody else says so
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from math import sqrt

from search.language.stop_words import stop_words
from search.model import Item
from search.stories.lines import bare_line
from search.text import Analyzer

#: Items of a story whose titles are looked at: those of most outlets, of these the newest, then id.
NAMING_ITEMS = 24
#: Characters of a title that are looked at.
_MAX_TITLE_CHARACTERS = 300
#: Words that a title counts as having, at least: a long title shares more words, and so what it
#: shares is divided by the root of its words; but two words say too little.
_LEAST_WORDS = 6
_QUESTION_MARKS = ("?", "？", "؟")
_CLOSING = "\"'’”» "


def central_title(items: Iterable[Item], analyzer: Analyzer) -> str:
    """Return the most central of the titles of items, of equals the earliest; "" if none has any.

    `items` are the first NAMING_ITEMS of a story.
    """
    earliest = sorted(items, key=lambda item: (item.day or date.max, item.id))
    titles = list(dict.fromkeys(item.title for item in earliest if item.title))
    if len(titles) < 2:
        return titles[0] if titles else ""
    little = stop_words(analyzer.language)
    words = [
        {
            token.term
            for token in analyzer.tokens(bare_line(title[:_MAX_TITLE_CHARACTERS]))
            if token.form not in little
        }
        for title in titles
    ]
    having = Counter(term for own in words for term in own)

    def centrality(number: int) -> tuple[bool, float]:
        own = words[number]
        shared = sum(having[term] - 1 for term in own)  # whole numbers: in any order the same
        is_question = titles[number].rstrip(_CLOSING).endswith(_QUESTION_MARKS)
        return not is_question, shared / sqrt(max(_LEAST_WORDS, len(own)))

    return titles[max(range(len(titles)), key=centrality)]
