"""What do the names and signs of other search programs mean here?

subject:strike          title:strike        publisher:BBC     source:BBC
newer_than:7d           since:7d            _exists_:tag      tag:*
port AROUND(5) strike   port NEAR/5 strike  port XOR strike   words; a note says so
port PRE/5 strike       "port strike"~5     {port ^strike     words; a note names the signs
"""

import re

from search.messages import message

#: A name of other programs before a colon -> field. With a blank behind the colon it is a word:
#: "Subject: …" stands in titles more often than in queries.
BORROWED_FIELDS = {
    **dict.fromkeys(("allintitle", "subject", "ti", "hd"), "title"),
    **dict.fromkeys(("intext", "allintext", "inbody", "body", "content", "ft"), "text"),
    **dict.fromkeys(("ab", "abstract", "description"), "text"),
    **dict.fromkeys(("inanchor", "allinanchor", "hlead"), "headlines"),
    **dict.fromkeys(("publisher", "publication", "pub", "newspaper", "journal", "from"), "sources"),
    **dict.fromkeys(("label", "keyword", "keywords", "kw", "su", "topic", "topics"), "tags"),
    **dict.fromkeys(("section",), "categories"),
    **dict.fromkeys(("domain", "host", "allinurl"), "link"),
    **dict.fromkeys(("day", "month", "year", "published", "pubdate", "pd", "da", "yr"), "date"),
    **dict.fromkeys(("pub_date", "pub_year", "pubyear", "created"), "date"),
    **dict.fromkeys(("older", "older_than"), "before"),
    **dict.fromkeys(("newer_than",), "since"),
    **dict.fromkeys(("newer",), "after"),
}
#: A word that compares days, as in Lexis, Scopus and SQL -> field.
COMPARISONS = {
    **{"is": "date", "eq": "date"},
    **dict.fromkeys(("geq", "gte", "ge", "since"), "since"),
    **dict.fromkeys(("leq", "lte", "le", "until", "till"), "until"),
    **dict.fromkeys(("aft", "after", "gt", "gtr"), "after"),
    **dict.fromkeys(("bef", "before", "lt", "lss"), "before"),
}
#: Those that would leave days out.
NO_COMPARISONS = frozenset({"not", "ne", "neq"})
#: Those that take all words that follow, as in Google.
ALL_IN = frozenset({"allintitle", "allintext", "allinurl", "allinanchor"})
#: An operator between two words, and how many others it allows there.
_NEAR = re.compile(
    r"(?:NOT\s*)?(?:"
    r"(?:(?:near|around|within|adj|onear|pre|next)[/~:]?|[wnp]/)(\d{1,9})(?=\s|$)"
    r"|(?:near|around)\((\d{1,9})\)|/N(\d{1,9})/(?=\s|$))",
    re.ASCII | re.IGNORECASE,
)
#: Those that ask for the order of the words, too.
_NEAR_IN_ORDER = re.compile(r"(?:NOT\s*)?(?:onear|pre|next|p/)", re.IGNORECASE)

