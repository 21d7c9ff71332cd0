"""Words are found in the language they are written in; Chinese and Arabic in any archive."""

from collections.abc import Callable

import pytest

from search import Archive, Item, LanguageUnknown

CHINESE = {
    "car.md": (
        "北京发布新能源汽车标准",
        "新标准将于七月实施。专家认为,电池安全是重点。手机news也在报道。",
    ),
    "tram.md": ("上海电车百年", "电车公司宣布新线路,去北京的旅客受益。A股市场平稳。"),
    "tea.md": ("茶叶出口增长 2026", "今年春茶丰收。"),
}
ARABIC = {
    "port.md": (
        "افتتاح ميناء جديد في المدينة",
        "قال المهندسون إن الميناء الجديد يستقبل أول سفينة غدا.",
    ),
    "school.md": ("المدارس تفتح أبوابها", "عاد التلاميذ إلى المَدارِس بعد العطلة."),
}
GERMAN = {
    "flood.md": ("Überschwemmungen in süddeutschen Städten", "Die Häuser am Fluß wurden geräumt."),
    "house.md": ("Ein Haus für die Stadt", "Die Straße führt am Fluss entlang."),
}
RUSSIAN = {
    "bridge.md": (
        "Новый мост открыт в городе",
        "Строительство моста заняло три года. Ёлки уже стоят.",
    ),
    "bridges.md": ("Старые мосты закрывают", "Город ремонтирует мосты. Йод подорожал."),
}

INDIC = {
    "election.md": ("सरकार ने चुनाव कराया", "निर्वाचन आयोग"),
    "result.md": ("தேர்தல் முடிவு", ""),
}


def items(texts: dict[str, tuple[str, str]]) -> list[Item]:
    return [Item(id=id, title=title, day=None, text=text) for id, (title, text) in texts.items()]


def found(archive: Archive, query: str) -> list[str]:
    return sorted(hit.id.removesuffix(".md") for hit in archive.search(query).hits)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        pytest.param("北京", ["car", "tram"], id="two-characters"),
        pytest.param("北", ["car", "tram"], id="one-character"),
        pytest.param("重", ["car"], id="one-in-the-middle"),
        pytest.param("点", ["car"], id="one-at-the-end"),
        pytest.param('"重"', ["car"], id="one-quoted"),
        pytest.param("电", ["car", "tram"], id="one-in-many-words"),
        pytest.param("汽车标准", ["car"], id="four-characters"),
        pytest.param("车标", ["car"], id="across-two-words"),
        pytest.param("汽标", [], id="not-side-by-side"),
        pytest.param("标准汽车", [], id="another-order"),
        pytest.param("北京 电车", ["tram"], id="two-words"),
        pytest.param("北京 OR 春茶", ["car", "tea", "tram"], id="alternatives"),
        pytest.param("北京 -上海", ["car"], id="left-out"),
        pytest.param("「新能源」", ["car"], id="corner-brackets"),
        pytest.param("手机", ["car"], id="before-letters"),
        pytest.param("手机news", ["car"], id="with-letters"),
        pytest.param("news也在", ["car"], id="letters-first"),
        pytest.param("A股", ["tram"], id="letter-and-character"),
        pytest.param('"出口增长 2026"', ["tea"], id="with-a-number"),
        pytest.param('"A 股"', ["tram"], id="quoted-ending-in-one"),
        pytest.param("安全是*", ["car"], id="prefix"),
        pytest.param("title:北京", ["car"], id="field"),
        pytest.param("新标准将于七月实施", ["car"], id="a-sentence"),
    ],
)
@pytest.mark.parametrize("language", ["english", "none"])
def test_chinese(make: Callable[..., Archive], language: str, query: str, ids: list[str]) -> None:
    page = make(items(CHINESE), language=language).search(query)
    whole = page.hits if page.match == "all" else ()
    assert sorted(hit.id.removesuffix(".md") for hit in whole) == ids
    assert page.notes or ids


def test_japanese_phrases_reach_over_signs_between_scripts(make: Callable[..., Archive]) -> None:
    archive = make(["「コーヒー」値上げへ", "コーヒー値上げへ", "値上げのコーヒー"])
    both = {"「コーヒー」値上げへ", "コーヒー値上げへ"}
    for query in ('"コーヒー値上げ"', '"コーヒー 値上げ"', 'title:"コーヒー値上"'):
        assert {hit.title for hit in archive.search(query).hits} == both, query


@pytest.mark.parametrize(
    "query", ['"美国优先政策"', 'title:"特朗普美国优先政策"', '"朗普美国优先"', '"美国优先"']
)
def test_chinese_phrases_reach_over_signs(make: Callable[..., Archive], query: str) -> None:
    archive = make(["特朗普“美国优先”政策", "特朗普美国优先政策", "美国先政策", "政策美国优先"])
    found = {hit.title for hit in archive.search(query).hits}
    assert found - {"政策美国优先"} == {"特朗普“美国优先”政策", "特朗普美国优先政策"}
    assert ("政策美国优先" in found) is (query == '"美国优先"')


