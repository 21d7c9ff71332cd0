"""How does the page say a sentence in the reader's language? By catalogs of translations.

English sentences are the keys. `python -m tests.translations` collects them into the catalogs; a
sentence that a catalog lacks would be shown in English. So LANGUAGES has a language only while its
catalog is complete, which a test demands.
"""

from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import get_month_names
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from markupsafe import Markup

from search.messages import Message

#: Tag of a language -> its name in itself. The first one is that of the sentences in the sources.
LANGUAGES = {"en": "English", "de": "Deutsch"}
SOURCE_LANGUAGE = "en"
FOLDER = Path(__file__).parent / "translations"
#: Days whose words are kept.
_KEPT_DAYS = 4_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PageLanguage:
    """A language of the page: its catalog, and how it writes numbers and months.

    `scripts` are the sentences of scripts, those for several things with all their forms. `known`
    keeps what templates have said in it as markup.
    """

    tag: str
    catalog: NullTranslations
    thousands: str
    point: str
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    scripts: dict[str, str | list[str]]
    known: dict[str, Markup] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the language is called by those who speak it."""
        return LANGUAGES[self.tag]


@cache
def language_of_tag(tag: str) -> PageLanguage:
    """Return a language of LANGUAGES; its catalog is read once."""
    locale = Locale(tag)
    symbols = locale.number_symbols["latn"]
    catalog, scripts = _catalog(tag)
    return PageLanguage(
        tag=tag,
        catalog=catalog,
        scripts=scripts,
        thousands=symbols["group"],
        point=symbols["decimal"],
        months=_months("wide", locale),
        short_months=_months("abbreviated", locale),
    )


_spoken: ContextVar[PageLanguage] = ContextVar("_spoken")


def language() -> PageLanguage:
    """Return the language that is spoken here and now: English, unless another was chosen."""
    try:
        return _spoken.get()
    except LookupError:
        return language_of_tag(SOURCE_LANGUAGE)


def speak(tag: str) -> None:
    """Speak a language of LANGUAGES from now on, until another is chosen."""
    _spoken.set(language_of_tag(tag))


def init_app(app: Flask) -> None:
    """Have templates say their sentences by `{% trans %}`, `_()` and `ngettext()`."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]
    app.jinja_env.globals.update(
        _=_markup, gettext=_markup, ngettext=_counted_markup, language=language, LANGUAGES=LANGUAGES
    )


def N_(text: str) -> str:
    """Return a text as it is: it is in the catalogs, and said where it is shown."""
    return text


def NN_(one: str, several: str) -> tuple[str, str]:
    """Return a sentence for one thing and that for several as they are, as `N_` does."""
    return one, several


def gettext(text: str, /, **values: object) -> str:
    """Return a sentence with its values put in; whole numbers are written as is usual.

    >>> gettext("Page {page}", page=1234)
    'Page 1,234'
    """
    said = language().catalog.gettext(text) if text else ""
    return said.format_map(_written(values)) if values else said


def ngettext(one: str, several: str, count: int, /, **values: object) -> str:
    """Return the sentence for one thing or for several, of which `{count}` tells how many.

    >>> ngettext("{count} hit", "{count} hits", 1), ngettext("{count} hit", "{count} hits", 1234)
    ('1 hit', '1,234 hits')
    """
    said = language().catalog.ngettext(one, several, count)
    return said.format_map(_written({"count": count, **values}))


def said(text: str) -> str:
    """Return a message of the archive in the language of the page; other texts as they are."""
    if not isinstance(text, Message):
        return text
    values = {name: said(own) if isinstance(own, str) else own for name, own in text.values.items()}
    if text.several:
        template = language().catalog.ngettext(text.template, text.several, text.number)
    else:
        template = language().catalog.gettext(text.template)
    return template.format_map(_written(values))


def number(value: int) -> str:
    """Return 1234 as 1,234, or as the page's language writes it."""
    written, thousands = f"{value:,}", language().thousands
    return written if thousands == "," else written.replace(",", thousands)


def decimal(value: str) -> str:
    """Return a number that Python has written, such as "0.25", as the page's language writes it."""
    return value.replace(".", language().point)


def written_day(day: date) -> str:
    """Return a day as "3 January 2026"."""
    return _day_words(day.year, day.month, day.day, language().tag)


@lru_cache(_KEPT_DAYS)
def _day_words(year: int, month: int, day: int, tag: str) -> str:
    """Return a day in words; their language is that of the page, which `tag` names."""
    name = language().months[month - 1]
    return gettext("{day} {month} {year}", day=str(day), month=name, year=str(year))


def _written(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(own) for name, own in values.items()}


def _value(own: Any) -> Any:
    return number(own) if type(own) is int else written_day(own) if type(own) is date else own


def _markup(text: str, /, **values: object) -> Markup:
    """Return a sentence of a template; `%(name)s` stands for a value, `%%` for a percent sign."""
    known = language().known
    said = known.get(text)
    if said is None:
        said = known[text] = Markup(language().catalog.gettext(text) if text else "")
    if values or "%" in said:
        return said % _written(values)
    return said


def _counted_markup(one: str, several: str, num: int, /, **values: object) -> Markup:
    said = Markup(language().catalog.ngettext(one, several, num))
    return said % _written({"num": num, **values})


def _catalog(tag: str) -> tuple[NullTranslations, dict[str, str | list[str]]]:
    """Return the catalog of a language, and those of its sentences that scripts say."""
    if tag == SOURCE_LANGUAGE:
        return NullTranslations(), {}
    with (FOLDER / tag / "LC_MESSAGES" / "messages.po").open("rb") as file:
        read = read_po(file, locale=tag)
    compiled = BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    scripts: dict[str, str | list[str]] = {}
    for sentence in read:
        if sentence.string and any(place.endswith(".js") for place, _ in sentence.locations):
            if isinstance(sentence.id, str):
                scripts[sentence.id] = str(sentence.string)
            else:
                scripts[sentence.id[0]] = [*sentence.string]
    return GNUTranslations(compiled), scripts


def _months(width: Any, locale: Locale) -> tuple[str, ...]:
    names = get_month_names(width, context="stand-alone", locale=locale)
    return tuple(names[number] for number in range(1, 13))
