"""The brief: right figures on a page that stands alone, in three languages, hiding nothing."""

from __future__ import annotations

import html
import re
from importlib.resources import files

import pytest
from lxml import etree
from lxml import html as page_of

from intarsia.documents import write_brief
from intarsia.phrases import LANGUAGES, codes, say
from intarsia.tables import Picture


def words(page):
    """Return what a reader sees of a page, with single spaces."""
    tree = page_of.fromstring(page)
    etree.strip_elements(tree, "style", "title", with_tail=False)
    return " ".join(" ".join(tree.itertext()).split())


def figures(page):
    """Return the key figures as they stand: the number with its unit, and its name."""
    tree = page_of.fromstring(page)
    return {
        " ".join(cell.find_class("l")[0].text_content().split()): " ".join(
            cell.find_class("n")[0].text_content().split()
        )
        for cell in tree.xpath("//div[@class='figures']/div")
    }


def row(page, section, name):
    """Return the cells of the row of a section's table that begins with a name."""
    tree = page_of.fromstring(page)
    for found in tree.xpath(f"//section[@id='{section}']//tr"):
        cells = [" ".join(cell.text_content().split()) for cell in found]
        if cells[0] == name:
            return cells[1:]
    raise AssertionError(f"no row {name}")


def test_the_key_figures_are_those_counted_by_hand(the_picture, as_of):
    page = write_brief(the_picture(), as_of=as_of)

    assert figures(page) == {
        "activities reported": "3",
        "organizations in any role": "2",
        "committed, all years": "$ 1.2 m",
        "spent, all years": "$ 300 k",
        "running on 31 May 2011": "2",
        "districts with someone": "1 / 2",
    }


def test_every_key_figure_has_a_second_line(the_picture, as_of):
    tree = page_of.fromstring(write_brief(the_picture(), as_of=as_of))

    for cell in tree.xpath("//div[@class='figures']/div"):
        assert cell.find_class("m")[0].text_content().strip()


def test_a_page_without_duplicates_says_that_none_was_found(the_picture, as_of):
    page = words(write_brief(the_picture(), as_of=as_of))

    assert "Of 3 activities reported, none was found to tell of the same thing" in page
    assert "none was found to be reported twice" in page


def test_budgets_stand_beside_commitments_and_unknown_money_stays_open(the_picture, as_of):
    page = words(write_brief(the_picture(), as_of=as_of)).replace("\xa0", " ")

    assert "beside it $ 640 k budgeted by activities without a commitment: 1" in page
    assert "No money known 1" in page


def test_money_nobody_states_is_not_known_instead_of_nothing(the_picture, as_of):
    picture = the_picture(transactions=[], activities=[{"activity_id": "1"}])

    found = figures(write_brief(picture, as_of=as_of))

    assert found["committed, all years"] == "not known"
    assert found["spent, all years"] == "not known"


def test_organizations_stand_with_their_fields_of_work(the_picture, as_of):
    page = write_brief(the_picture(), as_of=as_of)

    assert row(page, "who", "OSCE Mission") == ["1", "", "", "1", "$ 1.2 m"]
    assert row(page, "who", "UNDP <Arvenia> & Co") == ["", "1", "1", "2", "$ 640 k"]
    assert row(page, "who", "All organizations") == ["1", "1", "1", "3", "$ 1.8 m"]


def test_organizations_beyond_the_matrix_share_a_row(the_picture, as_of):
    picture = the_picture(
        activities=[{"activity_id": f"{n}", "organization_id": f"o{n:02}"} for n in range(30)]
    )

    page = write_brief(picture, as_of=as_of)

    assert row(page, "who", "5 others")[-2:] == ["5", ""]
    assert row(page, "who", "All organizations")[-2] == "30"


def test_the_map_and_its_table_have_the_same_numbers(the_picture, as_of):
    page = write_brief(the_picture(), as_of=as_of)

    titles = page_of.fromstring(page).xpath("//section[@id='where']//*[name()='title']/text()")
    assert titles == ["Darn, North: 1", "Sel, North: 0"]
    assert row(page, "where", "Darn")[:2] == ["1", "1"]
    assert row(page, "where", "Sel")[:2] == ["0", "0"]
    assert "Nobody reports from: Sel." in words(page)


def test_every_map_has_its_disclaimer_twice_beside_it_and_at_the_foot(the_picture, as_of):
    page = words(write_brief(the_picture(), as_of=as_of))

    assert page.count(say("brief.boundaries")) == 2


def test_a_picture_without_places_says_so_in_words(the_picture, as_of):
    picture = the_picture(places=[], activity_locations=[])

    page = write_brief(picture, as_of=as_of)

    assert "No list of places was handed in" in words(page)
    assert 'class="map"' not in page
    assert say("brief.boundaries") not in page


