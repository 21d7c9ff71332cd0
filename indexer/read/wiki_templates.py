"""Which words does a template of a wiki show? It looks like a value of Liquid, and has no filters.

{{wiki:boats.png|The boats at dawn}} -> The boats at dawn      (DokuWiki)
{{quote|The port is closed|Jane}} -> The port is closed Jane   (MediaWiki)
{{ page.title | escape }}                                      is not one
"""

import re

_FILTER = re.compile(r"\s*[\w.]+\s*(?:[:(].*)?")
_OF_OTHERS = re.compile(r"[\"'`]|\s(?:if|else)\s")
_MEDIA = re.compile(
    r"\.(?:avif|bmp|flac|gif|jpe?g|m4a|mov|mp[34]|og[gv]|pdf|png|svg|tiff?|wav|webm|webp)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"\s*[\w ]{1,40}=(?!=)")


def read_wiki_template(value: str) -> str:
    """Return the words of a template `{{…}}` of a wiki, "" if it is not one or shows none."""
    first, *others = value.strip("{}").split("|")
    if not others or _OF_OTHERS.search(value):
        return ""
    if _MEDIA.search(first):
        return others[-1].strip()
    is_filtered = all(_FILTER.fullmatch(part) and not _NAME.match(part) for part in others)
    if is_filtered or not all(map(str.strip, others)):
        return ""
    return " ".join(filter(None, (_NAME.sub("", part, count=1).strip() for part in others)))
