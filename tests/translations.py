"""Which sentences does the page say? `python -m tests.translations` puts them into the catalogs.

A sentence is the first argument of one of KEYWORDS, in the modules of `search/` and `web/`, in the
templates and in the scripts. New ones come into the catalogs without a translation, and those that
no source has any more leave them.
"""

import ast
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_javascript
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

ROOT = Path(__file__).parents[1]
TRANSLATIONS = ROOT / "web" / "translations"
MODULES = [path for package in ("search", "web") for path in sorted((ROOT / package).rglob("*.py"))]
SCRIPTS = sorted((ROOT / "web" / "static").glob("*.js"))
TEMPLATES = sorted((ROOT / "web" / "templates").glob("*.html"))
#: Function -> the arguments that are a sentence, and the one for several things.
KEYWORDS = {
    **dict.fromkeys(("gettext", "_", "N_", "message", "_note"), (0,)),
    **dict.fromkeys(("ngettext", "NN_", "counted_message"), (0, 1)),
    "about": (1,),
}
#: The filter and function that counts things, `counted(3, "hit")`: its sentence is "{count} hits".
COUNTED = "counted"
HEADER = r"""msgid ""
msgstr ""
"Language: {tag}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: {plurals}\n"

"""
#: A sentence, and that for several things, "" where nothing is counted.
Sentence = tuple[str, str]


def sentences() -> dict[Sentence, list[str]]:
    """Return all sentences of the sources, each with the files that have it, in their order."""
    found: dict[Sentence, list[str]] = {}
    readers = {".py": of_module, ".html": of_template, ".js": of_script}
    for path in (*MODULES, *TEMPLATES, *SCRIPTS):
        for sentence in readers[path.suffix](path.read_text(encoding="utf-8")):
            places = found.setdefault(sentence, [])
            if (place := str(path.relative_to(ROOT))) not in places:
                places.append(place)
    return found


def of_module(source: str) -> Iterator[Sentence]:
    """Yield the sentences of a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
            texts = [one.value if isinstance(one, ast.Constant) else None for one in node.args]
            yield from _said(name, texts)


def of_template(source: str) -> Iterator[Sentence]:
    """Yield the sentences of a template."""
    environment = Environment(extensions=["jinja2.ext.i18n"])
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    tree = environment.parse(source)
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name):
            yield from _said(call.node.name, map(_constant, call.args))
    for counted in tree.find_all(nodes.Filter):
        if counted.name == COUNTED:
            yield from _said(COUNTED, [None, *map(_constant, counted.args)])


def of_script(source: str) -> Iterator[Sentence]:
    """Yield the sentences of a script."""
    found = extract_javascript(
        BytesIO(source.encode()), ("said", "several"), (), {"parse_template_string": True}
    )
    for _, name, texts, _ in found:
        one, *others = (texts,) if isinstance(texts, str) else texts
        if one:
            yield one, str(others[0]) if name == "several" and others else ""


def update() -> None:
    """Write the catalogs anew: what they have stays, if a source still has the sentence."""
    found = sentences()
    for path in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po")):
        with path.open("rb") as file:
            old = read_po(file, locale=path.parents[1].name)
        new = Catalog(locale=old.locale, fuzzy=False)
        for (one, several), places in found.items():
            had = old.get(one)
            key = (one, several) if several else one
            empty = ("",) * new.num_plurals if several else ""
            kept = had.string if had and had.id == key else empty
            new.add(key, kept, locations=[(place, None) for place in places])
        with path.open("wb") as file:
            # The header that Babel writes changes each time: it has the time of writing.
            file.write(HEADER.format(tag=old.locale, plurals=new.plural_forms).encode())
            write_po(file, new, width=100, omit_header=True)


def _constant(node: nodes.Node) -> object:
    return node.value if isinstance(node, nodes.Const) else None


def _said(name: str, arguments: Iterable[object]) -> Iterator[Sentence]:
    texts = list(arguments)
    if name == COUNTED and len(texts) > 1 and isinstance(one := texts[1], str):
        several = texts[2] if len(texts) > 2 and isinstance(texts[2], str) else f"{one}s"
        yield f"{{count}} {one}", f"{{count}} {several}"
    elif name in KEYWORDS:
        own = [texts[index] for index in KEYWORDS[name] if index < len(texts)]
        if len(own) == len(KEYWORDS[name]) and all(isinstance(text, str) and text for text in own):
            yield str(own[0]), str(own[1]) if len(own) > 1 else ""


if __name__ == "__main__":
    update()
