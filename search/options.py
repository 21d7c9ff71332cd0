"""How does a setting become an option of a command, and what numbers does an option take?

It needs click, so that commands alone import it.
"""

from collections.abc import Callable
from contextlib import suppress
from math import isfinite
from typing import Any

import click

from search.settings import SETTINGS


def whole_number(least: int, most: int | None = None) -> Any:
    """Return the click type of an option whose value is a whole number in a range."""
    return _number(click.IntRange, "whole number", least, most)


def seconds() -> Any:
    """Return the click type of an option whose value is a time in seconds."""
    return _number(click.FloatRange, "number of seconds", 0, None)


def _number(kind: Any, noun: str, least: int, most: int | None) -> Any:
    """Return a range of click's that says in plain words what it takes."""

    class Number(kind):  # type: ignore[misc]
        def convert(self, value: Any, param: Any, ctx: Any) -> Any:
            with suppress(click.BadParameter):
                number = super().convert(value, param, ctx)
                if isfinite(number):
                    return number
            span = f"of {least} or more" if most is None else f"from {least} to {most}"
            return self.fail(f"{value!r} is not a {noun} {span}.", param, ctx)

    return Number(least, most)


def option(name: str, **more: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the click option of a setting; `more` are further arguments of `click.option`."""
    setting = SETTINGS[name]
    return click.option(
        setting.option,
        default=setting.default,
        envvar=setting.variable,
        help=setting.help,
        show_default=True,
        show_envvar=True,
        **more,
    )
