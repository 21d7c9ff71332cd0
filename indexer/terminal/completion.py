"""How are outlets, tags and categories of the archive completed on the command line?"""

import os
from collections.abc import Callable

import click
from click.shell_completion import CompletionItem

from search import BackfileError
from search.settings import SETTINGS

#: Values that are offered at most.
MAX_COMPLETIONS = 50
#: Characters that mean something to bash.
_SPECIAL_IN_BASH = frozenset(" \t\"'`\\$&|;<>()*?[]{}!#~")

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def values_of(facet: str) -> Completer:
    """Return a completer that offers the facet's values in the archive of `--index`.

    A value is offered if one of its words begins with what was typed, case and accents aside. If
    there is no archive, none is offered: a message would land in the middle of the typed line.
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
    """Return the value as the shell that asks for it must have it on its command line.

    zsh and fish quote completions themselves. bash does not, and click's function for bash removes
    one level of backslashes.
    """
    word = os.environ.get("COMP_WORDS", "").rpartition("\n")[2]
    in_bash = os.environ.get("_BACKFILE_COMPLETE", "").startswith("bash")
    if not in_bash or word.startswith(('"', "'")):
        return value
    return "".join(f"\\\\{sign}" if sign in _SPECIAL_IN_BASH else sign for sign in value)
