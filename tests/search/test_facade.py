"""What others may rely on, by name, and the examples that show how."""

import doctest
import subprocess
import sys
from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields
from datetime import date
from importlib import import_module
from pathlib import Path
from types import FunctionType

import pytest

import search
from search import (
    AbsentOutlet,
    Archive,
    ArchiveError,
    ArchiveInfo,
    BackfileError,
    Bar,
    Clause,
    ComparedSearch,
    ComparedWord,
    Comparison,
    Coverage,
    ElsewhereOutlet,
    Example,
    FacetValue,
    FirstSeen,
    FoldedHit,
    FoundItems,
    FrontDay,
    Headline,
    HeadlineChange,
    HeadlineHit,
    HeldDay,
    HeldOutlet,
    HeldOutlets,
    Hit,
    Holdings,
    Item,
    LedgerCount,
    LedgerEntry,
    Neighbour,
    OtherSearch,
    OutletOverTime,
    OutletProfile,
    OutletShare,
    OutletsOverTime,
    OutletStories,
    OutletStory,
    Overlap,
    Page,
    Piece,
    Place,
    ReadItem,
    Rewording,
    SameArticle,
    ScorePart,
    SearchRequest,
    SharedOutlet,
    Silence,
    SilentOutlet,
    Spelling,
    Story,
    StoryDay,
    StoryHits,
    StoryItem,
    StoryLine,
    StoryOutlet,
    StorySummary,
    Suggestion,
    Tie,
    Timeline,
    ToldStory,
    Version,
    VersionChange,
    Wording,
)

NAMES = """
    AbsentOutlet Archive ArchiveClosed ArchiveError ArchiveIncomplete ArchiveInfo
    BackfileError Bar Clause ClusterRefusal ClusterUnreachable ComparedSearch ComparedWord
    Comparison Coverage DeadlinePassed ElsewhereOutlet EngineUnknown Example FacetValue
    FirstSeen FoldedHit FoundItems FoundValues FrontDay Headline HeadlineChange HeadlineHit
    HeldDay HeldOutlet HeldOutlets Hit Holdings IndexDamaged IndexExists IndexLocked
    IndexMissing IndexOutdated Item ItemInvalid ItemNotFound ItemWrongType LanguageMismatch
    LanguageUnknown LedgerCount LedgerEntry Neighbour OtherSearch OutletOverTime OutletProfile
    OutletShare OutletStories OutletStory OutletsOverTime Overlap Page Piece Place ReadItem
    RequestInvalid RequestWrongType Rewording SameArticle ScorePart SearchRequest SharedOutlet
    Silence SilentOutlet Spelling Story StoryDay StoryHits StoryItem StoryLine StoryOutlet
    StorySummary Suggestion Tie Timeline ToldStory Version VersionChange Wording WrongType
    as_json deadline formatted formatted_by_story
"""

