"""Clauses become query trees: names are found as they are written, costs are bounded and said."""

from fnmatch import fnmatchcase

import pytest
from whoosh.query import And, Every, Not, NullQuery, Or, Phrase, Query, Term

from search.engine import Lookup, NamesLike, WordsLike, WordsNear, WordsStarting
from search.links import link_terms, part_term
from search.names import name_key
from search.query.compiled import Compiled
from search.query.compiler import MAX_PHRASE_EXPANSIONS, Draft
from search.query.expansions import MAX_EXPANSIONS, MAX_QUERY_EXPANSIONS
from search.query.parser import parse
from search.query.tree import TEXT_FIELDS
from search.text import Analyzer

ANALYZER = Analyzer("english")


NAMES = (
    *("BBC", "BBC News", "B.B.C.", "C", "C++", "The New York Times", "The Times", "Al Jazeera"),
    *("新华社", "🎉", "!", "C*", "-5", "🎉🎉"),
)


def answer(lookup: Lookup) -> list[tuple[str, int]]:
    """Answer with as many words as are asked for, and a few names."""
    match lookup:
        case WordsStarting(prefix, most):
            return [(f"{prefix}{number:05}", 1) for number in range(min(most, 5_000))]
        case WordsLike(pattern, most):
            words = ("strike", "stroke", "struck")
            return [(word, 1) for word in words if fnmatchcase(word, pattern)][:most]
        case WordsNear(word, distance):
            return [(f"{word[:-1]}{letter}", 1) for letter in "abc"[: distance + 1]]
        case NamesLike():
            for way in lookup.ways:
                fold = name_key if way.by_key else ANALYZER.name
                like = (name for name in NAMES if way.holds(fold(name), fold(lookup.name)))
                if found := [(name, 1) for name in like]:
                    return found
            return []


def compiled(text: str) -> tuple[Query, Compiled]:
    query = parse(text)
    draft = Draft(query, ANALYZER)
    found = draft.compiled({lookup: answer(lookup) for lookup in draft.lookups})
    assert len(found.parts) == len(query.parts)
    return found.tree, found


def terms(query: Query) -> set[tuple[str, str]]:
    return set(query.iter_all_terms())


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("source:bbc", {"BBC"}, id="whole-name-whatever-its-case"),
        pytest.param("source:C++", {"C++"}, id="signs-tell-names-apart"),
        pytest.param("source:C", {"C"}, id="no-signs-tell-names-apart"),
        pytest.param("source:bbc-news", {"BBC News"}, id="the-words-of-a-name"),
        pytest.param('source:"bbc news"', {"BBC News"}, id="whole-name-of-two-words"),
        pytest.param('source:"new york times"', {"The New York Times"}, id="part-of-a-name"),
        pytest.param("source:times", {"The New York Times", "The Times"}, id="part-of-two"),
        pytest.param("source:al*", {"Al Jazeera"}, id="prefix"),
        pytest.param("source:新华社", {"新华社"}, id="chinese"),
        pytest.param("source:tim", set(), id="no-part-of-a-word"),
        pytest.param("source:🎉", {"🎉"}, id="sign"),
        pytest.param('source:"!"', {"!"}, id="sign-in-quotes"),
        pytest.param("source:!", {"!"}, id="sign-that-excludes-elsewhere"),
        pytest.param("source:C*", {"C*"}, id="spelt-with-a-star"),
        pytest.param("source:-5", {"-5"}, id="spelt-with-a-minus"),
        pytest.param("source:(🎉 OR C++)", {"🎉", "C++"}, id="signs-in-a-group"),
        pytest.param("source:🎉*", {"🎉", "🎉🎉"}, id="prefix-of-signs"),
        pytest.param("source:💥", set(), id="no-such-sign"),
        pytest.param("source:C++^2", {"C++"}, id="weight"),
        pytest.param("source:BBC~", {"BBC"}, id="misspelling"),
        pytest.param("source:+BBC", {"BBC"}, id="plus"),
    ],
)
def test_names(text: str, values: set[str]) -> None:
    tree, compiler = compiled(text)
    assert terms(tree) == {("sources", name_key(value)) for value in values}
    whole = text in (
        *("source:bbc", "source:C++", "source:C", 'source:"bbc news"', "source:al*"),
        *("source:新华社", "source:🎉", 'source:"!"', "source:!", "source:C*", "source:-5"),
        *("source:(🎉 OR C++)", "source:🎉*", "source:+BBC"),
    )
    assert bool(compiler.notes) == (not whole)


