"""Which items with a reworded headline does the value of `changed:` ask for, such as `yes`?

changed:yes                     reworded on whichever day; changed:any, changed:title the same
changed:no                      all others, as -changed:yes
changed:2026-01                 reworded in this month
changed:>=2026-01-05            since this day
changed:2026-01-03..2026-01-09  on these days; changed:yesterday, changed:"last week"
"""

from datetime import date

from search.messages import Message, message
from search.query.nodes import IdNode, Node, NotNode, Say
from search.query.spans import days_node
from search.query.tree import CHANGED_FIELD, changed_term

_ANY = frozenset({"yes", "any", "true", "title", "titles", "headline", "headlines", "*"})
_NONE = frozenset({"no", "none", "false"})
EVERY_CHANGED = IdNode(changed_term(None, None), CHANGED_FIELD)
HOW_TO_ASK = message("write changed:yes, or days like changed:2026-01.")


def asked_of_days(
    field: str, text: str, today: date | None, say: Say, is_apart: bool
) -> Node | None:
    """Return what a field of days asks for, None if its value names none.

    `is_apart` tells that a blank is before the value: yes and no are then the words of a title,
    as in "Changed: no more trains".
    """
    if field != CHANGED_FIELD:
        return days_node(field, text, today, say)
    value = text.rstrip(",;!?").strip("\"'“”()")
    if not is_apart and value.lower() in _NONE:
        return NotNode(EVERY_CHANGED)
    if not is_apart and value.lower() in _ANY:
        return EVERY_CHANGED
    days = days_node("date", value, today, say)
    return days and IdNode(changed_term(days.first, days.last), CHANGED_FIELD)


def no_days_changed(written: str) -> Message:
    """Say that `changed:` has a value that names no days."""
    return message(
        "“{text}” asks for no days, so all reworded headlines were searched for; {advice}",
        text=written,
        advice=HOW_TO_ASK,
    )