FIELDS = {
    Item: "id title day text headlines tags categories feed link seen versions gone changed",
    Headline: "text outlet link",
    Version: "seen title headlines gone",
    Page: "request total hits facets facet_sizes notes generation clauses nearby plain most "
    "all_words asked added_words spelling timeline stories is_grouped groups",
    Timeline: "by bars before after undated",
    Bar: "first last count held days_held",
    OtherSearch: "total search",
    OutletShare: "outlet hits share held base lift",
    Coverage: "total items outlets rows absent absent_outlets match notes",
    AbsentOutlet: "outlet held base expected",
    FoundItems: "count search",
    ComparedWord: "word score read found",
    ComparedSearch: "name search total counts before after undated outlets read words notes",
    Overlap: "of found",
    Comparison: "by_outlet searches timeline outlets outlet_count overlaps common_words notes "
    "spellings",
    OutletOverTime: "outlet held counts",
    OutletsOverTime: "searches names timeline outlets outlet_count notes",
    Example: "kind query total",
    Spelling: "text total search",
    Hit: "id score title day sources tags categories feed link snippet headlines "
    "headline_count source_count tag_count category_count title_marks snippet_marks gone changed "
    "explain",
    ScorePart: "kind text word score fields",
    Holdings: "items outlets first_day last_day undated language months feeds feed_count month "
    "timeline largest month_outlets notes",
    HeldOutlet: "name items headlines alone days first_day last_day counts",
    HeldOutlets: "total outlets timeline notes",
    SharedOutlet: "name shared items",
    OutletProfile: "outlet timeline others other_count all_items stories notes",
    OutletStories: "since until led shared left_out looked_at",
    OutletStory: "story items",
    Story: "hit items outlets others",
    FrontDay: "day total stories are_found",
    LedgerCount: "action reason count examples",
    LedgerEntry: "file is_item line action reason detail",
    HeldDay: "day total read story_count stories before after are_found notes",
    ReadItem: "item search title_marks text_marks text_read headline_marks own_words place "
    "version versions generation",
    Piece: "kind text",
    HeadlineChange: "kind outlet text",
    VersionChange: "number seen day is_whole title headlines text gone returned",
    Place: "rank total before after by_stories in_story matching",
    SameArticle: "id title day sources link outlet headline",
    Neighbour: "rank id title in_story",
    HeadlineHit: "text outlet link matched weight marks",
    FacetValue: "value count selected if_added",
    Clause: "text total without rest limit",
    Suggestion: "text kind count query",
    ArchiveInfo: "items generation language schema outlets first_day last_day "
    "has_history bytes segments deleted parts",
    SearchRequest: "query sources tags categories feed year month not_sources not_tags "
    "not_categories not_feed not_year not_month since until as_of standing new_since story explain "
    "match sort group page per_page by bars share facets",
    FoldedHit: "id title day sources source_count title_marks",
    StoryHits: "story matching others",
    StorySummary: "id title items outlets first last",
    Tie: "other item day",
    Silence: "alike items since until days outlets elsewhere",
    SilentOutlet: "outlet carried held expected",
    ElsewhereOutlet: "outlet item headline day is_article",
    ToldStory: "story told days outlets earlier later silence rewordings first_seen archive_items"
    " page pages read is_ordered notes",
    Wording: "text item day seen",
    Rewording: "link outlet wordings is_rolling is_ordered",
    FirstSeen: "outlet seen ahead gap",
    StoryDay: "day items",
    StoryItem: "id title day seen sources source_count links headlines words",
    StoryLine: "text link item day words",
    StoryOutlet: "name items lines line_count held",
}

METHODS = """
    open create search export item items states suggest related facet coverage info holdings
    outlets outlet front day add remove close generation language note updated ledger reading
    ledger_entries compare_outlets same_article reworded compare changes story stories
    export_by_story
"""

ERRORS = {
    "ArchiveError": (BackfileError,),
    "IndexMissing": (ArchiveError,),
    "IndexExists": (ArchiveError,),
    "IndexLocked": (ArchiveError,),
    "IndexDamaged": (ArchiveError,),
    "IndexOutdated": (ArchiveError,),
    "EngineUnknown": (ArchiveError,),
    "ClusterUnreachable": (ArchiveError,),
    "ClusterRefusal": (ArchiveError,),
    "ArchiveIncomplete": (ArchiveError,),
    "ArchiveClosed": (ArchiveError, ValueError),
    "LanguageUnknown": (BackfileError, ValueError),
    "LanguageMismatch": (BackfileError, ValueError),
    "ItemInvalid": (BackfileError, ValueError),
    "RequestInvalid": (BackfileError, ValueError),
    "WrongType": (BackfileError, TypeError),
    "ItemWrongType": (search.ItemInvalid, search.WrongType),
    "RequestWrongType": (search.RequestInvalid, search.WrongType),
    "ItemNotFound": (BackfileError, KeyError),
    "DeadlinePassed": (BackfileError,),
}

EXAMPLES = [
    example
    for module in (
        *(
            "answer.phrase_marks",
            "archive",
            "arguments",
            "change",
            "content_hash",
            "deadlines",
            "facets",
            "frozen",
            "links",
        ),
        *(
            "comparison",
            "in_json",
            "model",
            "names",
            "opened",
            "overview",
            "reader",
            "request",
            "results",
        ),
        *(
            "export.citations",
            "export.file_names",
            "export.formats",
            "export.table",
            "export.zipped",
        ),
    )
    for example in doctest.DocTestFinder().find(import_module(f"search.{module}"))
    if example.examples
]
#: What the examples are about.
SHOWN = (
    Item(id="comet.md", title="Comet seen over the bay", day=date(2026, 1, 4), tags=("comet",)),
    Item(id="strike.md", title="Port strike goes on", day=date(2026, 1, 5), tags=("strike",)),
)


