"""However a word is written, it is found by whoever writes it otherwise, and by nothing else."""

import re
from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise, product
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Archive, Item
from search.language.folding import fold, plain
from search.language.known_languages import languages
from search.text import Analyzer
from tests.search.plain_documents import in_a_row, positions


def finds(language: str, typed: str, text: str) -> bool:
    """Tell whether a phrase finds a text, by the rows of terms that it is read as."""
    analyzer = Analyzer(language)
    line = positions(analyzer, text)
    return any(in_a_row([token.term for token in row], line, 1) for row in analyzer.readings(typed))


def test_a_number_and_its_unit_find_both_as_one_word(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        archive.add([Item(id="a", title="", day=None, text="It ran 5km at 1.5m, in 3D; 2of 7at")])
        for query in ("5 km", "ran 5 km", "€1.5 m", "$1.5 m", "of 3 D"):
            assert archive.search(query, match="most").total == 1, query
        for query in ("km 5", "title:5 km", "5 -km", "5  km", "15 km", "5 kilometres", "2 of"):
            assert archive.search(query, match="all").total == 0, query


def test_a_name_and_its_number_find_both_as_one_word(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        archive.add([Item(id="a", title="", day=None, text="An iPhone15 and an F16 of 2026")])
        for query in ("iphone 15", "the F 16", "IPhone 15 2026"):
            assert archive.search(query).total == 1, query
        for query in ("15 iphone", "title:iphone 15", "iphone -15", "iphone  15", "phone 15"):
            assert archive.search(query, match="all").total == 0, query


@pytest.mark.parametrize(
    ("text", "found_by", "not_by"),
    [
        # Signs are not letters.
        ("Hitman™ returns", "Hitman hitman '\"hitman returns\"'", "hitmantm"),
        ("statements¹ made", "statements '\"statements made\"'", "statements1"),
        ("2½ men", "2 '\"2½ men\"'", "21 212"),
        ("x² and km²", "x km", "x2 km2"),
        ("CO₂ and H₂O", "co2 CO₂ h2o", "co"),
        ("Nº5, №7 and 1º", "5 7 1", "no5 1o"),
        ("20℃ 5㎏ ①②", "20 5 1 2 kg 5kg", "20k 12"),
        ("৳500 ฿600 ₹700 €8 9€ ₽10 ¥11", "500 600 700 8 9 10 11 ৳500", ""),
        ("သတင်း။စာ၊အ", "သတင်း စာ", ""),
        ("පුවත෴පත", "පුවත පත", "පුවතපත"),
        ("བོད་སྐད།ཡིག", "བོད སྐད ཡིག", "བོདསྐད"),
        ("ሰላም፡ዓለም።", "ሰላም ዓለም", "ሰላምዓለም"),
        ("خبر،عاجل؟", "خبر عاجل", ""),
        ("समाचार।खबर॥", "समाचार खबर", ""),
        ("ព័ត៌មាន។ថ្មី", "ព័ត៌មាន ថ្មី", ""),
        ("կա՞ն բարե՛ւ ողջո՜ւյն, երբ։", "կան բարեւ ողջույն երբ կա՞ն", "կա ն"),
        ("❤️ 1️⃣ win©", "win 1", ""),
        ("ปี2026 และ 2026年", "2026 ปี 年", "026"),
        ("2026г. 1941–1945гг", "2026 1945 1941 г 2026г '\"1941 1945\"' 194*", "20 45"),
        ("в 2026 г", "2026г '\"2026г\"'", "2026гг"),
        ("2026में ২০২৬সালে", "2026 में সালে 2026में", "20"),
        ("₹500करोड़ का", "500 करोड़ करोड ₹500करोड़", "50"),
        ("ქართული2026 ту154", "ქართული 2026 Ту-154 ту154 154", "ქართ 15"),
        ("5km covid19", "5km covid19", "5 km 19"),
        ("ދިވެހި ܣܽܘܪܝܳܝܳܐ ߒߞߏ 𞤀𞤣𞤤𞤢𞤥", "ދިވެހި ܣܽܘܪܝܳܝܳܐ ߒߞߏ 𞤀𞤣𞤤𞤢𞤥", "ދވހ"),
        # Digits and letters of one kind.
        ("٢٠٢٦ ২০২৫ ２０２４ ၂၀၂၃ १९", "2026 2025 2024 2023 19 ۲۰۲۶", "2022"),
        ("كتاب علي", "کتاب علی كتاب على", "كتب"),
        ("أحمد إيران آسيا ٱلله", "احمد ايران اسيا الله", ""),
        ("п'ять Hawaiʻi Qurʾān צה״ל", "пʼять п’ять пять Hawai'i Hawaii Quran Qur'an צהל", ""),
        # Acronyms of Hebrew, with the quotation mark of a keyboard.
        ('דובר צה"ל הודיע', "צהל צה״ל צה\"ל '\"צהל הודיע\"' '\"דובר צה\"ל הודיע\"'", "צ הצ"),
        ("דובר צה״ל הודיע", "צה\"ל '\"דובר צה\"ל\"' '\"צה\"ל הודיע\"'", ""),
        ("מנכ ישן, ל", "מנכ", "מנכ\"ל מנכ״ל"),
        ('מנכ"לית של ארה”ב', "מנכלית מנכ\"לית ארהב ארה\"ב", "מנכל"),
        ('ח"כ, "ד"ר כהן" או"ם', "חכ ח\"כ דר '\"דר כהן\"' אום או\"ם", ""),
        ('כתב ב"הארץ" וב"מעריב" היום', "הארץ ב מעריב '\"הארץ\"' ב\"הארץ\"", "בהארץ"),
        ("फ़ोन ज़्यादा ख़बर", "फोन ज्यादा खबर फ़ोन '\"फोन ज्यादा\"' खब*", "फन"),
        ("फोन ज्यादा", "फ़ोन ज़्यादा", ""),
        ("\u095eोन क़लम पढ़ाई", "फोन फ़ोन कलम पढाई", ""),
        ("ਜ਼ਮੀਨ જ઼મીન", "ਜਮੀਨ જમીન", ""),
        ("পড়া", "পড়া", "পডা"),
        # Joined and parted.
        ("کتاب‌های نو", "کتاب کتابهای های '\"کتابهای نو\"' '\"کتاب های نو\"'", "کتا های‌کتاب"),
        ("کتابهای نو", "کتاب‌های '\"کتاب‌های نو\"'", "کتاب"),
        ("نمی‌روم خانه‌ها", "روم نمیروم خانه خانهها '\"نمی روم\"'", ""),
        ("क्‍ष ക്‌ഷ", "क्ष ക്ഷ", ""),
        ("the e-mail came", "email e-mail E‑mail '\"the email came\"' '\"e mail\"' ema*", "ail"),
        ("the email came", "e-mail '\"the e-mail came\"' e–mail", "mail '\"e mail\"'"),
        ("an F-16 flew", "F16 F-16 f‐16 '\"an F16 flew\"' '\"F 16\"'", "f1"),
        ("an F16 flew", "F-16 F-16s F16s '\"an F-16 flew\"'", "16"),
        ("B52s fly", "B52 B-52 B-52s", "52"),
        ("the 1990's ended", "1990s 1990 '\"1990s ended\"'", "90"),
        ("the iPhone 15 Pro", "iphone15 iPhone-15 '\"iphone15 pro\"'", "iphone1 phone15"),
        ("5kg of rice", "5kg 5-kg '\"5 kg of\"' '\"5kg of\"'", "5 kg 5k"),
        ("5 kg of rice", "5kg 5-kg '\"5kg of rice\"' '\"5 kg\"'", "15kg"),
        ("a 1.5bn deal, 10,5 m", "1.5bn 10.5m '\"1.5 bn deal\"'", "5bn 5m"),
        ("a 1,5 bn deal, 10,000m", "1.5bn 10000m '\"1.5bn deal\"' '\"10,000 m\"'", ""),
        ("the 21st St, 10.30am", "21st '\"10:30am\"'", "'\"21 st\"'"),
        ("the 21 St", "'\"21 St\"'", "21st"),
        ("the iPhone15 Pro", "iphone15 '\"iPhone 15 pro\"'", "15 iphone"),
        ("12zł, 5ème", "12 zł zl 12zl 5 eme '\"12 zł\"'", "2 ème5"),
        ("O’Brien's win", "OBrien O'Brien brien '\"obrien win\"' \"o`brien\"", "ob"),
        ("OBrien won", "O'Brien OʼBrien '\"O’Brien won\"'", "brien"),
        ("a Ph.D. thesis", "PhD ph.d '\"a phd thesis\"' Ph.D.", "p"),
        ("a PhD thesis", "Ph.D. '\"a Ph.D. thesis\"'", "ph"),
        ("the US vote", "U.S. '\"the U.S. vote\"'", "u s"),
        ("a part-time job", "part time parttime '\"part time job\"' '\"parttime job\"'", ""),
        ("state-of-the-art ships", "art stateof theart '\"stateoftheart ships\"'", "stateoft"),
        ("E-Mail-Adresse, l’e-mail da", "email E-Mail '\"email adresse\"' '\"email da\"'", "ema"),
        ("non-COVID-19, a Wi-Fi-enabled", "covid19 COVID-19 wifi '\"wifi enabled\"'", "ovid"),
        ("l'Île-de-France d'aujourd’hui", "iledefrance île-de-France aujourdhui", "ile-france"),
        ("O'Brien-Smith, al-Qa'ida", "obrien O'Brien qaida '\"obrien smith\"'", "briensm"),
        ("two Ph.D.s and F-35s flew", "phd Ph.D. f35 F-35 F-35s '\"f35 flew\"'", "f3"),
        ("the mid-1990s", "1990s mid1990s", "mid1990 1990"),
        ("AC/DC and R&B", "acdc AC/DC rb R&B dc", "ac/d"),
        ("COVID-19 rules", "covid19 covid '\"covid19 rules\"'", "covid1"),
        ("col·lecció", "collecció col·leccio coŀlecció", "llecció"),
        ("1,413 dead", "1413 1,413 1.413 '\"1413 dead\"' '\"1 413 dead\"'", "413 1414"),
        ("1413 dead", "1,413 1’413", "413"),
        ("1 413 dead", "1413 1,413 413 1 '\"1413 dead\"' '\"1 413 dead\"'", "14 1414"),
        ("at 12 500,5 or 5 000m", "12500.5 12,500.5 5000m 5,000m", "12500 5000 125005"),
        ("2 500 000 in 2026 12 500", "2500000 12500", "2500 500000 202612500"),
        ("in 5 2026 or 1 413 2, 10 1 413", "5 2026 413", "52026 1413 4132 101413"),
        ("the AA+ and BBB+ ratings, TV+", "aa+ AA+ bbb+ tv+ tv", "aa bbb"),
        ("1, 413 dead", "1 413", "1,413 1413"),
        ("1.413,50 or 3.14", "1413.50 1,413.50 3.14 3,14", "314 14 50"),
        ("the 10,000m race", "10000m 10,000m '\"10000m race\"'", "10 000m 1000m"),
        ("a 1500kg car", "1,500kg 1.500kg '\"a 1,500kg car\"'", "500kg"),
        ("his 2,000th win, 1’200km", "2000th 1200km '\"2000th win\"'", "200km"),
        ("a 3,000m-high ridge, 5,000ft/min", "3000m '\"3000m high\"' 5000ft min", "000m"),
        ("12,345x6 at 1,2m", "345x6 1.2m '\"1.2 m\"'", "12345x6 12m 2m"),
        ("1\u00a0000\u202f000 dead", "1000000 1,000,000 '\"1 000 000 dead\"'", "1 000 1000"),
        ("20\u2009000 or 12\u00a0345,67", "20000 12345.67 '\"12 345,67\"'", "20 000 67"),
        ("on 07.01.2026 or 2026-01-09, v1.2.3", "2026 07.01.2026 2026-01-09 3", "7012026"),
        ("12,00,000 rupees", "1200000", "12"),
        # Words whose sign makes them.
        ("C++ code", "C++ c++ '\"C++ code\"'", "C C#"),
        ("C# F# code, C♯", "C# F# C♯ c＃", "C F C++ F+"),
        (".NET code", ".NET .net '\".NET code\"'", "net NET asp.net"),
        ("C#/.NET, (.NET) and “.NET”-based", ".NET C#", "net C"),
        ("the net result", "net", ".NET"),
        ("ASP.NET, a..net", "net asp.net", ".NET"),
        ("an A+ grade, A+-rated", "A+ rated", "A A++"),
        ("C++-code, (C++), C++11, g++'s", "C++ code 11 g++", "C G C+"),
        ("grade C. A+B 100+", "C A B 100", "C+ C# A+"),
        ("Disney+ and LGBTQ+", "Disney+ disney lgbtq LGBTQ+", "disney++"),
        ("Disney news", "disney", "Disney+"),
        ("C/C++17, C.", "C C++ 17", "C#"),
        # Scripts without blanks.
        ("ประเทศไทยสวยงาม", "ไทย ประเทศ สวย '\"ประเทศ ไทย\"'", "ไทม"),
        ("ສະບາຍດີລາວ", "ລາວ ສະບາຍ", "ລາຍ"),
        ("ព្រះរាជាណាចក្រកម្ពុជា", "កម្ពុជា", "កម្ពុជី"),
        ("မြန်မာနိုင်ငံ", "မြန်မာ နိုင်ငံ", "မာမြန်"),
        ("新華社電", "華社 社 '\"新華 社\"' '\"新 華 社 電\"'", "新社"),
        ("新華 社電", "'\"新華 社\"'", "新華社"),
        ("東京タワー", "タワー '\"東京 タワー\"'", "京東"),
    ],
)  # fmt: skip
def test_who_finds_what(tmp_path: Path, text: str, found_by: str, not_by: str) -> None:
    with Archive.create(tmp_path / "index", language="none") as archive:
        archive.add([Item(id="a", title="", day=None, text=text)])
        found = {query: archive.search(query) for query in [*_typed(found_by), *_typed(not_by)]}
    whole = {query for query, page in found.items() if page.total and page.match == "all"}
    assert whole == set(_typed(found_by))
    for query in _typed(found_by):
        assert found[query].hits[0].snippet_marks, query


@pytest.mark.parametrize(
    "query",
    ["5000 jobs", "5 000 jobs", "5\u202f000", "jobs OR 5 000", "jobs 5 000", '"5 000 jobs"'],
)
@pytest.mark.parametrize("text", ["5\u202f000 jobs", "5,000 jobs"])
def test_blanks_may_group_the_digits_of_a_number(tmp_path: Path, text: str, query: str) -> None:
    with Archive.create(tmp_path / "index") as archive:
        archive.add([Item(id="a", title="", day=None, text=text)])
        found, left_out = archive.search(query), archive.search("-5 000")
    assert (found.total, found.match, left_out.total) == (1, "all", 0)


def test_a_number_typed_with_blanks_finds_one_written_with_them(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "index") as archive:
        archive.add([Item(id="a", title="", day=None, text="Boeing 737-800, and 5 000 jobs")])
        queries = "737 800", "5 000", '"5 000 jobs"', "boeing 5 000"
        assert [archive.search(query).total for query in queries] == [1, 1, 1, 1]


def _typed(queries: str) -> list[str]:
    """Cut queries at blanks, but for those in apostrophes and quotes."""
    first, *rest = queries.split("'\"")
    found = first.split()
    for part in rest:
        phrase, _, others = part.partition("\"'")
        found += [f'"{phrase}"', *others.split()]
    return found


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("portuguese", "animação animações"),
        ("french", "présidé présidée"),
        ("french", "élève élèves"),
        ("french", "opéré opérée opérées"),
        ("spanish", "acción acciones"),
        ("turkish", "göz gözler"),
        ("turkish", "gün günler"),
        ("german", "Häuser Häusern"),
        ("swedish", "människa människor"),
        ("swedish", "ångbåt ångbåtar"),
        ("swedish", "räksmörgås räksmörgåsar räksmörgåsen"),
        ("swedish", "segelbåt segelbåtar"),
        ("swedish", "blåbär blåbären"),
        ("norwegian", "nyttår nyttårs"),
        ("hindi", "क़लम क़लमों"),
        ("danish", "børn børnene"),
        ("norwegian", "lån lånene"),
        ("finnish", "pöytä pöytää"),
        ("hungarian", "város városok"),
        ("romanian", "țară țării"),
        ("italian", "città"),
        ("catalan", "acció accions"),
        ("russian", "моста мост"),
        ("greek", "δρόμος δρόμοι"),
        ("arabic", "الميناء ميناء"),
        ("persian", "کتاب کتابها"),
        ("hindi", "लड़का लड़के"),
        ("lithuanian", "šalis šalies"),
        ("irish", "bád"),
        ("english", "café cafés"),
    ],
)
def test_forms_of_a_word_meet_with_and_without_accents(language: str, forms: str) -> None:
    for one in forms.split():
        assert finds(language, fold(one), one)
        assert finds(language, one, fold(one))
        for other in forms.split():
            assert finds(language, one, other), (one, other)


