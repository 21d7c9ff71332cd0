"""What other programs write in another way is understood here, or said."""

from datetime import date

import pytest

from search.query.parser import parse

TODAY = date(2026, 1, 9)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ('date >= "2026-01-03"', "date:>=2026-01-03"),
        ("date >= 2026-01-03", "date:>=2026-01-03"),
        ("date <= 2026-01-03 strike", "date:<=2026-01-03 strike"),
        ("strike date = 2026-01", "strike date:2026-01"),
        ("date == 2026-01", "date:2026-01"),
        ("since > 2026-01-03", "since:>2026-01-03"),
        ("date:'2026-01-03'", "date:2026-01-03"),
        ("date:2026*", "date:2026"),
        ("date:2026-01-*", "date:2026-01"),
        ("date:today-7", "date:2026-01-02"),
        ("date:now-7d/d", "date:2026-01-02"),
        ("date:[now-1w/w TO now]", "date:2026-01-02..2026-01-09"),
        ("date:>now-1M/d", "date:>2025-12-09"),
        ("date:between 2026-01-03 and 2026-01-05", "date:2026-01-03..2026-01-05"),
        ("outlets >= 4", "outlets:>=4"),
        ("outlets == 4 strike", "outlets:4 strike"),
        ("newer_than:1000d", "since:1000d"),
        ("inanchor:strike", "headline:strike"),
        ("! strike", "-strike"),
        ("port AND ! strike", "port -strike"),
        ('NEAR("port" "strike", 5)', "port NEAR/5 strike"),
        ("near(port, strike, 5)", "port NEAR/5 strike"),
        ('NEAR("port strike" "old docks", 5)', '("port strike" "old docks")'),
        ("NEAR(port strike docks, 5)", "port NEAR/5 strike NEAR/5 docks"),
        ('"port" NEAR/5 "strike"', "port NEAR/5 strike"),
        ("port near5 strike", "port NEAR/5 strike"),
        ("port near/5 strike", "port NEAR/5 strike"),
        ("port adj5 strike", "port NEAR/5 strike"),
        ("near((port strike), 5)", "port NEAR/5 strike"),
        ("near((port, strike), 5, TRUE)", '"port strike"~5'),
        ("near((port, strike), 5, FALSE)", "port NEAR/5 strike"),
        ("port pre/3 strike", '"port strike"~3'),
        ("port NEXT/3 strike ONEAR/2 docks", '("port strike"~3 "strike docks"~2)'),
        ("port NOT P/3 strike", '(port -"port strike"~3)'),
        ("port NOTNEAR/3 strike", "(port -(port NEAR/3 strike))"),
        ("port /N5/ strike", "port NEAR/5 strike"),
        ("date:after 2026-01-03", "after:2026-01-03"),
        ("date:(bef 2026-01-03)", "before:2026-01-03"),
        ("DA(AFT 01-13-2026 & BEF 02-14-2026)", "(after:2026-01-13 before:2026-02-14)"),
        ("date ge 2026-01-03", "since:2026-01-03"),
        ("date:≥2026-01-03", "since:2026-01-03"),
        ("date >= now-7d", "since:now-7d"),
        ("date:[NOW/DAY-7DAYS TO NOW/DAY]", "date:2026-01-02..2026-01-09"),
        ("AB(strike) AND YR(2026)", "text:strike date:2026"),
        ('source IN ("BBC", DW) port', 'source:("BBC" OR "DW") port'),
        ("source NOT IN (BBC)", '-source:"BBC"'),
        ('source:"BBC","DW" port', 'source:("BBC" OR "DW") port'),
        ("source EQ BBC", "source:BBC"),
        ("hd=strike", "title:strike"),
        ("PD(>20260103)", "date:>2026-01-03"),
        ("NOT(strike)", "-strike"),
        ("TITLE(strike)", "title:strike"),
        ('pub.exact("BBC")', 'source:("BBC")'),
        ("date(geq(1/1/2026))", "since:2026-01-01"),
        (
            "date(geq(2026-01-01) and leq(3 March 2026)) port",
            "since:2026-01-01 until:2026-03-03 port",
        ),
        ("strike date bef 2026-01-03", "strike before:2026-01-03"),
        ("HEADLINE(port strike)", "headline:(port strike)"),
        ('source("BBC" OR DW)', 'source:("BBC" OR DW)'),
        ("title :strike", "title:strike"),
        ("TI=(port OR strike)", "title:(port OR strike)"),
        ("port & ! strike", "port & -strike"),
        ("DATE(>2026-01-03)", "date:>2026-01-03"),
        ("strik*, port~.", "strik* port~"),
        ("date :2026-01-03", "date:2026-01-03"),
        ("since:2026-01-32", "since:2026-01-31"),
        ("until:2026-02-99", "until:2026-02-28"),
        ('changed:"last week"', "changed:2025-12-29..2026-01-04"),
        ("changed:last week", "changed:2025-12-29..2026-01-04"),
        ("changed:[2026-01-03 TO 2026-01-05]", "changed:2026-01-03..2026-01-05"),
        ("changed>=2026-01-03", "changed:>=2026-01-03"),
        ("changed:(2026-01 OR yes)", "(changed:2026-01 OR changed:yes)"),
        ("has:changed", "changed:yes"),
        ('"port str" * docks', '"port str*" docks'),
        ("port NOT W/5 strike", "(port -(port NEAR/5 strike))"),
        ("port not near/5 strike", "(port -(port NEAR/5 strike))"),
        ('"old port" NOT W/5 strike', '("old port" -strike)'),
        ("outlets:３", "outlets:3"),
        ("outlets:>=٣", "outlets:>=3"),
        ("outlets >= ３", "outlets:>=3"),
        ("sources:>=3", "outlets:>=3"),
        (f"outlets:<{9**30}", "outlets:<999999999"),
        ('"port strike"~', '"port strike"~50'),
        ("us~ port", "us port"),
        ("has:tag -has:date", "tag:* -date:*"),
        ("_exists_:source", "source:*"),
        ("tag = strike port", "tag:strike port"),
        ("title == strike", "title:strike"),
        ("source= BBC", "source:BBC"),
        ("source != BBC port", "-source:BBC port"),
        ('tag <> "a b"', '-tag:"a b"'),
    ],
)
def test_it_is_read_as_the_same(text: str, same: str) -> None:
    read, other = parse(text, TODAY), parse(same, TODAY)
    assert [part.node for part in read.parts] == [part.node for part in other.parts]
    assert not any("left out" in note.lower() for note in read.notes)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("~strike", "strike~ finds words of nearly the same letters"),
        ("port ! strike", "Left out “!”, which leaves out a word only right before it: !strike."),
        ("presiden!", "presiden* finds words that begin so"),
        ("presiden$ port", "presiden* finds words that begin so"),
        ("wom#n", "in wom?n the question mark is one letter"),
        ("strike[ti]", "write title:strike"),
        ("port pre/3 strike", 'Read “port pre/3 strike” as “"port strike"~3”.'),
        ("port NOT PRE/3 strike", 'Read “port NOT PRE/3 strike” as “port -("port strike"~3)”.'),
        ("port PRE strike", '"port strike"~5 finds words in this order'),
        ("near((port, strike), 5, TRUE)", 'as “"port strike"~5”.'),
        ('"port strike"@5', "Left out “@5” behind a quotation mark."),
        ('"port strike"[ti:~2]', "Left out “[ti:~2]” behind a quotation mark."),
        ("{!dismax qf=title}strike", "Left out “{!dismax qf=title}”, which is no part"),
        ('"port strike"^2~3', "Left out the distance “~3” behind a quotation mark."),
        ("(port strike)@2", "Left out “@2” behind a parenthesis."),
        ("plural(strike)", "There is no field “plural”"),
        ("TITLE-ABS-KEY ( strike )", "There is no field “TITLE-ABS-KEY”"),
        ('machine.os*: "strike"', "There is no field “machine.os”"),
        ("^strike", "the sign “^” means nothing here"),
        ("{port strike}", "the sign “{” means nothing here"),
        ("strike[au]", "the sign “[” means nothing here"),
        (r"\strike", r"the sign “\” means nothing here"),
        ("@title port", "write title:strike"),
        ("port +s strike", "NEAR/5 finds"),
        ("port /F20/ strike", "the sign “/” means nothing here"),
        ("port MAYBE strike", "write +a OR b"),
        ("$10..50", "days and numbers of outlets have ranges"),
        ('"port AROUND 5 strike"', "“AROUND 5” is no operator"),
        ("date:after 2026-01-03", "Read “date:after 2026-01-03” as “after:2026-01-03”."),
        ("date:not 2026-01-03", "“date:not” names no date"),
        ("port NOT W/5 strike", "Read “port NOT W/5 strike” as “port -(port NEAR/5 strike)”."),
        *((f"port {sign} strike", "NEAR/5 finds") for sign in ("w/s", "W/para", "SAME", "adj")),
        ("strike.ti.", "write title:strike"),
        ("SO=Reuters", "There is no field “SO”"),
        ("TS=(port OR strike)", "There is no field “TS”"),
        ("title MATCH port", "write title:strike"),
        ("Outlets: what now", "outlets:>=4 finds by the number of outlets"),
        ("id:port*", "In “id:port*” the star stands for itself, as ids are looked for whole."),
        ("port …", "Left out “…”, which holds no letter or digit."),
        ("port~-1", "Left out “~-1” of “port~-1”: 0 to 2 letters can be changed."),
        ("port^-1", "Left out the weight in “port^-1”"),
        ("port --", "Left out “--”, which holds no letter or digit."),
        (r"\\ port", r"Left out “\\”, which holds no letter or digit."),
        ("us~", "“us~” needs 3 letters before the sign, so the word “us” was searched for."),
        ('"port strike"~', 'Read “"port strike"~” as “"port strike"~50”.'),
        ("sources:>=3", "Read “sources:>=3” as “outlets:>=3”."),
        ("port n5 strike", "NEAR/5 finds two words with at most 5 others between them"),
        ("port ADJ strike", "NEAR/5 finds two words with at most 5 others between them"),
        ('"port + strike"', "the sign “+” counts for nothing"),
        ('"port -strike"', "“-” is no operator: in quotation marks all are words"),
        ('"port OR strike"', "“OR” is no operator: in quotation marks all are words"),
        ("port EXCEPT strike", "write a -b"),
        ("ATLEAST5(strike)", "how often an item has a word cannot be asked for"),
        ('"port & strike"', "the sign “&” counts for nothing"),
        ("strik*~", "Left out “~” of “strik*~”: letters are left open or changed, not both."),
        ("has:tag", "Read “has:tag” as “tag:*”."),
        ("intitle:strike", "Read “intitle:” as “title:”."),
        ("-site:bbc.com", "source:… finds the items of an outlet, also by its address"),
        ("hlead(strike)", "Read “hlead(…)” as “headline:(…)”."),
        ("PUB=BBC", "Read “PUB=” as “source:”."),
        ("has:attachment", "There is no field “attachment”"),
        ("is:unread", "There is no field “is”"),
        ("title :strike", "Read “title :” as “title:”."),
        ("TITLE(strike)", "Read “TITLE(…)” as “title:(…)”."),
        ("since:2026-01-32", "Read “2026-01-32” as 2026-01-31, the last day of its month."),
        ("changed:", "Nothing follows “changed:”, so it was searched for as a word."),
        ("changed:(a OR 2026)", "“changed:a” asks for no days"),
        ("port bbc.com", "link:bbc.com finds items by their links"),
        ("title LIKE 'strike%'", "write title:strik*"),
        ("title:[a TO c]", "days and numbers of outlets have ranges"),
        ("tag:[a TO c]", "days and numbers of outlets have ranges"),
        ("[ab TO cd] port", "days and numbers of outlets have ranges"),
        ('titel:"port strike"', "There is no field “titel”"),
        ("titel:(port OR strike)", "There is no field “titel”"),
        ("source.keyword:BBC", "There is no field “source.keyword”"),
        ("@timestamp:>2026-01-03", "There is no field “@timestamp”"),
        ("source:(BBC or Reuters)", "OR in capitals finds either side"),
        ("port Or strike", "“Or” was searched for as a word; OR in capitals finds either side"),
        ("port Not strike", "“Not” was searched for as a word; NOT in capitals"),
        ("text:*", "“text:*” finds all"),
        ("has:headline", "“headline:*” finds all"),
        ("date:2026-1*", "names no date"),
        ("since:2026-01-03..2026-01-05", "“since” takes one end of the span"),
        ("after:[2026-01-03 TO 2026-01-05]", "“after” takes one end of the span"),
        ("before:2026-01..2026-02", "“before” takes one end of the span"),
    ],
)
def test_it_is_said(text: str, said: str) -> None:
    assert any(said in note for note in parse(text, TODAY).notes)