@pytest.mark.parametrize("text", ["-source:🎉", "source:-🎉", "NOT source:🎉", "source:!🎉"])
def test_names_of_signs_are_left_out(text: str) -> None:
    tree, compiler = compiled(text)
    assert tree == And([Every(), Not(Term("sources", "🎉"))])
    assert compiler.notes == []


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("tag:*", Every("tags")),
        ("source:*", Every("sources")),
        ("has:category", Every("categories")),
        ("-tag:*", And([Every(), Not(Every("tags"))])),
        ("tag:(*)", Every("tags")),
        ("id:*", Every()),
        ("link:*", Every()),
    ],
)
def test_a_star_alone_is_any_value(text: str, tree: Query) -> None:
    found, compiler = compiled(text)
    assert found == tree
    assert bool(compiler.notes) == (text == "link:*")


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("source:NYT", "The New York Times"),
        ("source:nytimes.com", "The New York Times"),
        ("source:www.newyorktimes.com", "The New York Times"),
        ("source:thenewyorktimes.com", "The New York Times"),
        ("source:https://times.co.uk/", "The Times"),
        ("source:bbcnews.com", "BBC"),
        ("source:news.aljazeera.net", "Al Jazeera"),
    ],
)
def test_outlets_are_found_by_address_and_in_short(text: str, taken: str) -> None:
    tree, compiler = compiled(text)
    assert tree == Term("sources", name_key(taken))
    assert compiler.notes == [f"No outlet is called “{text[7:]}”; took {taken}."]


@pytest.mark.parametrize("text", ["source:YT", "source:T", "source:york.com", "tag:NYT"])
def test_what_is_no_short_name(text: str) -> None:
    tree, compiler = compiled(text)
    assert tree == NullQuery
    assert "is called" in compiler.notes[0]


def test_a_name_of_a_star_is_that_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.NAMES", ("*", "**"))
    assert compiled("tag:*")[0] == Term("tags", "*")
    assert compiled('tag:"**"')[0] == Term("tags", "**")


def test_a_part_of_several_names_says_which_were_taken() -> None:
    _, compiler = compiled("source:times")
    (note,) = compiler.notes
    assert note == "No outlet is called “times”; took The New York Times, The Times."


def test_a_word_is_looked_for_in_three_fields_of_which_the_text_weighs_least() -> None:
    tree, compiler = compiled("strikes")
    assert terms(tree) == {(field, "strike") for field in ("title", "headlines", "text")}
    assert min(TEXT_FIELDS["title"], TEXT_FIELDS["headlines"]) > TEXT_FIELDS["text"]
    assert compiler.wanted.terms == {field: {"strike"} for field in TEXT_FIELDS}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("str?ke", {"strike", "stroke"}, id="one-letter"),
        pytest.param("STR?KE", {"strike", "stroke"}, id="capitals"),
        pytest.param("str*k", {"struck"}, id="letters"),
    ],
)
def test_patterns(text: str, words: set[str]) -> None:
    tree, compiler = compiled(f"title:{text}")
    found = {part.text for part in tree.leaves() if isinstance(part, Term)}
    assert found == set(map(ANALYZER.term_of, words))
    assert not compiler.notes


def test_a_pattern_is_found_as_it_is_written_too() -> None:
    tree, _ = compiled("title:f*ck")
    assert any(isinstance(part, Phrase) and part.words == ["f", "ck"] for part in tree.leaves())


def test_near_is_a_phrase_either_way() -> None:
    tree, _ = compiled("title:(port NEAR/3 strike)")
    assert isinstance(tree, Or)
    assert [(part.words, part.slop) for row in tree.subqueries for part in row.subqueries] == [
        (["port", "strike"], 4),
        (["strike", "port"], 4),
    ]


def test_the_last_word_of_a_phrase_may_go_on() -> None:
    tree, _ = compiled('title:"port wo*"')
    assert {tuple(part.words[:1]) for part in tree.leaves()} == {("port",)}
    assert len(list(tree.leaves())) == MAX_PHRASE_EXPANSIONS


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("link:https://www.a.example/b/", ["a", "example", "b"]),
        ("link:a.example/b/*", ["a", "example", "b"]),
        ("site:a.example", ["a", "example"]),
        ("site:*.a.example", ["a", "example"]),
        ("url:b", ["b"]),
    ],
)
def test_links(text: str, parts: list[str]) -> None:
    tree, compiler = compiled(text)
    row = list(map(part_term, parts))
    wanted = Term("link", row[0]) if len(row) == 1 else Phrase("link", row)
    assert tree == wanted
    assert compiler.wanted.links == [tuple(row)]
    assert not compiler.notes


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("link:*example.net*", "example.net"),
        ("link:*example", "example"),
        ("link:example*", "example"),
        ("link:*/b/*", "/b/"),
    ],
)
def test_stars_at_the_ends_of_a_link_are_left_out_and_told(text: str, bare: str) -> None:
    tree, compiler = compiled(text)
    assert tree == compiled(f"link:{bare}")[0]
    (note,) = compiler.notes
    assert note.startswith("Left out the star of")


