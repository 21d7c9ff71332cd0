"""What does a browser show of a feed that is opened in it? What a feed is for, then its items.

A feed is in English and one for all, as programs read it. Its stylesheet is asked for by the
browser of a reader, and so it can say that in the reader's language.
"""

from functools import cache
from pathlib import Path

from flask import Blueprint, Response

from web.translation import gettext

blueprint = Blueprint("feed_style", __name__)


@blueprint.get("/feed.css")
def style() -> Response:
    """Return the stylesheet of feeds, in the language of the reader."""
    told = gettext(
        "This is a feed, made for feed readers: programs that show what is new on many sites. "
        "To follow this search, copy the address of this page into one. "
        "To open the items, go back to the search."
    )
    return Response(f"{_styles()}\nfeed {{ --told: {_quoted(told)}; }}\n", mimetype="text/css")


@cache
def _styles() -> str:
    return (Path(__file__).parent / "static" / "feed.css").read_text("utf-8")


def _quoted(text: str) -> str:
    """Return a text as CSS has it: in quotes."""
    escaped = text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\a ")
    return f'"{escaped}"'