def test_chinese_marks(make: Callable[..., Archive]) -> None:
    archive = make(items(CHINESE))
    (hit,) = archive.search("汽车标准").hits
    assert [hit.title[start:end] for start, end in hit.title_marks] == ["汽车标准"]
    (hit,) = archive.search("电池").hits
    assert [hit.snippet[start:end] for start, end in hit.snippet_marks] == ["电池"]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("桜", "東京の桜"),
        ("東京", "東京の桜"),
        ("タワー", "タワー再開"),
        ("ﾀﾜｰ", "タワー再開"),
        ("ガス", "ｶﾞｽ料金"),
        ("ｶﾞｽ", "ｶﾞｽ料金"),
        ("서울", "서울의 봄"),
        ("\u1109\u1165\u110b\u116e\u11af", "서울의 봄"),
    ],
)
def test_japanese_and_korean(make: Callable[..., Archive], query: str, title: str) -> None:
    archive = make(["東京の桜", "タワー再開", "ｶﾞｽ料金", "서울의 봄"])
    assert [hit.title for hit in archive.search(query).hits] == [title]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        pytest.param("ميناء", ["port"], id="without-article"),
        pytest.param("الميناء", ["port"], id="with-article"),
        pytest.param("مدارس", ["school"], id="plural"),
        pytest.param("المَدَارِس", ["school"], id="with-vowels"),
        pytest.param("المـــدارس", ["school"], id="stretched"),
        pytest.param("ابوابها", ["school"], id="without-hamza"),
        pytest.param('"ميناء جديد"', ["port"], id="phrase"),
        pytest.param("المدينة", ["port"], id="word"),
        pytest.param("قطار", [], id="none"),
    ],
)
def test_arabic(make: Callable[..., Archive], query: str, ids: list[str]) -> None:
    assert found(make(items(ARABIC), language="arabic"), query) == ids


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        pytest.param("सरका*", ["election"], id="prefix"),
        pytest.param('"सरका*"', ["election"], id="quoted-prefix"),
        pytest.param('"सरकार ने चुना*"', ["election"], id="open-phrase"),
        pytest.param("सर?ार", ["election"], id="one-letter"),
        pytest.param('"தேர்*"', ["result"], id="tamil"),
    ],
)
def test_signs_of_vowels_stand_with_letters(
    make: Callable[..., Archive], query: str, ids: list[str]
) -> None:
    assert found(make(items(INDIC)), query) == ids


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        pytest.param("Überschwemmung", ["flood"], id="singular"),
        pytest.param("uberschwemmungen", ["flood"], id="no-umlaut"),
        pytest.param("Haus", ["flood", "house"], id="house"),
        pytest.param("Häuser", ["flood", "house"], id="houses"),
        pytest.param("Stadt", ["flood", "house"], id="umlaut-plural"),
        pytest.param("Fluss", ["flood", "house"], id="double-s"),
        pytest.param("STRASSE", ["house"], id="capital"),
        pytest.param("süddeutsch*", ["flood"], id="prefix"),
        pytest.param("Strase~", ["house"], id="misspelt"),
    ],
)
def test_german(make: Callable[..., Archive], query: str, ids: list[str]) -> None:
    assert found(make(items(GERMAN), language="german"), query) == ids


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        pytest.param("мост", ["bridge", "bridges"], id="nominative"),
        pytest.param("МОСТАМИ", ["bridge", "bridges"], id="instrumental-capital"),
        pytest.param("город", ["bridge", "bridges"], id="town"),
        pytest.param("елки", ["bridge"], id="yo-as-ye"),
        pytest.param("Ёлка", ["bridge"], id="yo"),
        pytest.param("йод", ["bridges"], id="short-i"),
        pytest.param("иод", [], id="short-i-is-no-i"),
        pytest.param('"новый мост"', ["bridge"], id="phrase"),
        pytest.param("строит*", ["bridge"], id="prefix"),
    ],
)
def test_russian(make: Callable[..., Archive], query: str, ids: list[str]) -> None:
    assert found(make(items(RUSSIAN), language="russian"), query) == ids


def test_no_language_finds_words_as_they_are_written(make: Callable[..., Archive]) -> None:
    archive = make(["Strikes in the port", "A strike"], language="none")
    assert [hit.title for hit in archive.search("strike").hits] == ["A strike"]
    assert [hit.title for hit in archive.search("STRIKES").hits] == ["Strikes in the port"]
    assert archive.search("strik*").total == 2


def test_the_language_goes_with_the_archive(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("archive") / "index"
    with Archive.create(path, language="german") as archive:
        archive.add(items(GERMAN))
    with Archive.open(path) as archive:
        assert archive.language == archive.info().language == "german"
        assert found(archive, "Häuser") == ["flood", "house"]
        archive.add([Item(id="more", title="Noch ein Häuschen und Häuser", day=None)])
        assert found(archive, "Haus") == ["flood", "house", "more"]


def test_an_unknown_language_makes_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("archive") / "index"
    with pytest.raises(LanguageUnknown, match=r"klingon.*german"):
        Archive.create(path, language="klingon")
    assert not path.exists()


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("北京", "北京发布新能源汽车标准"),
        ("桜", "東京の桜はいつ咲くか"),
        ("ميناء", "افتتاح ميناء جديد في المدينة"),
        ("stadten", "Überschwemmungen in süddeutschen Städten"),
        ("мост", "Новый мост открыт в городе"),
        ("pecie", "Zelenskyy’s visit to Pečie postponed"),
        ("zelenskyy", "Zelenskyy’s visit to Pečie postponed"),
        ("Zelenskyy's", "Zelenskyy’s visit to Pečie postponed"),
        ("strasse cafe", "Zelenskyy’s visit to Pečie postponed"),
        ("U.S.", "U.S. senate debates harbour bill"),
        ("US senate", "U.S. senate debates harbour bill"),
    ],
)
def test_an_english_archive_holds_them_all(archive: Archive, query: str, title: str) -> None:
    assert [hit.title for hit in archive.search(query).hits] == [title]


def test_stop_words_count_in_phrases(make: Callable[..., Archive]) -> None:
    archive = make(["To be or not to be", "Not to be outdone"])
    assert archive.search('"to be or not to be"').total == 1
    assert archive.search('"not to be"').total == 2
    assert archive.search('"be to"').total == 0