#: Lower-case words that are operators in capitals -> what those do.
IN_CAPITALS = {
    "or": message("finds either side"),
    "and": message("joins both sides"),
    "not": message("leaves out the word behind it"),
}
_PROXIMITY = re.compile(
    r"NEAR(?:[/~:].*)?|ADJ|AROUND|WITHIN|SENTENCE|PARAGRAPH"
    r"|[wW]?/(?:\d+|[ps]|sent|para|seg|in)|\+[ps]|\w+/[NnWw]\d+/\w+",
    re.ASCII,
)
#: The same in EBSCO, Westlaw and Ovid, if it stands between two words: elsewhere it is a name.
_SHORT_PROXIMITY = re.compile(r"[NnWw]\d{1,2}|\d{1,2}[NW]|SAME|adj", re.ASCII)
_IN_ORDER = re.compile(r"(?:ONEAR|PRE|NEXT)/?")
_LOGIC = {
    **{"XOR": "(a OR b) -(a b)", "ANDNOT": "a -b", "AND-NOT": "a -b", "BUTNOT": "a -b"},
    **{"EXCEPT": "a -b", "MINUS": "a -b", "WITHOUT": "a -b", "MAYBE": "+a OR b"},
    **{"LIKE": "title:strik*", "ILIKE": "title:strik*"},
    **{"MATCH": "title:strike", "CONTAINS": "title:strike"},
    **{"BETWEEN": "date:2026-01-03..2026-01-09"},
}
_HOST = re.compile(r"(?:[a-z0-9-]{2,}\.)+(?:com|org|net|gov|edu|int|info|news|tv|[a-z]{2})/?")
#: A sign that stands for letters in Westlaw, ProQuest and Ovid, at the end of a word or inside.
_TRUNCATED = re.compile(r"([^\W\d_]{3,})[!$%]")
_LETTER = re.compile(r"([^\W\d_]+)[#$]([^\W\d_]+)")
#: PubMed's field behind a word: strike[ti].
_FIELD_BEHIND = re.compile(r"([\w-]+)\[(?:ti|title|tiab|headline|text|tw)\]", re.IGNORECASE)
#: The same in Westlaw and Ovid: strike.ti.
_FIELD_BETWEEN_STOPS = re.compile(r"([^\W\d_][\w-]*)(?:\.(?:ti|tw|hw|kw|mp)(?:,[a-z]{2})*\.?|/TI)")
#: Sphinx's field before the words: @title strike.
_FIELD_AT = re.compile(r"@!?(title|text|headline|source|tag)s?(?:\[\d+\])?")
#: How often a word must be in an item, in Lexis and Westlaw.
_AT_LEAST = re.compile(r"ATLEAST/?\d+|atl(?:east)?\d+", re.ASCII)
_SOUNDS = re.compile(r"~+(\w+)")
_REGULAR = re.compile(r"/.*[\[\]\\^$.*+?{}].*/")
#: Signs that are none of a title, behind no name of a field, and no weight.
_UNREAD = re.compile(
    r"(?=.*[^\W_])(?!@?[A-Za-z_][\w.@-]*:|(?:[A-Z]{2}|[a-z]{2,3})[=<>])"
    r".*?([{}<>=\\]|(?<!\w)\^|\^(?!-?[\d.]+$)|(?<=\w)\[(?!\d{1,3}\])|(?<=[^~])~(?=[^\W\d_]|~)"
    r"|(?<=\w)/$)"
)


def near_between(text: str, offset: int) -> re.Match[str] | None:
    """Return the operator for words near each other that stands here, None if there is none.

    Its groups are the number of other words. In small letters it needs words on both sides.
    """
    match = _NEAR.match(text, offset)
    if match and (
        match.group().isupper() or (text[:offset].strip() and text[match.end() :].strip())
    ):
        return match
    return None


def is_in_order(operator: str) -> bool:
    """Tell whether an operator for words near each other asks for their order, too."""
    return _NEAR_IN_ORDER.match(operator) is not None


def hint(word: str, *, may_join: bool, may_be_title: bool) -> str:
    """Return how to write here what a word may be in another program, "" if it is only a word.

    `may_join` tells that it stands between two words of few; a title may have exclamation marks.
    """
    if not may_be_title and word.islower() and (match := _TRUNCATED.fullmatch(word)):
        return message("{word}* finds words that begin so", word=match[1])
    if _PROXIMITY.fullmatch(word) or (may_join and _SHORT_PROXIMITY.fullmatch(word)):
        return message("NEAR/5 finds two words with at most 5 others between them")
    if _IN_ORDER.fullmatch(word):
        return message(
            "{query} finds words in this order with at most {between} others between them",
            query='"port strike"~5',
            between=5,
        )
    if match := _LETTER.fullmatch(word):
        return message("in {word} the question mark is one letter", word=f"{match[1]}?{match[2]}")
    if match := _FIELD_BEHIND.fullmatch(word) or _FIELD_BETWEEN_STOPS.fullmatch(word):
        return message("write {query}", query=f"title:{match[1]}")
    if match := _FIELD_AT.fullmatch(word):
        return message("write {query}", query=f"{match[1]}:strike")
    if match := _SOUNDS.fullmatch(word):
        return message("{word}~ finds words of nearly the same letters", word=match[1])
    if _HOST.fullmatch(word):
        return message("link:{host} finds items by their links", host=word)
    if word in _LOGIC:
        return message("write {query}", query=_LOGIC[word])
    if _AT_LEAST.fullmatch(word):
        return message("how often an item has a word cannot be asked for")
    if _REGULAR.fullmatch(word):
        return message("regular expressions are not read, but str?ke and str*ke are")
    if match := _UNREAD.match(word):
        return message("the sign “{sign}” means nothing here", sign=match[1])
    return ""
