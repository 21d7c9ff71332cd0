"""How does the command line complete values of the archive?"""

import os
from collections.abc import Callable

import click
from click.shell_completion import CompletionItem

from search import BackfileError
from search.settings import SETTINGS

MAX_COMPLETIONS = 50
#: What bash would read as more than a letter.
_SPECIAL_IN_BASH = frozenset(" \t\"'`\\$&|;<>()*?[]{}!#~")

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def values_of(facet: str) -> Completer:
    """Return a completer that offers the facet's values in the archive of `--index`.

    A value is offered where one of its words begins so, case and accents aside. Where there is no
    archive nothing is: a message would land in the middle of the line that is being typed.
    """

    def complete(
        ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from search import Archive

        index = str(ctx.params.get("index") or SETTINGS["index"].default)
        try:
            with Archive.open(index) as archive:
                values, _ = archive.facet(facet, prefix=incomplete, limit=MAX_COMPLETIONS)
        except (BackfileError, OSError):
            return []
        return [
            CompletionItem(_typed(entry.value), help=f"{entry.count:,} items") for entry in values
        ]

    return complete


def _typed(value: str) -> str:
    """Return the value as it must stand on the command line of the shell that asks.

    zsh and fish quote what they are given. bash does not, and the function that click gives it
    takes one level of backslashes away.
    """
    word = os.environ.get("COMP_WORDS", "").rpartition("\n")[2]
    in_bash = os.environ.get("_BACKFILE_COMPLETE", "").startswith("bash")
    if not in_bash or word.startswith(('"', "'")):
        return value
    return "".join(f"\\\\{sign}" if sign in _SPECIAL_IN_BASH else sign for sign in value)
