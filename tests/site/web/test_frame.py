"""The frame of every page: where and as whom, rooms, stripe, foot; its weight and its queries."""

from __future__ import annotations

import datetime as dt
import gzip
import re

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext_lazy, override

from intarsia_site.access import models as access
from intarsia_site.web import frame
from intarsia_site.web.frame import Room
from web_people import PASSWORD, sign_in

pytestmark = pytest.mark.django_db
PAGES = [
    "/",
    "/account/",
    "/account/email/",
    "/account/password/change/",
    "/account/2fa/",
    "/account/sessions/",
    "/account/3rdparty/",
    "/account/logout/",
    "/account/reauthenticate/",
    "/nowhere/",
]
DOORS = ["/account/login/", "/account/password/reset/", "/account/signup/", "/nowhere/"]


def test_the_bar_says_where_and_as_whom(desk):
    page = desk.get("/").content.decode()

    assert "<span>Arvenia</span><span>OSCE Mission · focal point</span>" in page
    assert "Sharing: what you may see as focal point, OSCE Mission to Arvenia." in page
    assert "House style: OSCE." in page


def test_an_invented_country_is_striped_for_everybody(client, amina):
    stripe = "Exercise country. People, places and figures are invented."
    assert stripe in client.get("/account/login/").content.decode()

    access.Country.objects.create(code="KG", name="Kyrgyzstan")

    assert stripe not in client.get("/account/login/").content.decode()
    sign_in(client, amina.email)
    assert "Exercise: Arvenia." in client.get("/").content.decode()


def test_a_stranger_is_told_no_country_and_no_organization(client, amina):
    for door in DOORS:
        page = client.get(door).content.decode()

        assert not re.search("Arvenia|OSCE|Amina", page), door


def test_who_belongs_to_nothing_is_told_so_and_sees_no_country(client, amina, daniel):
    sign_in(client, daniel.email)
    page = client.get("/").content.decode()

    assert "You belong to no organization yet." in page
    assert "Arvenia" not in page


def test_what_has_ended_is_gone_at_the_next_page(desk, amina):
    access.Membership.objects.update(until_at=timezone.now() - dt.timedelta(seconds=1))

    page = desk.get("/").content.decode()

    assert "OSCE" not in page
    assert "Arvenia" not in page


def test_an_administrator_is_told_that_it_shows_no_record(client, amina, daniel):
    access.User.objects.filter(pk=daniel.pk).update(is_administrator=True)
    sign_in(client, daniel.email)
    page = client.get("/").content.decode()

    assert "<span>administrator</span>" in page
    assert "an administrator sees no record by that alone" in page


def test_the_desk_says_what_waits(desk):
    page = desk.get("/").content.decode()

    assert "Agree how information on Arvenia is shared" in page
    assert "Protect your account with a second step" in page
    access.Country.objects.update(protocol_accepted_at=timezone.now())
    assert "Agree how information" not in desk.get("/").content.decode()


def test_only_rooms_that_are_there_are_shown(desk, monkeypatch):
    rooms = [
        Room("start", gettext_lazy("Desk")),
        Room("account", gettext_lazy("Account")),
        Room("nothing:list", gettext_lazy("Nothing")),
        Room("account_login", gettext_lazy("Office"), for_administrators=True),
    ]
    monkeypatch.setattr(frame, "ROOMS", rooms)

    page = desk.get("/account/").content.decode()

    shown = re.findall(r'<li><a href="([^"]+)"( aria-current="page")?>([^<]+)</a></li>', page)
    assert shown[:2] == [("/", "", "Desk"), ("/account/", ' aria-current="page"', "Account")]
    assert "Nothing" not in page
    assert "Office" not in page


def test_more_memberships_and_countries_take_no_more_queries(
    desk, amina, django_assert_num_queries, django_assert_max_num_queries
):
    desk.get("/")
    with django_assert_max_num_queries(14) as before:
        desk.get("/")
    for number in range(20):
        country = access.Country.objects.create(
            code=f"Q{number:c}"[:1] + chr(65 + number), name=f"Q{number}"
        )
        organization = access.Organization.objects.create(name=f"Organization {number}")
        access.Membership.objects.create(
            user=amina,
            organization=organization,
            country=country,
            from_at=timezone.now() - dt.timedelta(days=1),
        )

    with django_assert_num_queries(len(before.captured_queries)):
        desk.get("/")


@pytest.mark.parametrize("page", PAGES)
def test_no_page_runs_or_styles_anything_inline(desk, page):
    response = desk.get(page)
    text = response.content.decode()

    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", text)
    for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", text, re.DOTALL):
        assert 'type="application/json"' in attributes or (" src=" in attributes and not body)


@pytest.mark.parametrize("page", DOORS)
def test_no_door_runs_or_styles_anything_inline(client, db, page):
    test_no_page_runs_or_styles_anything_inline(client, page)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_a_language_a_title_one_heading_and_a_way_past_the_frame(desk, page):
    text = desk.get(page).content.decode()

    assert '<html lang="en" dir="ltr">' in text
    assert re.search(r"<title>[^<·\s][^<]* · Intarsia</title>", text)
    assert len(re.findall("<h1", text)) == 1
    assert '<a class="skip" href="#page">' in text
    assert not re.search(r"{{|{%|%\(|\bNone\b", text)


def test_a_language_from_right_to_left_turns_the_page(rf):
    with override("ar"):
        page = render_to_string("errors/500.html")

    assert '<html lang="ar" dir="rtl">' in page


def weight(client: Client, page: str) -> int:
    """Return the bytes of a page with all it loads, compressed as it is sent."""
    response = client.get(page, HTTP_ACCEPT_ENCODING="gzip")
    assert response.headers["Content-Encoding"] == "gzip"
    text = gzip.decompress(response.content).decode()
    files = set(re.findall(r'(?:src|href)="/static/([^"]+)"', text))
    assert "look.css" in files
    total = len(response.content)
    for name in files:
        with open(finders.find(name), "rb") as file:
            total += len(gzip.compress(file.read()))
    return total


def test_the_first_view_is_light(client, amina):
    door = weight(client, "/account/login/")
    sign_in(client, amina.email)
    desk = weight(client, "/")

    assert door <= 30_000
    assert desk <= 20_000


def test_the_sheet_stays_small():
    with open(finders.find("look.css"), "rb") as file:
        assert len(file.read()) <= 20_480


def test_a_page_of_a_signed_in_person_is_kept_nowhere(desk):
    assert "no-store" in desk.get("/account/").headers["Cache-Control"]
    assert "no-store" in desk.get("/").headers["Cache-Control"]


def test_nothing_of_the_password_is_shown_again(client, amina):
    assert PASSWORD not in sign_in(client, amina.email, PASSWORD + "x").content.decode()
