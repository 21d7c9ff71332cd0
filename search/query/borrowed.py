"""What do the names and signs of other search programs mean here?

subject:strike          title:strike        publisher:BBC     source:BBC
newer_than:7d           since:7d            _exists_:tag      tag:*
port AROUND(5) strike   port NEAR/5 strike  port XOR strike   words; a note says so
"""

import re

from search.messages import message

#: A name of other programs before a colon -> field. With a blank behind the colon it is a word:
#: "Subject: …" stands in titles more often than in queries.
BORROWED_FIELDS = {
    **dict.fromkeys(("allintitle", "subject"), "title"),
    **dict.fromkeys(("intext", "allintext", "inbody", "body", "content"), "text"),
    **dict.fromkeys(("inanchor", "allinanchor"), "headlines"),
    **dict.fromkeys(("publisher", "from"), "sources"),
    **dict.fromkeys(("label", "keyword", "keywords", "topic", "topics"), "tags"),
    **dict.fromkeys(("section",), "categories"),
    **dict.fromkeys(("domain", "host", "allinurl"), "link"),
    **dict.fromkeys(("day", "month", "year", "published", "pubdate"), "date"),
    **dict.fromkeys(("older", "older_than"), "before"),
    **dict.fromkeys(("newer_than",), "since"),
    **dict.fromkeys(("newer",), "after"),
}
#: Those that take all words that follow, as in Google.
ALL_IN = frozenset({"allintitle", "allintext", "allinurl", "allinanchor"})
#: `has:tag`, `_exists_:tag`: items that have any. The name of the field is the group.
EXISTS = re.compile(r"(?:_exists_|exists|has):([A-Za-z]+)(?=[\s()]|$)", re.IGNORECASE)
#: `source!=BBC`: items that have another.
UNEQUAL = re.compile(r"([A-Za-z]+)(?:!=|<>)(?=[^\s=)])")
#: An operator between two words, and how many others it allows there.
NEAR = re.compile(
    r"(?:(?:NEAR|AROUND|WITHIN)[/~:]?|[WwNn]/)(\d{1,9})(?=\s|$)|(?:NEAR|AROUND)\((\d{1,9})\)",
    re.ASCII,
)
#: `NEAR(port strike, 5)`, and without a number, which then is 10, as in SQLite.
NEAR_CALL = re.compile(
    r"NEAR\(\s*(?P<one>[\w'’.-]+)[\s,]+(?P<other>[\w'’.-]+?)\s*(?:,\s*(?P<between>\d{1,9})\s*)?\)"
)
NEAR_CALL_BETWEEN = 10

#: Lower-case words that are operators in capitals -> what those do.
IN_CAPITALS = {
    "or": message("finds either side"),
    "and": message("joins both sides"),
    "not": message("leaves out the word behind it"),
}
_PROXIMITY = re.compile(r"O?NEAR(?:[/~:].*)?|ADJ\d*|WITHIN|[Pp][Rr][Ee]/\d+|/[\dps]+")
_LOGIC = {
    **{"XOR": "(a OR b) -(a b)", "ANDNOT": "a -b", "AND-NOT": "a -b", "BUTNOT": "a -b"},
    **{"LIKE": "title:strik*", "ILIKE": "title:strik*"},
    **{"BETWEEN": "date:2026-01-03..2026-01-09"},
}
_HOST = re.compile(r"(?:[a-z0-9-]{2,}\.)+(?:com|org|net|gov|edu|int|info|news|tv|[a-z]{2})/?")
_SOUNDS = re.compile(r"~+(\w+)")
_REGULAR = re.compile(r"/.*[\[\]\\^$.*+?{}].*/")


def hint(word: str) -> str:
    """Return how to write here what a word may be in another program, "" if it is only a word."""
    if _PROXIMITY.fullmatch(word):
        return message("NEAR/5 finds two words with at most 5 others between them")
    if match := _SOUNDS.fullmatch(word):
        return message("{word}~ finds words of nearly the same letters", word=match[1])
    if _HOST.fullmatch(word):
        return message("link:{host} finds items by their links", host=word)
    if word in _LOGIC:
        return message("write {query}", query=_LOGIC[word])
    if _REGULAR.fullmatch(word):
        return message("regular expressions are not read, but str?ke and str*ke are")
    return ""
