"""Which items make stories that begin, go on, pause and meet? At random, the same for each seed."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from search import Headline, Item

FIRST_DAY = date(2026, 1, 1)
SUBJECTS = (
    "harbour crane falls on ferry",
    "harbour workers strike over pay",
    "comet seen above northern island",
    "island vote on northern bridge",
    "mayor opens bridge above river",
    "river floods old market town",
    "北京汽车标准修订",
)
OUTLETS = ("Globe", "Herald", "Post", "")
WORDS = ("minister", "talks", "police", "dead", "live", "again", "crane", "vote", "2,000", "new")


def items_at_random(random: Random, count: int, days: int) -> list[Item]:
    """Return items of some subjects, some of which share articles or repeat a line."""
    return [_item(random, number, days) for number in range(count)]


def _item(random: Random, number: int, days: int) -> Item:
    lines = tuple(_line(random) for _ in range(random.choice((1, 1, 3))))
    day = FIRST_DAY + timedelta(random.randrange(days))
    seen = None
    if random.random() < 0.5:
        seen = datetime.combine(day, time(random.randrange(24)), UTC)
    return Item(
        id=f"{random.randrange(10)}/{number}.md",
        title=lines[0].text,
        day=None if random.random() < 0.05 else day,
        seen=seen,
        headlines=lines,
        tags=random.sample(WORDS, random.randrange(3)),
        text=" ".join(random.choices((*SUBJECTS, "", ""), k=2)),
        link=lines[0].link,
    )


def _line(random: Random) -> Headline:
    words = [random.choice(SUBJECTS), *random.choices(WORDS, k=random.randrange(3))]
    begin = random.choice(("", "", "", "Morning harbour briefing: "))
    link = f"https://news.example/{random.randrange(40)}" if random.random() < 0.5 else ""
    return Headline(begin + " ".join(words), random.choice(OUTLETS), link)
