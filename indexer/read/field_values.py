"""Which texts and names are in a value of the front matter, whatever its type?"""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from indexer.read.keys import fold_key

#: Parts of one value that are read; the rest is ignored.
MAX_PARTS = 10_000
#: Characters of a list that is written as a text; a longer one is not read as a list.
MAX_WRITTEN_CHARACTERS = 64 * 1024
#: Words that stand for no value if a name or an address is expected.
_NOTHING = frozenset({"", "~", "null", "none"})
_SWITCHES = ("true", "false")
#: Folded keys of a mapping that stands for one name, the best first.
_NAME_KEYS = ("name", "title", "label", "term", "slug", "tag", "category", "value", "text")
#: Folded keys of a mapping that hold an address, the best first.
_ADDRESS_KEYS = ("url", "link", "href", "uri", "rendered", "value")
#: Folded keys whose values only a program understands.
_NUMBER_KEYS = frozenset({"id", "uid", "uuid", "count", "weight", "order", "rank"})
#: Words of a member of a mapping that say that its key is not a name of the item.
_NO = frozenset({"false", "no", "off"})
# What else is not a name in such a member: a switch, a number, an address, a colour.
_SETTING = re.compile(
    r"|~|null|none|true|yes|on|false|no|off|[0-9.,]+|(?:https?:)?/.*|#[0-9a-f]{3,8}", re.I
)
#: The commas and semicolons of other scripts.
_COMMAS = "，、；､﹐﹑﹔،؛᠂፣፤"
_BETWEEN_NAMES = re.compile(rf"[{_COMMAS}]")
_WRITTEN_LIST = re.compile(r"\[[^\[\]{}]*\]")
#: Names that are all marked as such: "#storm #port".
_BETWEEN_HASHTAGS = re.compile(rf"[\s,;{_COMMAS}]+")
_HASHTAGS = re.compile(rf"#[^\s#]+(?:[\s,;{_COMMAS}]+#[^\s#]+)*")
#: Names as Org writes them: ":storm:port:".
_ORG_TAGS = re.compile(r":(?:[^\s:]+:)+")
#: A name in a text with several; the sign at the end of an entity separates nothing.
_NAME_IN_TEXT = re.compile(rf"(?:&#?\w{{1,31}};|[^,;\n{_COMMAS}])+")


class NamesRead(NamedTuple):
    """The names in a value, and the number of its parts that no name could be read from.

    `with_colon` are those among the names that are mappings: `- Ocean: a film`.
    """

    found: list[str]
    unread: int = 0
    with_colon: tuple[str, ...] = ()


def first_text(value: object) -> str:
    """Return a value as text, or the first text of a list; "" if there is none."""
    if value is None or isinstance(value, str):  # as most are
        return value if value and not value.isspace() else ""
    return next(texts(value), "")


def name(value: object) -> str:
    """Return the first text of a value, a name or address; "" also for `~`, `null` and `none`."""
    text = first_text(value)
    return "" if text.strip().lower() in _NOTHING else text


def names(value: object) -> NamesRead:
    """Return the names in a value, such as the tags of an item.

    They are the texts of a list, or the parts of a text between commas or semicolons of any script;
    the names of mappings in a list ([{"name": "Storm", "id": 3}]); of each member of a mapping its
    texts ({"main": ["storm"], "other": "port"}), or its key if it has none ({"storm": 3}).
    A text may also be such a list, as JSON or Python writes it. `true` and `false` are settings.
    """
    if isinstance(value, bool | str) and (setting := str(value).strip().lower()) in _SWITCHES:
        return NamesRead([], unread=int(setting == "true"))
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        # [新闻，体育] is a list of one text in YAML, which knows no other comma than that of ASCII.
        value = [part.strip() for part in _BETWEEN_NAMES.split(value[0])]
    if isinstance(value, list) and len(value) < MAX_PARTS and set(map(type, value)) == {str}:
        return NamesRead([text for text in value if text and not text.isspace()])  # as most are
    if isinstance(value, str):
        written = _written(value)
        if written is None and _HASHTAGS.fullmatch(value.strip()):
            return NamesRead([part.lstrip("#") for part in _BETWEEN_HASHTAGS.split(value.strip())])
        if written is None and _ORG_TAGS.fullmatch(value.strip()):
            return NamesRead(value.strip().strip(":").split(":"))
        if written is None:
            parts = map(str.strip, _NAME_IN_TEXT.findall(value)) if name(value) else ()
            return NamesRead([*filter(None, parts)])
        value = written
    if isinstance(value, dict) and not _is_one_name(value):
        value = _members(value)
    found, unread, with_colon = [], 0, []
    for part in leaves(value):
        if isinstance(part, dict):
            given = [*texts(_name_member(part))]
            if not given and (name_with_colon := _with_colon(part)):
                given = [name_with_colon]
                with_colon += given
            unread += not given
            found += given
        elif text := _said(part):
            found.append(text)
    return NamesRead(found, unread, tuple(with_colon))


