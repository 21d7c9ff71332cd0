"""Which items with a reworded headline does a word of a query ask for, such as `changed:yes`?

changed:yes                     reworded on whichever day; changed:any, changed:title the same
changed:no                      all others, as -changed:yes
changed:2026-01                 reworded in this month
changed:>=2026-01-05            since this day
changed:2026-01-03..2026-01-09  on these days; changed:yesterday
"""

import re
from datetime import date

from search.messages import message
from search.query.nodes import IdNode, NotNode, Say
from search.query.spans import days_node
from search.query.tree import CHANGED_FIELD, changed_term

_ASKED = re.compile(r"changed:(?P<value>\S.*)", re.IGNORECASE)
_ANY = frozenset({"yes", "any", "true", "title", "titles", "headline", "headlines", "*"})
_NONE = frozenset({"no", "none", "false"})
HOW_TO_ASK = message("write changed:yes, or days like changed:2026-01.")


def changed_node(text: str, say: Say) -> IdNode | NotNode | None:
    """Return what a word asks of reworded headlines, None if it is only a word."""
    match = _ASKED.fullmatch(text)
    if match is None:
        return None
    value = match["value"].rstrip(",;!?").strip("\"'“”()")
    every = IdNode(changed_term(None, None), CHANGED_FIELD)
    if value.lower() in _NONE:
        return NotNode(every)
    if value.lower() in _ANY:
        return every
    days = days_node("date", value, date.today(), say)
    if days is None:
        say(
            message(
                "“{text}” asks for no days, so all reworded headlines were searched for; {advice}",
                text=text,
                advice=HOW_TO_ASK,
            )
        )
        return every
    return IdNode(changed_term(days.first, days.last), CHANGED_FIELD)