@pytest.mark.parametrize(
    ("bare", "texts"),
    [
        ("angbat", "ångbåt ångbåtar ångbåten"),
        ("raksmorgas", "räksmörgås räksmörgåsar räksmörgåsen"),
        ("segelbat", "segelbåt segelbåtar"),
        ("smorgas", "smörgås smörgåsar"),
        ("blabar", "blåbär blåbären"),
        ("nyar", "nyår nyåret"),
    ],
)
def test_a_bare_word_that_seems_to_have_an_ending_finds_all_forms(bare: str, texts: str) -> None:
    for text in texts.split():
        assert finds("swedish", bare, text), text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("portuguese", "anima{ção ções} comunica{ção ções} alem{ão ães} chegá{ssemos} chegar"),
        ("french", "présid{é ée és ées er} déclar{é ée és ant èrent} pri{ère ères}"),
        ("spanish", "can{ción ciones} habl{ó ará aré arán aba ábamos} le{ía ían}"),
        ("italian", "capac{ità} parl{ò erà erò ava} felic{ità}"),
        ("catalan", "ac{ció cions} parl{à aré és ava àvem}"),
        ("polish", "pisa{ł ła ły łem łam liście} mówi{ą ę}"),
        ("czech", "knihovn{a y ě ou ách ám} mlad{ý á é ého ému ých}"),
        ("romanian", "cas{ă e ele} frumo{ası} lucr{ă ează ând ăm}"),
        ("swedish", "ångbåt{ar en arna} räksmörgås{ar en} segelbåt{ar en} isbjörn{ar en}"),
        ("turkish", "çocuk{lar ların ları} göz{ler lerin leri lük}"),
        ("hungarian", "ház{ak at ban ról ért nál} város{ok ból ért nál}"),
        ("lithuanian", "šal{is ies į ių yje} žmon{ės ių ėms}"),
        ("arabic", "أتبو{أ أن} سأ{ل لت لوا} قرأ{ت وا ن}"),
        ("irish", "seirbhís{í} oibr{iú}"),
        ("serbian", "kuć{a e i u} priča{ti la ću}"),
    ],
)
def test_a_bare_spelling_finds_all_forms_of_the_word(language: str, words: str) -> None:
    stem = Analyzer(language)._stem
    for beginning, endings in re.findall(r"(\w+)\{(.*?)\}", words):
        forms = [beginning + ending for ending in endings.split()]
        for one, other in product(forms, forms):
            if stem(one) == stem(other):
                assert finds(language, fold(one), other), (one, other)


