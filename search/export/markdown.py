"""How is an item written as a file with front matter, which comes back as the same item?

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
empty ones are left out. The body is the text, and never markup. A text that a reader of files would
change (blank lines at an end, control characters) is written as the key `text` instead. The id is
the path of the file, as always.

Values are JSON, which is also YAML, with every character escaped that YAML would change.
"""

import json
import re
from dataclasses import fields
from typing import Any

from search.in_json import as_json
from search.model import Item

#: Marks a file that Backfile wrote, which comes back as the same item.
MARK = "backfile"
#: Version of the form, the value of the key MARK.
VERSION = "1"
#: Member -> its key, if other programs use another name for it.
KEYS = {"day": "date", "feed": "source"}
#: The members of an item that its file has.
MEMBERS = tuple(field.name for field in fields(Item) if field.name != "id")
#: Characters that nobody sees in a text and that YAML does not allow: no file is read with them.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")

# Characters that YAML takes for ends of lines, or that it or a reader of files would remove.
_TO_ESCAPE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def write_exact(item: Item) -> str:
    """Return the text of a file of which `backfile index` makes an equal item."""
    members = as_json(item)
    lines = ["---", f"{MARK}: {VERSION}"]
    is_body = item.text == item.text.strip() and _comes_back(item.text)
    for name in MEMBERS:
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


def _comes_back(text: str) -> bool:
    """Tell whether a text is read unchanged after it was written to a file."""
    return "\r" not in text and not CONTROLS.search(text)


def _without_none(entry: Any) -> Any:
    """Leave out members that are None: front matter is read as text, which would be "null"."""
    if isinstance(entry, dict):
        return {name: value for name, value in entry.items() if value is not None}
    return entry


def _encoded(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _TO_ESCAPE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
