"""Names that differ only in case or blanks are one; the number shown is the number found."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import Archive, FacetValue, Headline, Item, SearchRequest
from search.names import MAX_NAME_CHARACTERS, are_tidy, as_written, distinct, name_key, tidied

Make = Callable[..., Archive]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("News", "NEWS", id="case"),
        pytest.param("NEWS ", "news", id="blank-at-the-end"),
        pytest.param("New York", " new\u00a0 york\n", id="blanks-of-any-kind"),
        pytest.param("Caf\u00e9", "CAFE\u0301", id="two-ways-to-write-an-accent"),
        pytest.param("Straße", "STRASSE", id="german-upper-case"),
        pytest.param("İstanbul", "istanbul", id="turkish-i-with-a-dot"),
        pytest.param("ISPARTA", "ısparta", id="turkish-i-without-a-dot"),
        pytest.param("ΟΔΥΣΣΕΥΣ", "οδυσσευς", id="greek-final-sigma"),
        pytest.param("НОВОСТИ", "новости", id="cyrillic"),
        pytest.param("News\u200b", "\ufeffNews", id="marks-that-nobody-sees"),
        pytest.param("n" * 1_000 + "x", "N" * 1_000 + "y", id="beyond-what-is-compared"),
    ],
)
def test_one_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)
    assert len(distinct([one, other])) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("C", "C++", id="plus-signs"),
        pytest.param("C", "C#", id="number-sign"),
        pytest.param(".net", "net", id="full-stop"),
        pytest.param("Perú", "Peru", id="accent"),
        pytest.param("New York", "NewYork", id="a-blank-or-none"),
        pytest.param("NEWS", "ＮＥＷＳ", id="full-width"),
        pytest.param("AT&T", "ATT", id="ampersand"),
        pytest.param("R", "®", id="sign-alone"),
        pytest.param("می\u200cخواهم", "میخواهم", id="a-joiner-that-is-seen"),
    ],
)
def test_two_names(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)
    assert len(distinct([one, other])) == 2


@given(st.text(max_size=12))
def test_a_key_is_its_own_key_and_that_of_every_case(name: str) -> None:
    key = name_key(name)
    assert name_key(key) == name_key(tidied(name)) == key
    assert name_key(name.lower()) == name_key(name.casefold()) == key
    assert tidied(tidied(name)) == tidied(name)
    assert are_tidy([tidied(name)]) or "\0" in name
    assert not are_tidy([name]) or tidied(name) == name


@given(st.text(max_size=30), st.integers(0, 40))
def test_a_name_as_written_is_the_same_name(name: str, before: int) -> None:
    long = tidied("x" * (MAX_NAME_CHARACTERS - before) + name)
    assert name_key(as_written(long)) == name_key(long)
    assert are_tidy([as_written(long)]) or "\0" in name


def test_an_item_keeps_names_tidied_and_each_once() -> None:
    lines = [Headline("a", "BBC\u00a0 News "), Headline("b", "bbc news"), Headline("c", " ")]
    item = Item(
        id="a",
        title="a",
        day=None,
        headlines=lines,
        tags=["Cafe\u0301", "café", "", " C++", "C"],
        categories=(" World", "world"),
    )
    assert [line.outlet for line in item.headlines] == ["BBC News", "bbc news", ""]
    assert item.sources == ("BBC News",)
    assert item.tags == ("Caf\u00e9", "C++", "C")
    assert item.categories == ("World",)


def tagged(id: str, *tags: str, **members: Any) -> Item:
    return Item(**{"id": id, "title": "port", "day": None, "tags": tags, **members})


def counts(values: list[FacetValue]) -> dict[str, int]:
    return {value.value: value.count for value in values}


def test_a_value_is_written_as_most_items_write_it(make: Make) -> None:
    archive = make(
        [
            *(tagged("1", "News"), tagged("2", "news"), tagged("3", "NEWS "), tagged("4", "news")),
            *(tagged("5", "C"), tagged("6", "C++"), tagged("7", "c#"), tagged("8", "b", "B")),
        ]
    )
    page = archive.search(tags="NeWs")
    assert counts(page.facets["tags"]) == {"news": 4, "C": 1, "C++": 1, "c#": 1, "b": 1}
    assert page.total == 4
    assert page.request.tags == ("news",)
    assert [value.value for value in page.facets["tags"] if value.selected] == ["news"]
    archive.remove(["2", "4"])
    assert counts(archive.search().facets["tags"])["NEWS"] == 2, "of equals the first"


def test_a_limit_is_one_whatever_its_spelling() -> None:
    request = SearchRequest(tags=("News", "news ", "C"), not_sources=(" bbc",))
    assert request.tags == ("News", "C")
    assert request.not_sources == ("bbc",)
    assert request.remove("tags", "NEWS").tags == ("C",)
    assert request.add("tags", "c").tags == ("News", "C")
    assert request.exclude("tags", "news").not_tags == ("news",)


#: What the text of a query may not hold, as it stands for something else there.
_NAME = st.text(
    st.sampled_from("aAbBçÇßsSİiıIσςΣ +#.-&/ \u0301新и" + "Éé" + "«»“”「」（）"),
    min_size=1,
    max_size=5,
).filter(lambda name: any(map(str.isalnum, name)))


@settings(
    max_examples=2 * settings.default.max_examples // 5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.lists(st.lists(_NAME, max_size=4), min_size=1, max_size=10), st.integers())
def test_the_number_shown_is_the_number_found(
    tmp_path_factory: pytest.TempPathFactory, tags: list[list[str]], seed: int
) -> None:
    chance = Random(seed)
    items = [tagged(str(number), *names) for number, names in enumerate(tags)]
    with Archive.create(tmp_path_factory.mktemp("names") / "archive") as archive:
        half = chance.randrange(len(items) + 1)
        for part in (items[:half], items[half:]):
            archive.add(part)
        values = archive.search().facets["tags"]
        assert len({name_key(entry.value) for entry in values}) == len(values)
        for value, count in counts(values).items():
            keys = [set(map(name_key, item.tags)) for item in items]
            assert count == sum(name_key(value) in own for own in keys)
            for spelled in {value, value.upper(), value.lower(), f" {value}"}:
                assert archive.search(tags=spelled).total == count
            assert archive.search(not_tags=value).total == len(items) - count
            assert archive.search(f'tag:"{value}"').total == count
            shown = [(entry.text, entry.count) for entry in archive.suggest(value)]
            assert (value, count) in shown


@pytest.mark.parametrize(
    "value", ["Газета «Завтра»", "The “Squad”", "日本「朝日」", "Das „große“ Haus", "東京（関東）"]
)
def test_a_value_with_typographic_signs_is_found_as_it_is_spelt(tmp_path: Path, value: str) -> None:
    bare = "".join(sign for sign in value if sign.isalnum() or sign.isspace())
    with Archive.create(tmp_path / "archive") as archive:
        archive.add([tagged("1", value), tagged("2", bare), tagged("3", "other")])
        assert archive.search(f'tag:"{value}"').hits[0].id == "1"
        assert archive.search(f'-tag:"{value}"').total == 2
        assert archive.search(f'tag:(zzz OR "{value}")').hits[0].id == "1"
        assert f'tag:"{value}"' in [own.query for own in archive.suggest(value[:2])]
        assert f'tag:"{value}"' in [own.query for own in archive.suggest(f'tag:"{value[:-1]}')]


@pytest.mark.parametrize(
    "tag", ['ארה"ב', "ארה״ב", "ארה”ב", 'מנכ"לית', 'אגו"ח בחו"ל', 'דו"ח ד"ר כהן']
)
def test_a_hebrew_acronym_is_one_name_whatever_its_mark(make: Make, tag: str) -> None:
    archive = make([tagged("1", tag), tagged("2", "ארה"), tagged("3", tag.replace('"', "״"))])
    assert counts(archive.search().facets["tags"]) == {tag: 2, "ארה": 1}
    for query in (f'tag:"{tag}"', f"tag:{tag}") if " " not in tag else (f'tag:"{tag}"',):
        page = archive.search(query)
        assert (page.total, page.notes) == (2, ()), query
    assert archive.search(tags=tag).total == 2
    (offered, *_) = archive.suggest(f'tag:"{tag[:2]}')
    assert offered.count == archive.search(offered.query).total > 0


@pytest.mark.parametrize("tag", ['a"b', '6" pipe', 'He said "no"', '"quoted"', 'a "b'])
def test_a_name_that_no_query_can_spell_is_not_offered(make: Make, tag: str) -> None:
    plain = " ".join(tag.replace('"', " ").split())
    archive = make([tagged("1", tag), *(tagged(f"n{number}", plain) for number in range(8))])
    for typed in (f"tag:{tag[:1].strip(chr(34))}", f'tag:"{plain[:3]}', plain):
        for offered in archive.suggest(typed):
            assert offered.count == archive.search(offered.query).total
            assert '"' not in offered.text
