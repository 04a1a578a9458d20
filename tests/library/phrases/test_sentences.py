"""Sentences from codes and figures, in every language, and what happens when something lacks."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest

from intarsia.errors import IntarsiaError
from intarsia.phrases import LANGUAGES, catalogue, codes, problem_sentence, say, sentences
from intarsia.phrases.figures import dollars, number, percent, short_money


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_code_is_said_in_every_language(language):
    assert set(codes(language)) == set(codes("en"))


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_language_asks_for_the_same_figures(language):
    english, other = catalogue.phrases("en"), catalogue.phrases(language)
    shared = english.keys() & other.keys()

    asked = {code: sentences.placeholders(other[code]) for code in shared}

    assert asked == {code: sentences.placeholders(english[code]) for code in shared}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_has_the_forms_its_language_needs(language):
    needed = {"en": {"one", "other"}, "fr": {"one", "other"}, "ru": {"one", "few", "many", "other"}}

    lacking = {
        code: needed[language] - phrase.forms.keys()
        for code, phrase in catalogue.phrases(language).items()
        if phrase.by and not needed[language] <= phrase.forms.keys()
    }

    assert lacking == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_asked_for_exists(language):
    asked = {
        how
        for phrase in catalogue.phrases(language).values()
        for _, how in sentences.placeholders(phrase)
    }

    assert asked - {""} <= sentences.FORMATS.keys()


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 1, "1 activity"),
        ("en", 7830, "7,830 activities"),
        ("fr", 0, "0 activité"),
        ("fr", 7830, "7\u202f830 activités"),
        ("ru", 21, "21 мероприятие"),
        ("ru", 3, "3 мероприятия"),
        ("ru", 11, "11 мероприятий"),
    ],
)
def test_plurals_follow_the_language(language, count, said):
    assert say("count.activities", {"count": count}, language) == said


@pytest.mark.parametrize(
    ("usd", "english", "french", "russian"),
    [
        (86_412_000, "$ 86.4 m", "86,4 M$", "86,4 млн долл."),
        (999_999, "$ 1 m", "1 M$", "1 млн долл."),
        (1_234_000_000, "$ 1.2 bn", "1,2 Md$", "1,2 млрд долл."),
        (640_000, "$ 640 k", "640 k$", "640 тыс. долл."),
        (950, "$ 950", "950 $", "950 долл."),
        (-2_500_000, "$ -2.5 m", "-2,5 M$", "-2,5 млн долл."),
        (0, "$ 0", "0 $", "0 долл."),
    ],
)
def test_short_money_is_written_as_the_language_does(usd, english, french, russian):
    written = [str(short_money(usd, language)).replace("\xa0", " ") for language in LANGUAGES]

    assert written == [english, french, russian]


def test_a_small_share_never_reads_as_nothing_nor_a_large_one_as_all():
    assert [percent(share) for share in (0, 0.0001, 0.5, 0.9999, 1)] == [
        "0%", "<1%", "50%", ">99%", "100%",
    ]  # fmt: skip


def test_dates_and_numbers_are_written_as_the_language_does():
    day = dt.date(2011, 5, 31)

    written = [say("problem.times", {"sentence": "x", "times": 1204}, each) for each in LANGUAGES]

    assert written == ["x (1,204 times)", "x (1\u202f204 fois)", "x (раз: 1\xa0204)"]
    assert sentences.FORMATS["date"](day, "ru") == "31 мая 2011\u202fг."
    assert dollars(1204.5, "fr") == "1\u202f204\xa0$"
    assert number(2.125, "ru") == "2,12"


def test_a_language_that_is_not_there_is_answered_in_english():
    assert say("where.row", {"row": "7"}, "de") == "row 7"


def test_an_unknown_code_is_refused_with_its_name():
    with pytest.raises(KeyError) as caught:
        say("no.such_code", {})

    assert isinstance(caught.value, IntarsiaError)
    assert caught.value.code == "phrases.unknown_code"
    assert caught.value.data == {"phrase": "no.such_code"}
    assert "no.such_code" in str(caught.value)


def test_a_figure_that_was_not_handed_over_is_refused():
    with pytest.raises(IntarsiaError) as caught:
        say("where.row", {})

    assert caught.value.code == "phrases.missing_figure"


def test_braces_in_a_value_are_not_filled_again():
    assert say("where.sheet", {"sheet": "{row:number}"}) == "sheet {row:number}"


def test_a_problem_says_file_sheet_and_cell_in_the_language():
    row = {"code": "x.y", "file": "3W.xlsx", "sheet": "Mai", "cell": "H40"}

    assert problem_sentence(row, "fr").startswith("3W.xlsx, feuille Mai, cellule H40")


@pytest.mark.parametrize(
    ("cell", "said"),
    [("H40", "a.csv, cell H40"), ("row 12", "a.csv, row 12"), ("12", "a.csv, row 12"),
     ("/iati-activities/iati-activity[3]", "a.csv, /iati-activities/iati-activity[3]")],
)  # fmt: skip
def test_a_place_in_a_file_is_named_by_what_it_is(cell, said):
    assert sentences.where({"file": "a.csv", "cell": cell}) == said


def test_a_member_of_an_archive_is_not_called_a_sheet():
    row = {"file": "aims.zip", "sheet": "release/projects.csv", "row": 1204}

    assert sentences.where(row) == "aims.zip, release/projects.csv, row 1204"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_sentence_can_be_said_of_a_row_that_knows_nothing_but_its_file(language):
    for code in codes(language):
        assert problem_sentence({"code": code, "file": "a.csv", "times": None}, language)


def test_alike_problems_counted_together_say_how_often():
    row = {"code": "x.y", "file": "a.csv", "times": 3}

    assert problem_sentence(row).endswith("(3 times)")


def test_phrases_load_without_babel():
    program = "import sys, intarsia.phrases as p; p.say('where.row', {'row': '1'}); " \
        "sys.exit('babel' in sys.modules)"  # fmt: skip

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
