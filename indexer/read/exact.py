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

What others wrote is read with care: outlets are named, titles cut, markup rendered, tags cleaned.
An item went through that once, and what it became need not come through unchanged. So the key
`backfile`, with the version of this form, says that all other keys are an item's members just as
they are, under the names of `search.Item` but for those in KEYS; what is empty is left out. The
body is the text, nothing in it markup; a text that a file cannot hold as it stands (blank lines at
an end, control characters) is the key `text` instead. The id is the file's path, as ever.

Values are JSON, which YAML takes, with every character escaped that YAML would not leave alone.
"""

import json
import re
from dataclasses import fields

from indexer.ledger import Reason, Refused, Repairs
from indexer.read.front_matter import Matter, read_matter
from indexer.read.text import check_size, comes_back, decode
from search import Item, ItemInvalid, as_json

#: The key that marks such a file, and the version of the form.
MARK = "backfile"
VERSION = "1"
#: The members that other programs know under another name.
KEYS = {"day": "date", "feed": "source"}

_MEMBERS = [field.name for field in fields(Item) if field.name != "id"]
# Ends of lines to YAML, or what neither it nor `decode` lets through.
_TO_ESCAPE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def write_exact(item: Item) -> str:
    """Return the text of the file that `read_exact` makes the same item of."""
    members = as_json(item)
    lines = ["---", f"{MARK}: {VERSION}"]
    is_body = item.text == item.text.strip() and comes_back(item.text)
    for name in _MEMBERS:
        value, key = members[name], KEYS.get(name, name)
        if not value or (name == "text" and is_body):
            continue
        if isinstance(value, list):
            lines += [f"{key}:", *(f"- {_encoded(entry)}" for entry in value)]
        else:
            lines.append(f"{key}: {_encoded(value)}")
    lines.append("---\n")
    if is_body and item.text:
        lines.append(f"{item.text}\n")
    return "\n".join(lines)


def file_of(item: Item) -> bytes:
    """Return the file of an item, which was read again to see that it comes back the same.

    Raises Refused where it does not: a file has its bounds, in bytes and in values.
    """
    data = write_exact(item).encode()
    check_size(len(data))
    repairs = Repairs(item.id)
    if read_exact(item.id, read_matter(decode(data, repairs), repairs)) != item:
        raise Refused(Reason.NOT_AS_EXPORTED, "It would not come back as the same item.")
    return data


def read_exact(item_id: str, matter: Matter) -> Item:
    """Return the item of a file that has the key MARK. Raises Refused where it is none."""
    version = matter.values[MARK]
    if version != VERSION:
        detail = f"It is of version {version!r:.40} of what Backfile exports; this reads {VERSION}."
        raise Refused(Reason.NOT_AS_EXPORTED, detail)
    given = {name: matter.values.get(KEYS.get(name, name)) for name in _MEMBERS}
    members = {name: value for name, value in given.items() if value is not None}
    try:
        return Item.from_json(
            {"title": "", "day": None, "text": matter.body, **members, "id": item_id}
        )
    except ItemInvalid as error:
        detail = f"It is marked as exported by Backfile, but {str(error)[:200]}."
        raise Refused(Reason.NOT_AS_EXPORTED, detail) from None


def _encoded(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _TO_ESCAPE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
