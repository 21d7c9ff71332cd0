"""Which values of a facet does a name in a query mean?

tag:C++               the tag that is spelt so
source:times          The Times, The New York Times: outlets that have the word
source:NYT            The New York Times, as do its address: nytimes.com
source:Kommersant     Коммерсантъ, which is known by both names
tag:str*  tag:*       tags that begin so; any tag
"""

import re
from collections.abc import Sequence

from whoosh.query import Every, Not, Query, Term

from search.engine import Likeness, NamesLike
from search.facets import FACETS, PLURAL, SINGULAR
from search.messages import listed, message, word
from search.names import name_key
from search.query.expansions import MAX_EXPANSIONS, Expansions
from search.query.nodes import NameNode
from search.query.tree import alone, any_of
from search.text import Analyzer

#: Names that a note shows of those that one may mean.
MAX_NOTED_NAMES = 3
#: Well-known outlets that are looked up by the begin of another name.
MAX_WELL_KNOWN = 8

#: Signs of a name that is not spelt with them: to leave it out, a prefix, a misspelling, a weight.
_SIGN_BEFORE = re.compile(r"[-!+](?=.)")
_SIGN_BEHIND = re.compile(r"(?<=.)(?:\*+|~\d*(?:\.\d+)?|\^\d+(?:\.\d+)?)$")
#: Signs between names in lists of other programs.
_SEVERAL = re.compile(r"[,|;]")
#: The address of a site, and what of its host may be the site's name: `www.(bbc).co.uk`.
_SITE = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)*?([\w-]{2,})(?:\.(?:com?|org|net|gov|ac))?\.[a-z]{2,}/?",
    re.IGNORECASE,
)


def first_of(names: Sequence[str]) -> str:
    """Return the first names of several, and how many more there are: `BBC, DW, CNN and 2 more`."""
    shown = listed(names[:MAX_NOTED_NAMES])
    more = len(names) - MAX_NOTED_NAMES
    return message("{names} and {more} more", names=shown, more=more) if more > 0 else shown


def named(node: NameNode, expansions: Expansions, analyzer: Analyzer, notes: list[str]) -> Query:
    """Return what asks for the values that a name means; `notes` takes what is said of it."""
    if node.values:
        return any_of(Term(node.field, name_key(value)) for value in node.values)
    naming = _Naming(node.field, expansions, analyzer, notes)
    return naming.spelt(node.written, quoted=node.quoted)


class _Naming:
    def __init__(
        self, facet: str, expansions: Expansions, analyzer: Analyzer, notes: list[str]
    ) -> None:
        self.facet, self.expansions, self.analyzer, self.notes = facet, expansions, analyzer, notes

    def spelt(self, written: str, *, quoted: bool) -> Query:
        """Ask for the value that is spelt so; if there is none signs count, and other spellings."""
        values = self._look_up(written, Likeness.EQUAL)
        if values:
            return self._values(written, values)
        if not quoted and not written.strip("*"):  # any value
            return Every(self.facet)
        if not quoted and (sign := _SIGN_BEFORE.match(written)):
            inner = self.spelt(written[1:], quoted=False)
            return inner if sign.group() == "+" else Not(alone(inner))
        name, prefix = written, False
        if not quoted and (sign := _SIGN_BEHIND.search(written)):
            name, prefix = written[: sign.start()], sign.group().startswith("*")
            if not prefix:
                self.notes.append(
                    message(
                        "Left out “{sign}” of “{written}”: names of {kinds} are "
                        "looked for as they are.",
                        sign=sign.group(),
                        written=written,
                        kinds=word(PLURAL[self.facet]),
                    )
                )
        return self._starting(name) if prefix else self._called(name)

    def _look_up(self, name: str, *ways: Likeness) -> list[str]:
        most = self.expansions.most_looked_up
        return self.expansions.look_up(NamesLike(self.facet, name, ways, most))

    def _starting(self, name: str) -> Query:
        start = self.analyzer.name(name)
        ways = (Likeness.START, Likeness.INSIDE) if start else (Likeness.KEY_START,)
        values = self._look_up(name, *ways)
        values += [value for value in self._well_known(name) if value not in values]
        if values and not self.analyzer.name(values[0]).startswith(start):
            self._say_taken(name, values)
        return self._values(f"{name}*", values)

    def _called(self, name: str) -> Query:
        """Ask for the value of this name, else for those that have its words or are short for it.

        Signs alone have no words that other names could have.
        """
        ways = [Likeness.EQUAL]
        if self.analyzer.name(name):
            ways += (Likeness.SAME, Likeness.INSIDE)
            ways += (Likeness.ABBREVIATED,) * (self.facet == "sources")
        values = self._look_up(name, *ways)
        known = self.expansions.outlets.called(name) if self.facet == "sources" else ""
        if known and name_key(known) != name_key(name):
            same = self._look_up(name, Likeness.EQUAL, Likeness.SAME)
            values = same or self._look_up(known, Likeness.EQUAL) or values
        if self.facet == "sources" and (site := _SITE.fullmatch(name)):
            of_site = self._look_up(site[1], Likeness.SAME, Likeness.ABBREVIATED)
            values = values or of_site
        if not known:
            values = values or self._well_known(name, whole_words=True)
        if values and name_key(values[0]) != name_key(name):
            self._say_taken(name, values)
        return self._values(name, values)

    def _well_known(self, name: str, *, whole_words: bool = False) -> list[str]:
        """Return the outlets of which another name than the shown one begins so."""
        if self.facet != "sources":
            return []
        known = self.expansions.outlets.starting(name, whole_words=whole_words)[:MAX_WELL_KNOWN]
        return [value for one in known for value in self._look_up(one, Likeness.EQUAL)]

    def _say_taken(self, name: str, values: list[str]) -> None:
        if self.facet != "feed":
            self.notes.append(
                message(
                    "No {kind} is called “{name}”; took {names}.",
                    kind=word(SINGULAR[self.facet]),
                    name=name,
                    names=first_of(values),
                )
            )

    def _values(self, shown: str, values: list[str]) -> Query:
        most = self.expansions.granted(MAX_EXPANSIONS)
        if len(values) > most:
            self.notes.append(
                message(
                    "“{shown}” stands for more than {most} names, of which only the "
                    "first {most} were searched for.",
                    shown=shown,
                    most=most,
                )
            )
        if not values and "?" in shown:
            self.notes.append(
                message("In “{name}” the question mark stands for itself.", name=shown)
            )
        if not values:
            self.notes.append(
                message(
                    "No {kind} is called “{name}”.", kind=word(SINGULAR[self.facet]), name=shown
                )
            )
        if not values and (several := _SEVERAL.split(shown.strip("[]{}")))[1:]:
            names = f"{FACETS[self.facet]}:({' OR '.join(filter(None, several))})"
            self.notes.append(message("Write {query} for several names.", query=names))
        self.expansions.used(len(values[:most]))
        return any_of(Term(self.facet, name_key(value)) for value in values[:most])
