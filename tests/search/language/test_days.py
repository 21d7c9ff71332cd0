"""Which day a date in any of its forms is on."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language.days import (
    FIRST_YEAR,
    LAST_YEAR,
    NO_DAY,
    OTHER_CALENDAR,
    OUT_OF_ERA,
    OUT_OF_RANGE,
    UNDECIDABLE,
    DayReading,
    read_day,
    read_whole_day,
)

DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2011-02-12",
        "2011-2-12",
        "2011/02/12",
        "2011.02.12",
        "2011_2_12",
        "20110212",
        "20110212T235959Z",
        "20110212235959",
        "2011-02-12 20:31:02+00:00",
        "2011-02-12 1:46:00 -0400",
        "2011-02-12T23:59:59Z",
        "2011-02-12T00:00:00.000+14:00",
        "Sat 2011-02-12",
        "12.02.2011",
        "12. 2. 2011",
        "12.2.2011, 23:59 Uhr",
        "Sa, 12.02.2011",
        "Feb 12, 2011",
        "Feb. 12 2011",
        "February 12th, 2011",
        "Saturday, February 12, 2011 8:00 PM",
        "12 Feb 2011",
        "12-Feb-2011",
        "12/Feb/2011:23:59:59 +0000",
        "2011-Feb-12",
        "12 February 2011, late",
        "12th of February, 2011",
        "Sat, 12 Feb 2011 23:31:02 -0500",
        "Sat Feb 12 23:31:02 2011",
        "Sat Feb 12 23:31:02 EST 2011",
        "Sat Feb 12 23:31:02 +0000 2011",
        "Sat Feb 12 2011 23:31:02 GMT+0100 (CET)",
        "23:31, 12 February 2011",
        "23:31 12.02.2011",
        "23:31:02, Sat 2011-02-12",
        "1297468800",
        "1297555199.9",
        "1297468800000",
    ],
)
def test_the_day_is_the_one_that_is_written(text: str) -> None:
    assert read_day(text) == read_day(f"  {text} ") == DayReading(date(2011, 2, 12))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("١٢ فبراير ٢٠١١", id="Arabic"),
        pytest.param("12 փետրվարի, 2011 թ.", id="Armenian"),
        pytest.param("2011(e)ko otsailaren 12a", id="Basque"),
        pytest.param("12 de febrer del 2011", id="Catalan"),
        pytest.param("2011年2月12日", id="Chinese"),
        pytest.param("２０１１年２月１２日", id="Chinese, wide"),
        pytest.param("二〇一一年二月十二日", id="Chinese, numbers in words"),
        pytest.param("二零一一年 二月 十二號", id="Chinese, blanks"),
        pytest.param("平成二十三年二月十二日", id="Japanese, numbers in words"),
        pytest.param("sobota 12. února 2011", id="Czech"),
        pytest.param("lørdag den 12. februar 2011", id="Danish"),
        pytest.param("zaterdag 12 februari 2011", id="Dutch"),
        pytest.param("la 12-an de februaro 2011", id="Esperanto"),
        pytest.param("12. veebruar 2011", id="Estonian"),
        pytest.param("12. helmikuuta 2011", id="Finnish"),
        pytest.param("samedi 12 février 2011", id="French"),
        pytest.param("Samstag, 12. Februar 2011", id="German"),
        pytest.param("12 Φεβρουαρίου 2011", id="Greek"),
        pytest.param("12 फ़रवरी 2011", id="Hindi"),
        pytest.param("2011. február 12.", id="Hungarian"),
        pytest.param("12 Februari 2011", id="Indonesian"),
        pytest.param("Dé Sathairn 12 Feabhra 2011", id="Irish"),
        pytest.param("sabato 12 febbraio 2011", id="Italian"),
        pytest.param("2011년 2월 12일", id="Korean"),
        pytest.param("2011 m. vasario 12 d.", id="Lithuanian"),
        pytest.param("२०११ फेब्रुअरी १२", id="Nepali"),
        pytest.param("۱۲ فوریه ۲۰۱۱", id="Persian"),
        pytest.param("12 lutego 2011 r.", id="Polish"),
        pytest.param("quarta-feira, 12 de fevereiro de 2011", id="Portuguese"),
        pytest.param("12 februarie 2011", id="Romanian"),
        pytest.param("12 февраля 2011 г.", id="Russian"),
        pytest.param("12. фебруар 2011.", id="Serbian"),
        pytest.param("12 Hlakola 2011", id="Sesotho"),
        pytest.param("12 de FEBRERO de 2011", id="Spanish"),
        pytest.param("den 12 februari 2011", id="Swedish"),
        pytest.param("12 பிப்ரவரி, 2011", id="Tamil"),
        pytest.param("12 Şubat 2011 Cumartesi", id="Turkish"),
        pytest.param("12 פֿעברואַר 2011", id="Yiddish"),
    ],
)
def test_months_have_names_in_each_language(text: str) -> None:
    assert read_day(text) == DayReading(date(2011, 2, 12))


def test_a_day_of_the_week_may_look_like_a_month() -> None:
    assert read_day("mar. 4 de enero de 2011") == DayReading(date(2011, 1, 4))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12/31/2026", date(2026, 12, 31)),
        ("31/12/2026", date(2026, 12, 31)),
        ("31-12-2026", date(2026, 12, 31)),
        ("5/5/2026", date(2026, 5, 5)),
        ("07.01.2026", date(2026, 1, 7)),
        ("01.13.2026", date(2026, 1, 13)),
        ("2/30/2026", None),
        ("31/31/2026", None),
    ],
)
def test_day_and_month_may_stand_in_either_order(text: str, day: date | None) -> None:
    assert read_day(text) == DayReading(day, "" if day else NO_DAY)


@pytest.mark.parametrize("text", ["03/04/2026", "3-4-2026 10:00", "2026010712", "202601071230"])
def test_of_two_days_none_is_guessed(text: str) -> None:
    assert read_day(text) == DayReading(None, UNDECIDABLE)


@pytest.mark.parametrize(
    "text",
    [
        "0001-01-01T00:00:00Z", "0000-00-00", "0999-12-31", "2201-01-01", "2569-01-07",
        "7 January 0206", "1/31/3026", "9999999999",
    ],
)  # fmt: skip
def test_a_day_that_nobody_can_mean_is_refused(text: str) -> None:
    assert read_day(text) == DayReading(None, OUT_OF_RANGE)


@pytest.mark.parametrize(
    "text",
    [
        "", "2011", "2011-02", "February 2011", "soon", "2011-02-30", "2011-13-01", "30 Feb 2011",
        "12 Fog 2011", "2011-02-123", "Feb 12 13 2011", "5 Jan 10:30",
        "12 2 2011", "12345678", "-", "’", "9" * 5000,
    ],
)  # fmt: skip
def test_a_text_without_a_day_gives_none(text: str) -> None:
    assert read_day(text) == DayReading(None, NO_DAY)


@pytest.mark.parametrize(
    "text",
    [
        "12.02.11", "2/31/11", "12 Feb 11", "26-1-5", "05/01/26", "5-Jan-26", "Jan 5, '26",
        "Tue, 05 Jan 26 10:00:00 GMT",
    ],
)  # fmt: skip
def test_a_year_of_two_digits_is_undecidable(text: str) -> None:
    assert read_day(text) == DayReading(None, UNDECIDABLE)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-007", date(2026, 1, 7)),
        ("2024-366T10:00:00Z", date(2024, 12, 31)),
        ("2026-366", None),
        ("2026-000", None),
    ],
)
def test_a_day_of_the_year(text: str, day: date | None) -> None:
    assert read_day(text).day == read_whole_day(text).day == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Mon, 05 Jan 26 10:00:00 GMT", date(2026, 1, 5)),
        ("Friday, 31-Dec-99 23:59:59 GMT", date(1999, 12, 31)),
    ],
)
def test_a_year_of_two_digits_in_a_feed_is_that_of_the_weekday(text: str, day: date) -> None:
    assert read_day(text) == DayReading(day)


@given(
    st.datetimes(min_value=datetime(FIRST_YEAR, 1, 1), max_value=datetime(LAST_YEAR, 12, 31)),
    st.integers(-14 * 60, 14 * 60),
    st.sampled_from([" ", "T"]),
)
def test_no_time_zone_moves_the_day(when: datetime, minutes: int, separator: str) -> None:
    zoned = when.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert read_day(zoned.isoformat(separator)).day == when.date()


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d"]))
def test_a_day_that_is_written_is_read_or_called_undecidable(day: date, form: str) -> None:
    year = f"{day.year:04}"  # strftime does not fill it up on every platform
    reading = read_day(day.strftime(form.replace("%Y", year)))
    assert reading in (DayReading(day), DayReading(None, UNDECIDABLE))
    assert reading.day or ("/" in form and day.day <= 12 and day.day != day.month)


@given(st.datetimes(min_value=datetime(1973, 3, 4), max_value=datetime(2030, 1, 1)))
def test_seconds_and_milliseconds_count_from_1970(when: datetime) -> None:
    seconds = int(when.replace(tzinfo=UTC).timestamp())
    milliseconds = read_day(f"{seconds}123")
    assert read_day(str(seconds)).day == when.date()
    assert milliseconds.day == when.date() or milliseconds.problem == UNDECIDABLE


@given(st.text(alphabet="0129 -/.:,年月日T+afebmyéd١"))
def test_any_text_gives_a_day_or_a_problem(text: str) -> None:
    day, problem = read_day(text)
    assert (day is None) == bool(problem)
    assert day is None or FIRST_YEAR <= day.year <= LAST_YEAR


@pytest.mark.parametrize(
    "text",
    [
        "15 січня 2026", "15 січ. 2026 р.", "15. siječnja 2026.", "15 tháng 1 năm 2026",
        "Thứ Năm, ngày 15 tháng 01 năm 2026", "15 Tháng 1, 2026", "令和8年1月15日",
        "令和８年１月１５日", "民國115年1月15日", "2026-W03-4", "2026W034", "2026-W03-4T10:00",
        "2026–01–15", "2026−01−15", "15‑01‑2026", "15. januara 2026", "15. januára 2026",
        "2026 01 15", "15. januarja 2026", "15 януари 2026", "15 студзеня 2026", "15 בינואר 2026",
        "15. janúar 2026", "১৫ জানুয়ারি ২০২৬",
    ],
)  # fmt: skip
def test_other_forms_that_have_one_reading(text: str) -> None:
    assert read_day(text) == read_whole_day(text) == DayReading(date(2026, 1, 15))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("昭和20年8月15日", date(1945, 8, 15)),
    ],
)
def test_years_of_japans_eras(text: str, day: date) -> None:
    assert read_day(text) == DayReading(day)


@pytest.mark.parametrize(
    "text",
    [
        "平成31年5月1日", "平成32年4月1日", "昭和64年1月8日", "昭和65年1月7日", "大正16年1月1日",
        "明治45年7月31日", "平成元年1月7日", "令和1年4月30日", "昭和元年12月24日",
    ],
)  # fmt: skip
def test_an_era_has_its_days_only(text: str) -> None:
    assert read_day(text) == read_whole_day(text) == DayReading(None, OUT_OF_ERA)


@pytest.mark.parametrize(
    "text",
    ["9 มกราคม 2569", "9 มกราคม 2026", "๙ มกราคม ๒๕๖๙", "วันที่ 9 มกราคม พ.ศ. 2569", "๒๕๖๙-๐๑-๐๙"],
)
def test_years_of_thailand(text: str) -> None:
    assert read_day(text) == DayReading(date(2026, 1, 9))


@pytest.mark.parametrize(
    "text",
    [
        "<2026-01-09 Fri>", "[2026-01-09 Fri 10:20]", "[[2026-01-09]]", "'2026-01-09'",
        "“9 January 2026”", "(9. Januar 2026)", "@1767952830", "«9 janvier 2026»",
    ],
)  # fmt: skip
def test_signs_around_a_day_are_passed_over(text: str) -> None:
    assert read_day(text) == DayReading(date(2026, 1, 9))


@pytest.mark.parametrize(
    "text",
    [
        "9.IX.2026", "9 IX 2026", "9/ix/2026", "2026. gada 9. septembris",
        "2026. gada 9. septembrī", "9 септември 2026", "9 de setembro de 2026", "9 sentyabr 2026",
        "9 სექტემბერი, 2026", "2026 жылғы 9 қыркүйек", "9 Septemba 2026", "Setyembre 9, 2026",
        "9 ستمبر 2026", "9 September 2026", "9 Medi 2026", "9 Shtator 2026", "9 กันยายน 2569",
    ],
)  # fmt: skip
def test_months_in_more_languages_and_in_roman_numerals(text: str) -> None:
    assert read_day(text) == DayReading(date(2026, 9, 9))


@pytest.mark.parametrize(
    "names",
    [
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
        "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna oktobra studenoga "
        "prosinca",
    ],
)
def test_months_as_dates_have_them(names: str) -> None:
    for month, name in enumerate(names.split(), start=1):
        assert read_day(f"7. {name} 2026") == DayReading(date(2026, month, 7))


@pytest.mark.parametrize("text", ["۱۴۰۴/۱۰/۱۷", "١٤٤٧-٠٧-١٨", "۱۳۹۹-۰۱-۰۲", "١٧ مارس ١٤٤٧"])
def test_a_year_of_another_calendar_gives_no_day(text: str) -> None:
    assert read_day(text) == read_whole_day(text) == DayReading(None, OTHER_CALENDAR)
    assert read_day("۲۰۲۶/۰۱/۰۷") == DayReading(date(2026, 1, 7))


def test_a_name_that_means_two_months_gives_no_day() -> None:
    assert read_day("7. listopada 2026") == DayReading(None, UNDECIDABLE)
    assert read_day("7 listopada 2026") == DayReading(date(2026, 11, 7))


@pytest.mark.parametrize(
    "text", ["2026-W02", "2026-W54-1", "2026-W02-8", "2026 3 4", "12–14 May 2026"]
)
def test_near_forms_give_no_day(text: str) -> None:
    assert read_day(text) == DayReading(None, NO_DAY)


@pytest.mark.parametrize(
    "text",
    [
        "12 ก.พ. 2554",
        "๑๒ ก.พ. พ.ศ. ๒๕๕๔",
        "วันที่ 12 กุมภาพันธ์ 2554",
        "12 شباط 2011",
        "12 شباط/فبراير 2011",
        "12 فيفري 2011",
        "12 ఫిబ్రవరి 2011",
        "12 ဖေဖော်ဝါရီ 2011",
        "၂၀၁၁ ခုနှစ် ဖေဖော်ဝါရီလ ၁၂ ရက်",
        "12 ಫೆಬ್ರವರಿ 2011",
        "१२ फेब्रुवारी २०११",
        "12 ફેબ્રુઆરી, 2011",
        "12 ഫെബ്രുവരി 2011",
        "12 පෙබරවාරි 2011",
    ],
)
def test_a_month_in_further_languages(text: str) -> None:
    assert read_day(text) == DayReading(date(2011, 2, 12))


@pytest.mark.parametrize(
    ("text", "month"),
    [("7 كانون الثاني 2026", 1), ("7 تشرين الأول 2026", 10), ("7 تشرين الثاني 2026", 11)],
)
def test_a_month_of_two_words(text: str, month: int) -> None:
    assert read_day(text) == DayReading(date(2026, month, 7))