def test_a_picture_without_activities_still_makes_a_page(as_of):
    page = words(write_brief(Picture(), as_of=as_of))

    assert "All countries of the picture" in page
    assert "The picture names no report." in page


def test_titles_and_names_are_never_read_as_markup(the_picture, as_of):
    page = write_brief(the_picture(), as_of=as_of, title='</style><script>alert("x")</script>')

    assert "<script" not in page
    assert "Training of &lt;b&gt;officers&lt;/b&gt;" in page
    assert page.count("</style>") == 1


def test_a_title_cannot_leave_the_style_of_the_printed_edge(the_picture, as_of):
    page = write_brief(the_picture(), as_of=as_of, title='"; } body { display: none } @x "\\')

    style = page[page.index("<style>") : page.index("</style>")]
    assert "body { display: none }" not in style


def test_the_strictest_label_of_what_is_counted_holds_for_the_page(the_picture, as_of):
    picture = the_picture(activities=[{"activity_id": "1", "label": "TLP:AMBER+STRICT"}])

    page = write_brief(picture, as_of=as_of, marks=["tlp:clear", "OSCE restricted"])

    tree = page_of.fromstring(page)
    assert {tag.text_content() for tag in tree.find_class("tlp")} == {"TLP:AMBER+STRICT"}
    assert "Marked by its source: OSCE restricted" in words(page)
    assert r"AMBER\00002bSTRICT" in page


def test_a_page_without_labels_shows_none(the_picture, as_of):
    page = write_brief(the_picture(reports=[{"file": "3W.xlsx"}]), as_of=as_of)

    assert 'class="tlp' not in page


def test_the_example_country_is_marked_as_an_exercise(the_picture, as_of):
    assert "are invented" in words(write_brief(the_picture(), as_of=as_of))


@pytest.mark.parametrize(("language", "part"), [("en", "1244"), ("fr", "1244"), ("ru", "1244")])
def test_kosovo_carries_its_note_at_the_first_mention(the_picture, as_of, language, part):
    located = [{"activity_id": "1", "kind": "country", "source_code": "XK"}]

    page = write_brief(the_picture(activity_locations=located), as_of=as_of, language=language)

    heading = page_of.fromstring(page).xpath("//h1")[0].text_content()
    assert heading.endswith("*")
    assert part in words(page)
    assert "are invented" not in words(page)


def test_other_countries_carry_no_such_notes(the_picture, as_of):
    located = [{"activity_id": "1", "kind": "country", "source_code": "GE"}]

    page = words(write_brief(the_picture(activity_locations=located), as_of=as_of))

    assert "1244" not in page
    assert "invented" not in page


def test_problems_are_said_in_words_with_their_place(the_picture, as_of):
    page = words(write_brief(the_picture(), as_of=as_of))

    assert "3W.xlsx, sheet May, cell H40" in page
    assert "31/06/2010" in page


def test_a_largest_activity_says_where_it_stands_in_its_report(the_picture, as_of):
    page = words(write_brief(the_picture(), as_of=as_of))

    assert "3W.xlsx, sheet May, row 7" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_complete_in_its_language(the_picture, as_of, language):
    page = write_brief(the_picture(), as_of=as_of, language=language)

    assert f'<html lang="{language}" dir="ltr">' in page
    assert html.escape(say("brief.unknown.title", {}, language), quote=False) in page
    if language != "en":
        for code in ("brief.who.title", "brief.when.title", "brief.largest.note"):
            assert say(code) not in page


def test_place_names_are_in_the_language_where_the_source_has_them(the_picture, as_of):
    assert "Darn (fr)" in write_brief(the_picture(), as_of=as_of, language="fr")
    assert "Darn (fr)" not in write_brief(the_picture(), as_of=as_of, language="ru")


def test_the_page_needs_nothing_beside_itself(the_picture, as_of):
    page = write_brief(the_picture(), as_of=as_of)

    tree = page_of.fromstring(page)
    assert not tree.xpath("//script | //link | //img | //iframe | //@src | //@href")
    assert "url(http" not in page
    assert "default-src 'none'" in page
    assert "@import" not in page


def test_the_same_picture_gives_the_same_page(the_picture, as_of):
    assert write_brief(the_picture(), as_of=as_of) == write_brief(the_picture(), as_of=as_of)


def test_every_code_the_templates_say_exists():
    templates = files("intarsia.documents").joinpath("templates")
    said = {
        code
        for entry in templates.iterdir()
        if entry.name.endswith(".html")
        for code in re.findall(r'\bt\("([a-z_.]+)"', entry.read_text("utf-8"))
    }

    assert {f"brief.{code}" for code in said} <= set(codes())
    assert len(said) > 60
