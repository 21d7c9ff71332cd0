"""Which HTML is in blocks of WordPress's editor, Gutenberg, that were saved as data?

{"blockName": "core/paragraph", "innerHTML": "<p>Storm</p>", "innerContent": ["<p>Storm</p>"]}
{"name": "core/paragraph", "attributes": {"content": "Storm"}, "innerBlocks": []}

Each -> <p>Storm</p>.
"""

from collections.abc import Iterator, Mapping

#: Attributes of a block whose texts are HTML that readers see.
_TEXTS = (
    "title", "heading", "summary", "content", "values", "value", "text", "citation", "caption",
)  # fmt: skip
#: Parts of a table, and columns.
_ROWS = ("head", "body", "foot", "columns")
_INNER = "innerBlocks"


def is_blocks(value: object) -> bool:
    """Tell whether a value is a list of blocks."""
    return isinstance(value, list) and bool(value) and all(map(_is_block, value[:10]))


def html_of(blocks: object, levels: int) -> str:
    """Return the HTML of blocks, those in one another down to some levels."""
    return "\n".join(_parts(blocks, levels))


def _is_block(node: object) -> bool:
    if not isinstance(node, Mapping):
        return False
    if "blockName" in node:
        return isinstance(node.get("innerHTML"), str)
    name = node.get("name")
    return isinstance(name, str) and "/" in name and isinstance(node.get("attributes"), Mapping)


def _parts(blocks: object, levels: int) -> Iterator[str]:
    if not levels or not isinstance(blocks, list):
        return
    for block in blocks:
        if not isinstance(block, Mapping):
            continue
        if "blockName" in block:
            yield _filled(block, levels)
        else:
            attributes = block.get("attributes")
            if isinstance(attributes, Mapping):
                yield from _texts(attributes, levels)
            yield from _parts(block.get(_INNER), levels - 1)


def _filled(block: Mapping[str, object], levels: int) -> str:
    """Return the HTML of a block, each of its inner blocks where it stands."""
    inner = block.get(_INNER)
    within = [html_of([one], levels - 1) for one in inner] if isinstance(inner, list) else []
    content = block.get("innerContent")
    if not isinstance(content, list):
        return "\n".join([str(block.get("innerHTML", "")), *within])
    waiting = iter(within)
    parts = [part if isinstance(part, str) else next(waiting, "") for part in content]
    return "".join([*parts, *waiting])


def _texts(attributes: Mapping[str, object], levels: int) -> Iterator[str]:
    for key in _TEXTS:
        text = attributes.get(key)
        if isinstance(text, str) and text:
            yield f"<div>{text}</div>"
    for key in _ROWS:
        yield from _cells(attributes.get(key), levels - 1)


def _cells(rows: object, levels: int) -> Iterator[str]:
    """Yield the texts of the cells of rows."""
    if isinstance(rows, list) and levels:
        for row in rows:
            if isinstance(row, Mapping):
                yield from _texts(row, levels)
                yield from _cells(row.get("cells"), levels - 1)
