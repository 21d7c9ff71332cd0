"""What does each route of the API take and answer? Noted at the route, for its description."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from web.parameters import Parameter


@dataclass(frozen=True, slots=True)
class Operation:
    """What a route takes and answers, for its description."""

    answer: type
    parameters: tuple[Parameter, ...]


#: View -> what it takes and answers.
OPERATIONS: dict[str, Operation] = {}
View = TypeVar("View", bound=Callable[..., Any])


def answers(kind: type, *parameters: Parameter) -> Callable[[View], View]:
    """Note what a view takes and answers."""

    def note(view: View) -> View:
        OPERATIONS[view.__name__] = Operation(kind, parameters)
        return view

    return note
