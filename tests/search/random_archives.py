"""What may an archive hold, and what may be asked of it? Both at random, the same for each seed.

changes(Random(1))     what is done to an archive, commit by commit
request(Random(2))     what is asked of it
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from search import Archive, Headline, Item, SearchRequest
from search.change import Change
from search.periods import AUTO, NONE, UNITS
from search.request import FACETS

#: Words of texts, common ones first. Forms of one word, accents, possessives, initials, numbers,
#: scripts with and without blanks, compatibility forms, signs inside words.
WORDS = (
    *("the", "of", "port", "strike", "ports", "strikes", "striking", "café", "cafe", "bay"),
    *("comet", "comets", "harbour", "harbours", "president", "president's", "presidents"),
    *("talk", "talks", "talking", "U.S.", "u.s", "A.B.C.", "2026", "2,000", "3.5", "x", "no"),
    *("zelenskyy’s", "Zelenskyy", "Straße", "strasse", "Pečie", "naïve", "ﬁsh", "fish", "ＤＷ"),
    *(
        "北京",
        "北京市",
        "東京",
        "京",
        "汽车标准",
        "さくら",
        "手机news",
        "한국어",
        "ميناء",
        "الميناء",
    ),
    *("مِيناء", "мост", "моста", "йод", "हिन्दी", "ไทย", "c++", "rock'n'roll", "e-mail", "a/b"),
    *("co\u00adop", "co\u200bop", "🎉", "…", "—", "ports.", "“bay”", "o'clock", "AT&T", "l'été"),
    *(f"part{number}" for number in range(1, 25)),
    *("portly", "portal", "porter", "poets", "prot", "strkie", "strike1", "ba", "bai", "by"),
    *("ख़बर", "खबर", "کتاب\u200cهای", "کتاب", "کتابهای"),
)
OUTLETS = (
    *("BBC", "bbc", "Bbc", "BBC News", "Reuters", "reuters", "The New York Times", "DW", "新华社"),
    *("Al Jazeera", "الجزيرة", "C", "C++", "C#", "+", "Café Press", "Cafe Press", "n" * 256),
)
TAGS = (
    *(
        "strike",
        "Strike",
        "STRIKE",
        "C++",
        "C#",
        "C",
        "C*",
        "-5",
        "🎉",
        "#",
        "night sky",
        "café",
        "cafe",
        "桜",
        "u.s.",
    ),
    *(f"tag {number}" for number in range(12)),
    *("n" * 255, "n" * 256),
)
CATEGORIES = ("World", "world", "Science", "Local")
FEEDS = ("https://a.example/feed", "https://b.example/feed", "Feed of a town")
LINKS = (
    *(f"https://articles.example/{number}" for number in range(20)),
    *(
        "http://www.Articles.example/2026/port-strike/",
        "https://b.example/port-strike?id=7&utm_x=1",
    ),
    *("https://b.example/2026/port-strike#top", "no address", "/2026/port-strike"),
)
#: Addresses as they are typed: whole ones, parts, others.
ADDRESSES = (
    *LINKS,
    *("articles.example", "https://articles.example/", "articles.example/2026", "2026/port-strike"),
    *(
        "port-strike",
        "example/port-strike?id=7",
        "b.example/*",
        "strike",
        "articles.example/port",
        "/",
    ),
)
FOLDERS = ("", "port/", "Port/", "北/", "é/")
FIRST_DAY, DAYS = date(2025, 11, 20), 90
FIRST_SEEN, DAYS_SEEN = datetime(2026, 3, 1, tzinfo=UTC), 10

#: What is typed beside words, and what a parser breaks at.
SIGNS = (
    *(
        '"',
        "“",
        "”",
        "(",
        ")",
        "-",
        "–",
        "+",
        "*",
        "?",
        "~",
        "~1",
        "~2",
        "~99",
        "^2",
        ":",
        "/",
        "|",
    ),
    *(
        "AND",
        "OR",
        "NOT",
        "TO",
        "NEAR/2",
        "or",
        "!",
        "link:",
        "id:",
        "https://",
        "^2",
        "[",
        "=",
        "title:",
        "source:",
        "tag:",
        "date:",
        "nosuch:",
        "date:never",
        "…",
    ),
    *(
        "\0",
        "\u3000",
        "\u200b",
        "\ud800",
        "\u202e",
        "\u0301",
        "\uffff",
        "\U0010ffff",
        "ﷺ",
        "İ",
        "ß",
    ),
)


@dataclass(frozen=True)
class Step:
    """What one commit does: items to add (alone or as lists of states), then ids to remove."""

    added: Sequence[Item | Sequence[Item]]
    removed: Sequence[str] = ()
    rebuilt: bool = False

    def apply(self, change: Change) -> tuple[int, int, set[str]]:
        """Do it; return what is told of it."""
        return change.add(self.added), change.remove(self.removed), change.ids()


def word(chance: Random) -> str:
    """Return a word of texts: the first ones are the most frequent."""
    return WORDS[min(int(chance.expovariate(0.06)), len(WORDS) - 1)]


def text(chance: Random, most: int) -> str:
    """Return a text of some words, of at most a number of them."""
    words = [word(chance) for _ in range(chance.randrange(most + 1))]
    return "".join(own + chance.choice((" ", " ", " ", " ", ", ", "\n", "-")) for own in words)


def some(chance: Random, values: Sequence[str], most: int) -> tuple[str, ...]:
    """Return some of the values, the first ones more often, perhaps one twice."""
    number = chance.randrange(most + 1)
    return tuple(values[min(int(chance.expovariate(0.3)), len(values) - 1)] for _ in range(number))


def day(chance: Random) -> date | None:
    """Return a day, often the same, or none."""
    if chance.random() < 0.1:
        return None
    if chance.random() < 0.02:
        return chance.choice((date.min, date.max, date(999, 12, 31)))
    return FIRST_DAY + timedelta(min(int(chance.expovariate(0.1)), DAYS))


def item(chance: Random, id: str) -> Item:
    """Return an item of one state."""
    outlets = some(chance, (*OUTLETS, ""), 3)
    lines = tuple(
        Headline(text(chance, 7), outlet, chance.choice(("", *LINKS))) for outlet in outlets
    )
    return Item(
        id=id,
        title=text(chance, 6).replace("\n", " ").strip(),
        day=day(chance),
        text=text(chance, chance.choice((0, 8, 40))),
        headlines=lines,
        tags=some(chance, (*TAGS, ""), 4),
        categories=some(chance, CATEGORIES, 2),
        feed=chance.choice(("", *FEEDS)),
        link=chance.choice(("", "", *LINKS)),
    )


def states(chance: Random, id: str) -> Item | list[Item]:
    """Return an item alone, or in states seen one after the other, perhaps on one day."""
    number = chance.choice((1, 1, 2, 3, 4))
    hours = sorted(chance.sample(range(DAYS_SEEN * 24), number))
    seen: list[datetime | None] = [FIRST_SEEN + timedelta(hours=hour) for hour in hours]
    if chance.random() < 0.3:
        seen[0] = None
    own = [replace(item(chance, id), seen=time) for time in seen]
    if chance.random() < 0.3:  # its words stay, its file goes
        changed = replace(own[-1], gone=FIRST_SEEN.date() + timedelta(chance.randrange(15)))
        own[-1] = changed
    for number in range(len(own) - 1):  # its file goes between two states
        if chance.random() < 0.3:
            gone = FIRST_SEEN.date() + timedelta(chance.randrange(DAYS_SEEN))
            own[number] = replace(own[number], gone=gone)
    if len(own) > 1 and chance.random() < 0.3:  # only what is counted changes
        own[-1] = replace(own[-2], seen=own[-1].seen, gone=own[-1].gone, tags=some(chance, TAGS, 3))
    return own[0] if number == 1 and chance.random() < 0.5 else own


def changes(chance: Random, most: int = 60) -> list[Step]:
    """Return what is done to an archive; items come again, replaced, and some are removed."""
    number = chance.randrange(1, 8)
    with_history = chance.random() < 0.6
    # Few ids: items replace each other; many: they do not.
    known = chance.choice((5, most, 4 * most))
    steps: list[Step] = []
    for _ in range(number):
        ids = {
            f"{chance.choice(FOLDERS)}{chance.randrange(known)}.md"
            for _ in range(chance.randrange(most) // chance.choice((1, number)))
        }
        ordered = sorted(ids)
        chance.shuffle(ordered)
        if ordered and chance.random() < 0.2:  # twice in one commit: the last counts
            ordered.append(ordered[0])
        added = [
            states(chance, id) if with_history and chance.random() < 0.7 else item(chance, id)
            for id in ordered
        ]
        before = sorted({id_of(own) for step in steps for own in step.added})
        share = chance.choice((0, 0, 0.1, 0.6))
        removed = [id for id in (*before, "no/such.md") if chance.random() < share]
        steps.append(Step(added, removed, rebuilt=chance.random() < 0.04))
    return steps


def id_of(given: Item | Sequence[Item]) -> str:
    """Return the id of an item that is given alone or as its states."""
    return given.id if isinstance(given, Item) else given[-1].id


def make(archive: Archive, address: str, steps: Sequence[Step]) -> list[Any]:
    """Apply the steps to an archive; return what each told, and the number of its generation."""
    told: list[Any] = []
    for step in steps:
        with Archive.rebuild(address) if step.rebuilt else archive.change() as change:
            told.append(step.apply(change))
        told.append(archive.generation)
    return told


# -- what is asked


def any_word(chance: Random) -> str:
    """Return a word as it is typed: whole, begun, misspelt, or one that no item has."""
    own = word(chance).strip(".,“”…—") or "bay"
    kind = chance.randrange(12)
    if kind == 0:
        return own[: chance.randrange(1, len(own) + 1)] + "*"
    if kind in (1, 2):
        place = chance.randrange(len(own))
        letter = chance.choice(("", "a", own[place] * 2, own[place - 1], "ю"))
        wrong = own[:place] + letter + own[place + 1 :]
        return wrong + chance.choice(("~", "~1", "~2"))
    if kind == 3:
        return own.upper()
    if kind == 5:
        place = chance.randrange(len(own))
        return own[:place] + chance.choice("?*") + own[place + 1 :]
    return "nosuchword" if kind == 4 else own


def phrase(chance: Random) -> str:
    """Return a phrase, near or not."""
    words = " ".join(word(chance) for _ in range(chance.randrange(1, 5)))
    near = chance.choice(("", "", "~0", "~2", "~5", "~50", "~", "*", "*~3"))
    return '"' + words.replace('"', "") + '"' + near


_NAMES = {"source": OUTLETS, "outlet": OUTLETS, "tag": TAGS, "category": CATEGORIES, "feed": FEEDS}


def named(chance: Random) -> str:
    """Return a field of names and a name, whole, begun, inside, or otherwise written."""
    field = chance.choice(list(_NAMES))
    values = _NAMES[field]
    name = chance.choice(values)
    name = chance.choice((name, name.upper(), name.split()[-1], name[: len(name) // 2 + 1] + "*"))
    name = chance.choice(("", "", "", "-", "!")) + name
    return f'{field}:"{name}"' if " " in name or chance.random() < 0.3 else f"{field}:{name}"


def dated(chance: Random) -> str:
    """Return a limit of days, as a query writes it."""
    first, last = FIRST_DAY + timedelta(chance.randrange(DAYS)), chance.choice(("", "2026-01"))
    name = chance.choice(("date:", "since:", "until:", "after:", "before:"))
    day = chance.choice((first.isoformat(), first.isoformat()[:7], "2026", "2025", "1999"))
    if chance.random() < 0.2:
        return f"date:[{first} TO {last or '*'}" + chance.choice("]}")
    return f"date:{first}..{last}" if chance.random() < 0.3 else name + day


def reworded_on(chance: Random) -> str:
    """Return days on which a headline may have been reworded, as `changed:` takes them."""
    day = FIRST_SEEN.date() + timedelta(chance.randrange(DAYS_SEEN))
    return chance.choice((str(day), f">={day}", "2026-03"))


def counted(chance: Random) -> str:
    """Return a limit to a number of outlets, or what looks like one."""
    least, most = chance.randrange(5), chance.randrange(5)
    sign = chance.choice(("", "", "=", ">", ">=", "<", "<="))
    return "outlets:" + chance.choice(
        (f"{sign}{least}", f"{least}..{most}", f"{least}..", "many", "[1 TO 2]")
    )


def clause(chance: Random, depth: int = 0) -> str:
    """Return a part of a query, of any kind there is."""
    kinds: tuple[Callable[[], str], ...] = (
        *(lambda: any_word(chance),) * 5,
        *(lambda: phrase(chance),) * 2,
        lambda: f"{chance.choice(('title:', 'headline:', 'text:'))}{any_word(chance)}",
        lambda: f"{chance.choice(('title:', 'headline:', 'text:'))}{phrase(chance)}",
        lambda: named(chance),
        lambda: dated(chance),
        lambda: counted(chance),
        lambda: chance.choice(("changed:yes", "changed:no", f"changed:{reworded_on(chance)}")),
        lambda: f"{word(chance)} NEAR/{chance.randrange(6)} {word(chance)}",
        lambda: chance.choice(("link:", "site:", "")) + chance.choice(ADDRESSES),
        lambda: f'id:"{chance.choice(FOLDERS)}{chance.randrange(9)}.md"',
        lambda: chance.choice(("-", "NOT ", "+", "+")) + clause(chance, depth + 1),
    )
    if depth < 3 and chance.random() < 0.25:
        parts = [clause(chance, depth + 1) for _ in range(chance.randrange(1, 4))]
        return f"({chance.choice((' ', ' OR ', ' AND ')).join(parts)})"
    return chance.choice(kinds)()


def hostile(chance: Random) -> str:
    """Return a text that nobody means as a query."""
    return "".join(
        chance.choice((chance.choice(SIGNS), word(chance))) + chance.choice(("", " "))
        for _ in range(chance.randrange(1, 10))
    )


def query(chance: Random) -> str:
    """Return a query, empty, plain, of many parts or hostile."""
    kind = chance.random()
    if kind < 0.12:
        return chance.choice(("", " ", "*", "*:*"))
    if kind < 0.22:
        return hostile(chance)
    joint = chance.choice((" ", " ", " ", " OR ", " AND "))
    return joint.join(clause(chance) for _ in range(chance.choice((1, 1, 1, 1, 2, 2, 3, 5))))


_VALUES: dict[str, tuple[str, ...]] = {
    **{"sources": OUTLETS, "tags": TAGS, "categories": CATEGORIES, "feed": FEEDS},
    **{"year": ("2025", "2026", "1999"), "month": ("2025-11", "2025-12", "2026-01", "2024-02")},
}


def as_of(chance: Random) -> date | None:
    """Return a day to ask the archive as of, or none."""
    if chance.random() < 0.6:
        return None
    days = [FIRST_SEEN.date() + timedelta(number) for number in range(-1, DAYS_SEEN + 2)]
    return chance.choice((*days, date.min, date.max))


def request(chance: Random) -> SearchRequest:
    """Return a request with any of the limits, orders and pages there are."""
    limits: dict[str, Any] = {}
    rate = chance.choice((0, 0.03, 0.12))
    for facet, values in _VALUES.items():
        for name, share in ((facet, rate), (f"not_{facet}", rate / 2)):
            if chance.random() < share:
                chosen = chance.sample(values, chance.randrange(1, 3))
                limits[name] = tuple(
                    chance.choice((value, value, value.upper(), value.lower(), value[:1_000]))
                    for value in chosen
                )
    for name in ("since", "until"):
        if chance.random() < rate:
            limits[name] = FIRST_DAY + timedelta(chance.randrange(DAYS))
            if chance.random() < 0.1:
                limits[name] = chance.choice((date.min, date(1000, 1, 1), date.max))
    if chance.random() < 0.3:
        limits["facets"] = tuple(chance.sample(list(FACETS), chance.randrange(len(FACETS))))
    if chance.random() < 0.2:
        limits["new_since"] = chance.choice((0, 1, 1, 2, 3, 5, 9))
    return SearchRequest(
        query=query(chance),
        as_of=as_of(chance),
        standing=chance.random() < 0.3,
        explain=chance.random() < 0.2,
        match=chance.choice(("all", "all", "most", "any")),
        sort=chance.choice(("relevance", "relevance", "newest", "oldest", "outlets")),
        page=chance.choice((1, 1, 1, 2, 3, 50)),
        per_page=chance.choice((1, 3, 7, 20, 100)),
        by=chance.choice((AUTO, AUTO, *UNITS, NONE)),
        bars=chance.choice((120, 120, 1, 2, 5, 2_000)),
        **limits,
        group=chance.choice(("", "", "story", "auto")),
    )