def test_the_names_are_pinned() -> None:
    assert search.__all__ == NAMES.split()


@pytest.mark.parametrize("name", NAMES.split())
def test_every_name_can_be_imported(name: str) -> None:
    assert getattr(search, name).__name__ == name


@pytest.mark.parametrize("address", ["folder"], indirect=True)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_the_examples_are_true(
    example: doctest.DocTest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[..., Archive],
) -> None:
    """An example may use `archive`, which holds SHOWN, and in `search.change` nothing yet."""
    monkeypatch.chdir(tmp_path)
    example.globs["archive"] = make(() if example.name.startswith("search.change.") else SHOWN)
    assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example).failed == 0


def test_the_archive_that_the_examples_are_about_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (example,) = doctest.DocTestFinder(recurse=False).find(Archive)
    assert doctest.DocTestRunner().run(example, clear_globs=False).failed == 0
    with example.globs["archive"] as archive:
        assert tuple(archive.items()) == SHOWN


@pytest.mark.parametrize("name", NAMES.split())
def test_all_that_can_be_called_has_an_example(name: str) -> None:
    member = getattr(search, name)
    full_name = f"{member.__module__}.{name}"
    called = [full_name]
    if isinstance(member, type):
        kinds = (FunctionType, property, classmethod, staticmethod)
        called = [
            f"{base.__module__}.{base.__name__}.{name}"
            for base in member.__mro__
            if base.__module__.startswith("search.")
            for name, value in vars(base).items()
            if isinstance(value, kinds) and not name.startswith("_")
        ]
    assert {*called} <= {example.name for example in EXAMPLES}


def test_a_name_that_is_none_is_said() -> None:
    with pytest.raises(AttributeError, match="Arkive"):
        search.Arkive  # noqa: B018


@pytest.mark.parametrize(
    ("kind", "names"), FIELDS.items(), ids=lambda value: getattr(value, "__name__", "")
)
def test_the_fields_of_values_are_pinned(kind: type, names: str) -> None:
    assert [field.name for field in fields(kind)] == names.split()


@pytest.mark.parametrize(
    "kind", sorted(FIELDS.keys() - {Headline, Version}, key=str), ids=lambda kind: kind.__name__
)
def test_values_are_made_by_keyword(kind: type) -> None:
    with pytest.raises(TypeError, match="positional"):
        kind("x")


def test_values_do_not_change() -> None:
    for value in (
        Item(id="a", title="b", day=None),
        SearchRequest(),
        FacetValue(value="a", count=1),
    ):
        with pytest.raises(FrozenInstanceError):
            setattr(value, fields(value)[0].name, "other")


def test_an_item_needs_an_id_a_title_and_a_day() -> None:
    item = Item(id="a", title="b", day=None)
    assert (item.text, item.headlines, item.tags, item.categories) == ("", (), (), ())
    assert (item.feed, item.link) == ("", "")


@pytest.mark.parametrize("name", METHODS.split())
def test_the_archive_has(name: str) -> None:
    assert getattr(search.Archive, name).__doc__


@pytest.mark.parametrize(("name", "bases"), ERRORS.items())
def test_the_tree_of_errors(name: str, bases: tuple[type, ...]) -> None:
    error = getattr(search, name)
    assert error.__bases__ == bases
    assert issubclass(error, BackfileError)
    assert str(error("what, why, what next")) == "what, why, what next"


def test_every_error_is_in_the_tree() -> None:
    from search import errors

    for name in ERRORS:
        assert f"── {name}" in (errors.__doc__ or "")


def test_whoosh_and_flask_wait_until_they_are_needed() -> None:
    code = "import search, sys; print(sorted({'whoosh', 'flask', 'Stemmer'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