def test_a_star_inside_a_link_is_told() -> None:
    _, compiler = compiled("link:exam*le")
    assert any("a star stands for itself" in note for note in compiler.notes)


def test_an_address_is_a_link_or_words() -> None:
    tree, _ = compiled("https://a.example/b")
    assert any(part == Phrase("link", link_terms("a.example/b")) for part in tree.leaves())
    assert any(part.fieldname == "text" for part in tree.leaves())


def test_an_id_is_its_item() -> None:
    assert compiled('id:"a (b).md"')[0] == Term("path", "a (b).md")


@pytest.mark.parametrize("text", ["-strike", "-(a b)", "NOT title:strike", 'tag:x -"a b"'])
def test_what_is_left_out_is_not_to_be_marked(text: str) -> None:
    _, compiler = compiled(text)
    assert not any(compiler.wanted.terms.values())
    assert not any(compiler.wanted.phrases.values())


@pytest.mark.parametrize(
    ("text", "most"),
    [
        pytest.param("wo*", MAX_EXPANSIONS, id="prefix"),
        pytest.param("title:wo*", MAX_EXPANSIONS, id="prefix-in-a-field"),
        pytest.param("port-wo*", MAX_PHRASE_EXPANSIONS + MAX_EXPANSIONS + 1, id="after-a-word"),
        pytest.param("wo* xo* yo* zo*", MAX_QUERY_EXPANSIONS + 2, id="several"),
        pytest.param("-wo* OR (xo* -yo*)", MAX_QUERY_EXPANSIONS + 1, id="several-joined"),
    ],
)
def test_expansions_are_bounded_and_said(text: str, most: int) -> None:
    tree, compiler = compiled(text)
    assert 1 < len({term for _, term in terms(tree)}) <= most
    assert compiler.notes
    for note in compiler.notes:
        assert "stands for more than" in note
        assert "were searched for; write more letters" in note


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("wo*", "only the 1,024 most frequent", id="prefix"),
        pytest.param('"port wo*"', "only the 64 most frequent", id="phrase"),
        pytest.param(" ".join(f"{a}o*" for a in "ab"), "most frequent", id="several"),
        pytest.param(" ".join(f"{a}o*" for a in "abc"), "only the first", id="many"),
    ],
)
def test_prefixes_stand_for_their_most_frequent_words(text: str, shown: str) -> None:
    draft = Draft(parse(text), ANALYZER)
    found = draft.compiled({lookup: answer(lookup) for lookup in draft.lookups})
    assert all(shown in note for note in found.notes)
    assert found.notes
    lookups = [lookup for lookup in draft.lookups if isinstance(lookup, WordsStarting)]
    assert [lookup.by_count for lookup in lookups] == ["frequent" in shown] * len(lookups)


def test_within_bounds_nothing_is_said() -> None:
    tree, compiler = compiled("harbuor~ comet")
    assert {term for _, term in terms(tree)} == {
        *("harbuoa", "harbuob", "harbuoc"),
        "comet",
    }
    assert compiler.notes == []


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        pytest.param("", Every, id="nothing"),
        pytest.param("*", Every, id="everything"),
        pytest.param("ـ", Every, id="no-word-after-folding"),
        pytest.param("-ـ", Every, id="no-word-to-leave-out"),
    ],
)
def test_what_holds_no_word_asks_for_nothing(text: str, tree: type[Query]) -> None:
    assert isinstance(compiled(text)[0], tree)


def test_what_holds_no_word_does_not_weaken_the_rest() -> None:
    for text in ("strike ـ", "strike -ـ", "strike OR ـ"):
        tree, compiler = compiled(text)
        assert terms(tree) == terms(compiled("strike")[0])
        assert compiler.notes == ["Left out “ـ”, which holds no word."]


def test_an_unknown_name_finds_nothing_and_says_so() -> None:
    tree, compiler = compiled("source:Gazette")
    assert tree == NullQuery
    assert compiler.notes == ["No outlet is called “Gazette”."]