@pytest.mark.parametrize(
    "text",
    ["Booking.com", "e.g. port", "U.S.-China", "tag:or", "Update: what we know", "10:30 train"],
)
def test_titles_are_let_alone(text: str) -> None:
    assert not parse(text, TODAY).notes


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Oh wow! What a long day it was",
            "Bravo! Encore",
            "W5",
            "area n5",
            "title(s) of nobility",
            "Super(moon) over G(r)eece",
            "[Updated] The port",
        ),
        *(
            "near5",
            "What changed: no more trains",
            "text :)",
            '"what ? now"',
            "BBC 5 OR",
            '"down -20 degrees"',
        ),
    ],
)
def test_what_is_written_anyway_is_no_sign_of_another_program(text: str) -> None:
    notes = parse(text, TODAY).notes
    assert not any(own in note for own in ("finds", "title:", "reworded") for note in notes), notes


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("zz(strike) port", "zz"),
        ("rst=BBC port", "rst"),
        ("wc>500 port", "wc"),
        ('source.raw:"BBC"', "source.raw"),
        *(("NOT(strike)", ""), ("port OR(strike)", ""), ("day(s) of the port", ""), ("a=b", "")),
    ],
)
def test_what_may_be_a_field_is_told_of(text: str, field: str) -> None:
    told = [note for note in parse(text, TODAY).notes if "There is no field" in note]
    assert len(told) == bool(field)
    assert all(f"“{field}”" in note for note in told)
