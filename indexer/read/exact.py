"""How is an item written as a file that comes back as the same item?

    ---
    backfile: 1
    title: "Port strike enters second week"
    date: "2026-01-03"
    headlines:
    - {"text": "Port strike enters second week", "outlet": "Harbour Post", "link": "https://…"}
    - {"text": "Dockers stay out", "outlet": "The Northern Ledger", "link": ""}
    tags:
    - "strike"
    source: "https://news.example/rss"
    ---

    The text.

Files of other programs are interpreted: outlets get their usual name, titles are cut, markup is
rendered, tags are cleaned. An item has gone through that once, and might change if it went through
again. So the key `backfile`, with the version of this form, says that all other keys are members of
the item as they are. They have the names of the fields of `search.Item`, but for those in KEYS;
empty ones are left out. The body is the text, and never markup. A text that `decode` would change
(blank lines at an end, control characters) is written as the key `text` instead. The id is the path
of the file, as always.

Values are JSON, which is also YAML, with every character escaped that YAML would change.
"""

import json
import re
from dataclasses import fields
from typing import Any

from indexer.find.contents import check_size
from indexer.ledger import Reason, Refused, Repairs
from indexer.read.bounds import bounded_headlines, bounded_text
from indexer.read.front_matter import Matter, read_matter
from indexer.read.keys import MARK
from indexer.read.text import comes_back, decode
from search import Item, ItemInvalid, as_json

#: Version of the form, the value of the key MARK.
VERSION = "1"
#: Member -> its key, if other programs use another name for it.
KEYS = {"day": "date", "feed": "source"}

_MEMBERS = [field.name for field in fields(Item) if field.name != "id"]
# Characters that YAML takes for ends of lines, or that it or `decode` would remove.
_TO_ESCAPE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def write_exact(item: Item) -> str:
    """Return the text of a file of which `read_exact` makes an equal item."""
    members = as_json(item)
    lines = ["---", f"{MARK}: {VERSION}"]
    is_body = item.text == item.text.strip() and comes_back(item.text)
    for name in _MEMBERS:
        value, key = members[name], KEYS.get(name, name)
        if not value or (name == "text" and is_body):
            continue
        if isinstance(value, list):
            lines += [f"{key}:", *(f"- {_encoded(_without_none(entry))}" for entry in value)]
        else:
            lines.append(f"{key}: {_encoded(value)}")
    lines.append("---\n")
    if is_body and item.text:
        lines.append(f"{item.text}\n")
    return "\n".join(lines)


def file_of(item: Item) -> bytes:
    """Return the bytes of an item's file, after checking that an equal item is read from them.

    Raises Refused if not, as for an item with more text or values than a file may have.
    """
    data = write_exact(item).encode()
    check_size(len(data))
    repairs = Repairs(item.id)
    if read_exact(item.id, read_matter(decode(data, repairs), repairs), repairs) != item:
        raise Refused(Reason.NOT_AS_EXPORTED, "It would not come back as the same item.")
    return data


def read_exact(item_id: str, matter: Matter, repairs: Repairs) -> Item:
    """Return the item of a file that has the key MARK. Raises Refused if it is not valid.

    Versions before 0.3 wrote files with more headlines and text than an item may have now.
    """
    version = matter.values[MARK]
    if version != VERSION:
        detail = f"It is of version {version!r:.40} of what Backfile exports; this reads {VERSION}."
        raise Refused(Reason.NOT_AS_EXPORTED, detail)
    keys = {name: KEYS.get(name, name) for name in _MEMBERS}
    members = {name: matter.values[key] for name, key in keys.items() if key in matter.values}
    members = {"title": "", "day": None, "text": matter.body, **members, "id": item_id}
    if isinstance(members["text"], str):
        members["text"] = bounded_text(members["text"], repairs)
    if isinstance(headlines := members.get("headlines"), list):
        members["headlines"] = bounded_headlines(headlines, repairs)
    try:
        return Item.from_json(members)
    except ItemInvalid as error:
        detail = f"It is marked as exported by Backfile, but {str(error)[:200]}."
        raise Refused(Reason.NOT_AS_EXPORTED, detail) from None


def _without_none(entry: Any) -> Any:
    """Leave out members that are None: front matter is read as text, which would be "null"."""
    if isinstance(entry, dict):
        return {name: value for name, value in entry.items() if value is not None}
    return entry


def _encoded(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _TO_ESCAPE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