def test_a_bare_spelling_is_found_and_marked(make: Callable[..., Archive]) -> None:
    archive = make(["As novas animações da casa", "Outra coisa"], language="portuguese")
    for query in ("animacao", "novas animacao", '"nova animacao"', '"animacao da casa"'):
        (hit,) = archive.search(query).hits
        assert any("animações" in hit.title[start:end] for start, end in hit.title_marks), query


@pytest.mark.parametrize("language", ["english", "german", "russian", "none"])
def test_words_of_other_languages_are_asked_for_once(language: str) -> None:
    for word in ("animacao", "preside", "cafe", "resume", "strikes"):
        assert len(Analyzer(language).readings(word)) == 1


@pytest.mark.parametrize("language", [*languages(), "none"])
@given(st.data())
def test_what_the_stemmer_joins_stays_joined(language: str, data: st.DataObject) -> None:
    """And the bare spelling finds the word, whatever its letters."""
    letters = "aeioubcdglmnrstz" + _LETTERS.get(language, "áàâãäåçéèêëğíîıñóôõöøșțúûüžčšłœæ")
    # A word begins with a letter, never with a mark.
    word = letters[0] + data.draw(st.text(st.sampled_from(letters), min_size=1, max_size=9))
    stem = Analyzer(language)._stem
    others = [word + ending for ending in data.draw(st.lists(st.text(letters, max_size=3)))]
    for other in others:
        # Words are stemmed in one normal form; the letters of Tamil, drawn apart, have two.
        if stem(normalize("NFC", word)) == stem(normalize("NFC", other)):
            assert finds(language, word, other)
    assert finds(language, fold(word), word)
    assert finds(language, word, fold(word))


