"""How do answers become JSON?"""

from typing import Any

import orjson
from flask import Flask, Response
from flask.json.provider import JSONProvider

from search.in_json import as_json_holder
from search.results import Page

#: Answers come as dataclasses, of which some are written otherwise than as all of their fields.
_OPTIONS = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_APPEND_NEWLINE
#: The parts of a page that are written as they are, which the encoder does by itself.
_PLAIN_PARTS = ("hits", "facets")


class AnswerEncoder(JSONProvider):
    """Writes whatever the archive answers, in the form of `search.as_json`, and reads JSON.

    The encoder of the standard library takes five times as long.
    """

    def dumps(self, obj: Any, **_: Any) -> str:
        """Return a value as JSON."""
        return _encoded(obj).decode()

    def loads(self, s: str | bytes, **_: Any) -> Any:
        """Return the value that JSON stands for."""
        return orjson.loads(s)

    def response(self, *args: Any, **kwargs: Any) -> Response:
        """Return an answer that holds a value as JSON."""
        value = self._prepare_response_obj(args, kwargs)
        return Response(_encoded(value), mimetype="application/json")


def init_app(app: Flask) -> None:
    """Have the application write JSON so."""
    app.json = AnswerEncoder(app)


def _encoded(value: Any) -> bytes:
    return orjson.dumps(value, _as_json, _OPTIONS)


def _as_json(value: Any) -> Any:
    members = as_json_holder(value)
    if isinstance(value, Page):
        for part in _PLAIN_PARTS:
            members[part] = orjson.Fragment(orjson.dumps(members[part]))
    return members