def texts(value: object) -> Iterator[str]:
    """Yield the texts in a value, those of nested lists in order; a mapping has none."""
    for part in leaves(value):
        if not isinstance(part, dict) and (text := _said(part)):
            yield text


def address(value: object) -> str:
    """Return the first of the addresses in a value, "" if there is none."""
    if value is None or isinstance(value, str):  # as most are
        return name(value)
    return next(addresses(value), "")


def addresses(value: object) -> Iterator[str]:
    """Yield what may be addresses: each text, and the `url`, `link` or `href` of a mapping."""
    for part in leaves(value):
        members = folded(part) if isinstance(part, Mapping) else {"": part}
        for key in ("", *_ADDRESS_KEYS):
            if found := name(members.get(key)):
                yield found
                break


def folded(mapping: Mapping[object, object]) -> dict[str, object]:
    """Return the members of a mapping by folded key."""
    return {fold_key(str(key)): member for key, member in mapping.items()}


def members_of(group: object) -> Mapping[str, object]:
    """Return the values of a group by folded key; it is a mapping, or a list of mappings."""
    members: dict[str, list[object]] = {}
    for mapping in group if isinstance(group, list) else [group]:
        if isinstance(mapping, Mapping):
            for key, value in folded(mapping).items():
                members.setdefault(key, []).append(value)
    return {key: given[0] if len(given) == 1 else given for key, given in members.items()}


def name_of(mapping: Mapping[object, object]) -> str:
    """Return the name that a mapping gives, "" if it gives none."""
    return first_text(_name_member(mapping))


def _name_member(mapping: Mapping[object, object]) -> object:
    """Return the member of a mapping that gives its name, None if none does."""
    members = folded(mapping)
    given = (members[key] for key in _NAME_KEYS if key in members)
    return next(filter(first_text, given), None)


def _is_one_name(mapping: Mapping[object, object]) -> bool:
    """Tell whether a mapping stands for one name, and does not count how often each is used."""
    member = _name_member(mapping)
    name = "" if isinstance(member, list | tuple) else first_text(member)
    return bool(name) and not name.isdecimal()


def _members(mapping: Mapping[object, object]) -> list[object]:
    """Return what gives the names in a mapping: each member that holds some, or else its key."""
    held = {key: member for key, member in mapping.items() if _holds_names(member)}
    given: list[object] = []
    for key, member in mapping.items():
        text = str(key)
        if key in held:
            given.append(names(member).found if isinstance(member, str) else member)
        elif text.isdecimal():  # of a list that a program numbered
            given.append(member)
        elif not (_said(member).lower() in _NO or (held and fold_key(text) in _NUMBER_KEYS)):
            given.append(text)
    return given


def _holds_names(member: object) -> bool:
    """Tell whether a member of a mapping says more than how often, where or that a name is used."""
    if isinstance(member, str):
        return _SETTING.fullmatch(member.strip()) is None
    return isinstance(member, list | tuple) or (isinstance(member, dict) and _is_one_name(member))


def leaves(value: object) -> Iterator[object]:
    """Yield what is in nested lists, in order."""
    waiting = [value]
    for _ in range(MAX_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        if isinstance(part, list | tuple):
            waiting.extend(reversed(part[:MAX_PARTS]))
        else:
            yield part


def _said(value: object) -> str:
    """Return a value that is not a list as text; "" for none and for blanks."""
    text = "" if value is None else str(value)
    if not text.strip():
        return ""
    return text.lower() if isinstance(value, bool) else text


def _with_colon(mapping: Mapping[object, object]) -> str:
    """Return the name with a colon, `- Ocean: a film`, of which YAML makes a mapping."""
    (key, member), *others = mapping.items() if mapping else (("", ""),)
    is_text = isinstance(member, str) and member and fold_key(str(key)) not in _NUMBER_KEYS
    return f"{key}: {member}" if is_text and not others else ""


def _written(text: str) -> object:
    """Return the list or mapping that a text is in JSON, Python or YAML; None if it is neither."""
    text = text.strip()
    if text[:1] + text[-1:] not in ("[]", "{}") or len(text) > MAX_WRITTEN_CHARACTERS:
        return None
    for read in (json.loads, ast.literal_eval):
        try:
            value: object = read(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        return [*value] if isinstance(value, set) else value
    if _WRITTEN_LIST.fullmatch(text):  # as YAML writes it
        return [part.strip(" \t\"'") for part in text[1:-1].split(",")]
    return None