@pytest.fixture(scope="session")
def real_words(newsstore: Path, thorough: bool) -> list[str]:
    """Words of real items in several scripts; a few of those that are ASCII, which most are."""
    found: set[str] = set()
    for path in sorted(newsstore.parent.rglob("*.md"))[:: 5 if thorough else 60]:
        found.update(re.findall(r"[^\W\d_]+", plain(path.read_text("utf-8", errors="ignore"))))
    others = sorted(word for word in found if word.isascii())
    return sorted(found.difference(others)) + others[::40]


@pytest.mark.parametrize("language", [*languages(), "none"])
def test_what_the_stemmer_joins_of_real_words_stays_joined(
    language: str, real_words: list[str]
) -> None:
    analyzer = Analyzer(language)
    terms = {word: {token.term for token in analyzer.tokens(word)} for word in real_words}
    asked = {word: {row[0].term for row in analyzer.readings(word)} for word in real_words}
    forms: defaultdict[str, list[str]] = defaultdict(list)
    for word in real_words:
        if len(analyzer.terms(word)) == 1:  # none of a script without blanks
            assert terms[word] & asked[word]
            bare = analyzer.readings(fold(word))
            assert terms[word] & {row[0].term for row in bare}, word
            forms[analyzer._stem(word)].append(word)
    for own in forms.values():
        for one, other in pairwise([*own, own[0]]):
            assert terms[one] & asked[other], (one, other)


_LETTERS = {
    "russian": "абвгдеёжзийклмнопрстуыья",
    "serbian": "абвгдђежзијčćđšž",
    "greek": "αάεέηήιίϊΐοόυύωώβγδκλμνρσςτ",
    "arabic": "ابتثجحدرسعلمنهويىءآأؤإئةًٌٍَُِّْ",
    "persian": "ابپتچحدرسعکگلمنهویكيآ",
    "hindi": "कखगतदनपमरलसािीुूेैोौंँ़्",
    "armenian": "աբգդեզէըթիլխծկհնոպռստր",
    "tamil": "அகசடதநபமரலவாிீுூெேைொ்",
    "yiddish": "אַאָבגדהווּזטייִכּלמןנסעפֿקרשׂתּ",
    "nepali": "कखगतदनपमरलसािीुूेैोौंँ़्",
}
