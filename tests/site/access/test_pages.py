"""The pages of people, organizations, sharing and the trail, as each of the cast asks."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.template import engines
from django.test import Client
from django.utils import timezone

from intarsia_site.access.models import (
    AuditEntry,
    Group,
    Invitation,
    Membership,
    Organization,
    ProtocolRow,
    Token,
    User,
)
from intarsia_site.access.queries import audience
from intarsia_site.access.services.letters import send_waiting
from intarsia_site.web.organizations import sections
from people import PASSWORD, Cast, a_membership, a_person, a_rule, an_organization

Browse = Callable[[User | None], Client]
EVERYBODY = "amina bruno chinara daniel eva".split()


def addresses(cast: Cast) -> dict[str, tuple[str, str]]:
    """Each page with what it is opened with, and who gets it."""
    mission, health = cast.mission.public_id, cast.health.public_id
    member = Membership.objects.get(user=cast.amina).public_id
    rule = a_rule(owner=cast.agency, country=cast.arvenia).public_id
    return {
        "/organizations/": ("200", "amina bruno chinara daniel eva"),
        "/organizations/register/": ("200", "amina eva"),
        f"/organizations/{mission}/": ("200", "amina bruno chinara daniel eva"),
        f"/organizations/{mission}/change/": ("200", "amina eva"),
        f"/organizations/{mission}/invite/": ("200", "amina eva"),
        f"/organizations/{mission}/members/{member}/end/": (
            "200",
            "amina bruno chinara daniel eva",
        ),
        "/people/": ("200", "amina bruno chinara daniel eva"),
        "/people/about-me.json": ("200", "amina bruno chinara daniel eva"),
        f"/people/{cast.amina.public_id}/": ("200", "amina eva"),
        f"/people/{cast.amina.public_id}/sign-out/": ("200", "amina eva"),
        f"/people/{cast.amina.public_id}/erase/": ("200", "amina eva"),
        "/groups/": ("200", "amina bruno chinara daniel eva"),
        f"/groups/{health}/": ("200", "bruno chinara"),
        "/sharing/": ("200", "amina bruno chinara daniel eva"),
        "/sharing/XA/": ("200", "amina bruno chinara daniel eva"),
        "/sharing/XA/row/?kind=mandates&sector=police": ("200", "chinara"),
        f"/sharing/rules/{rule}/": ("200", "bruno"),
        "/account/tokens/": ("200", "amina bruno chinara daniel eva"),
        "/audit/": ("200", "amina chinara eva"),
    }


def test_each_page_opens_for_those_who_may_and_for_nobody_else(cast: Cast, browse: Browse) -> None:
    for address, (_ok, who) in addresses(cast).items():
        for name in EVERYBODY:
            status = browse(getattr(cast, name)).get(address).status_code
            expected = {200} if name in who.split() else {403, 404}
            assert status in expected, (address, name)
        nobody = browse(None).get(address)
        assert nobody.status_code == 302, address
        assert nobody["Location"].startswith("/account/login/"), address


def test_what_is_not_there_looks_like_what_is_not_shared(cast: Cast, browse: Browse) -> None:
    rule = a_rule(owner=cast.agency, country=cast.arvenia).public_id
    daniel = browse(cast.daniel)

    for hidden, made_up in (
        (f"/people/{cast.amina.public_id}/", "/people/nsuchthng222/"),
        (f"/groups/{cast.health.public_id}/", "/groups/nsuchthng222/"),
        (f"/sharing/rules/{rule}/", "/sharing/rules/nsuchthng222/"),
    ):
        forbidden, unknown = daniel.get(hidden), daniel.get(made_up)
        assert forbidden.status_code == unknown.status_code == 404
        assert without(hidden, forbidden) == without(made_up, unknown)


def without(address: str, answer: Any) -> str:
    """The page without its own address and the form's token, which differ in each answer."""
    page = answer.content.decode().replace(address, "")
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", page)


def test_a_curator_registers_an_organization_by_the_page(cast: Cast, browse: Browse) -> None:
    sent = {"name": "Norland Red Cross", "standing": "organization", "country_code": ""}

    answer = browse(cast.amina).post("/organizations/register/", sent, follow=True)

    assert "Norland Red Cross" in answer.content.decode()
    assert answer.status_code == 200


def test_forged_posts_of_a_donor_change_nothing(cast: Cast, browse: Browse) -> None:
    a_rule(owner=cast.agency, country=cast.arvenia)
    mission, health = cast.mission.public_id, cast.health.public_id
    amina = cast.amina.public_id
    member = Membership.objects.get(user=cast.amina).public_id
    place = cast.health.members.get().public_id
    before = everything()
    posts = {
        "/organizations/register/": {"name": "Mine", "standing": "organization"},
        f"/organizations/{mission}/change/": {"name": "Mine", "revision": "1"},
        f"/organizations/{mission}/names/": {"name": "Mine"},
        f"/organizations/{mission}/identifiers/": {"identifier": "Mine"},
        f"/organizations/{mission}/parent/": {"parent-other": "NDF"},
        f"/organizations/{mission}/merge/": {"merge-other": "NDF"},
        f"/organizations/{mission}/unmerge/": {},
        f"/organizations/{mission}/invite/": {
            "name": "D", "email": "d@d.org", "role": "manager", "language": "en",
        },
        f"/organizations/{mission}/members/{member}/role/": {"role": "viewer"},
        f"/organizations/{mission}/members/{member}/end/": {"because": "mine"},
        f"/people/{amina}/roles/": {"role": "curator", "country_code": "XA"},
        f"/people/{cast.daniel.public_id}/roles/": {"role": "curator", "country_code": "XA"},
        f"/people/{cast.daniel.public_id}/administrator/": {},
        f"/people/{amina}/sign-out/": {},
        f"/people/{amina}/erase/": {},
        "/groups/": {"name": "Mine", "country_code": "XA"},
        f"/groups/{health}/organizations/": {"organization": "NDF"},
        f"/groups/{health}/people/": {"email": "daniel@example.org"},
        f"/groups/{health}/members/{place}/end/": {},
        "/sharing/XA/accept/": {},
        "/sharing/XA/row/?kind=mandates&sector=": {"label": "TLP:CLEAR", "was": "TLP:GREEN||"},
        "/account/tokens/nsuchthng222/end/": {},
    }  # fmt: skip

    for address, data in posts.items():
        assert browse(cast.daniel).post(address, data).status_code in (403, 404, 422), address
        assert browse(None).post(address, data).status_code == 302, address

    assert everything() == before


def everything() -> list[Any]:
    models = (Organization, Membership, Group, Invitation, ProtocolRow, Token, AuditEntry)
    rows = [list(model._default_manager.order_by("pk").values()) for model in models]
    people = User.objects.order_by("pk").values("email", "name", "is_administrator", "is_active")
    return [*rows, list(people)]


def test_fields_that_no_form_has_are_not_taken(cast: Cast, browse: Browse) -> None:
    browse(cast.chinara).post(
        f"/organizations/{cast.ministry.public_id}/change/",
        {
            "name": "Ministry of Health", "acronym": "MoH", "revision": "1",
            "standing": "organization", "type_code": "40", "country_code": "",
            "merged_into": cast.mission.pk, "parent": cast.mission.pk, "public_id": "x",
        },
    )  # fmt: skip
    browse(cast.daniel).post(
        "/account/tokens/",
        {"name": "x", "scope": "read", "days": "9", "user": cast.eva.pk, "by": cast.eva.pk},
    )

    cast.ministry.refresh_from_db()
    assert cast.ministry.name == "Ministry of Health"
    assert cast.ministry.standing == "host_authority"
    assert (cast.ministry.type_code, cast.ministry.parent_id) == ("10", None)
    assert Token.objects.get().user == cast.daniel


def test_a_post_from_another_site_changes_nothing(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.amina)

    answer = client.post(f"/organizations/{cast.mission.public_id}/names/", {"name": "Mine"})

    assert answer.status_code == 403
    assert not AuditEntry.objects.exists()


def test_what_changes_something_is_not_done_by_opening_it(cast: Cast, browse: Browse) -> None:
    mission = cast.mission.public_id

    for address in (
        f"/organizations/{mission}/names/",
        f"/organizations/{mission}/merge/",
        "/sharing/XA/accept/",
        f"/people/{cast.daniel.public_id}/administrator/",
    ):
        assert browse(cast.amina).get(address).status_code == 405
    assert browse(cast.amina).post("/audit/").status_code == 405


def test_the_second_editor_sees_both_versions(cast: Cast, browse: Browse) -> None:
    address = f"/organizations/{cast.mission.public_id}/change/"
    window = browse(cast.amina)
    form = {"acronym": "OMA", "type_code": "40", "level": "field", "standing": "organization"}
    assert window.post(address, {**form, "name": "First", "revision": "1"}).status_code == 302

    told = window.post(address, {**form, "name": "Second", "revision": "1"})

    page = told.content.decode()
    assert told.status_code == 409
    assert "First" in page
    assert "Second" in page
    revision = re.search(r'name="revision" value="(\d+)"', page)
    assert revision is not None
    window.post(address, {**form, "name": "Second", "revision": revision[1]})
    cast.mission.refresh_from_db()
    assert cast.mission.name == "Second"


def test_an_invited_person_follows_the_link_and_signs_in(cast: Cast, browse: Browse) -> None:
    invited = browse(cast.amina).post(
        f"/organizations/{cast.mission.public_id}/invite/",
        {"name": "Farida", "email": "farida@example.org", "role": "editor", "language": "fr",
         "country_code": "XA"},
    )  # fmt: skip
    assert invited.status_code == 302
    assert send_waiting(at=timezone.now()) == 1
    link = re.search(r"http://\S+?(/invitations/\S+/)", mail.outbox[0].body)
    assert link is not None
    newcomer = browse(None)
    assert "OSCE Mission to Arvenia" in newcomer.get(link[1]).content.decode()
    assert newcomer.post(link[1], {"name": "Farida", "password": "x"}).status_code == 422

    joined = newcomer.post(link[1], {"name": "Farida", "password": PASSWORD})

    assert joined["Location"] == "/account/login/"
    assert newcomer.login(email="farida@example.org", password=PASSWORD)
    assert "Farida" in newcomer.get(f"/organizations/{cast.mission.public_id}/").content.decode()
    assert browse(None).get(link[1]).status_code == 404


def test_the_convenor_accepts_and_tightens_the_protocol(cast: Cast, browse: Browse) -> None:
    window = browse(cast.chinara)
    assert "not accepted yet" in window.get("/sharing/XA/").content.decode()
    window.post("/sharing/XA/accept/")
    row = "/sharing/XA/row/?kind=mandates&sector="

    window.post(row, {"label": "TLP:AMBER", "was": "TLP:GREEN||"})
    looser = window.post(row, {"label": "TLP:GREEN", "was": "TLP:AMBER||"})
    stale = window.post(row, {"label": "TLP:RED", "was": "TLP:GREEN||"})

    assert ProtocolRow.objects.get(kind="mandates", sector_code="").label == "TLP:AMBER"
    assert (looser.status_code, stale.status_code) == (422, 409)


def test_an_editor_changes_who_sees_a_record(cast: Cast, browse: Browse) -> None:
    rule = a_rule(owner=cast.agency, country=cast.arvenia)
    address, window = f"/sharing/rules/{rule.public_id}/", browse(cast.bruno)
    form = {"label": "TLP:AMBER", "beyond": "nothing", "organizations": "NDF", "revision": "1"}

    assert window.post(address, {**form, "organizations": "who?"}).status_code == 422
    assert window.post(address, form).status_code == 302
    assert window.post(address, {**form, "organizations": ""}).status_code == 409

    assert list(rule.organizations.all()) == [cast.donor]


def test_a_key_is_shown_once(cast: Cast, browse: Browse) -> None:
    window = browse(cast.daniel)
    made = window.post("/account/tokens/", {"name": "export", "scope": "read", "days": "9"})
    shown = re.search(r"<code>(intarsia_\S+)</code>", made.content.decode())

    assert shown is not None
    assert "no-store" in made["Cache-Control"]
    assert shown[1] not in window.get("/account/tokens/").content.decode()


def test_what_is_held_about_me_is_a_file(cast: Cast, browse: Browse) -> None:
    answer = browse(cast.daniel).get("/people/about-me.json")

    assert "attachment" in answer["Content-Disposition"]
    assert json.loads(answer.content)["person"]["name"] == "Daniel Dahl"


def test_other_apps_add_parts_to_an_organization_s_page(
    cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sections, "_SECTIONS", [])
    shown = engines["django"].from_string("<p>Profile of {{ section.id }}</p>")

    @sections.section
    def profile(organization_id: str, viewing: Any) -> tuple[Any, dict[str, Any]] | None:
        return (shown, {"id": organization_id}) if viewing.user_id == cast.daniel.pk else None

    address = f"/organizations/{cast.mission.public_id}/"
    said = f"Profile of {cast.mission.public_id}"
    assert said in browse(cast.daniel).get(address).content.decode()
    assert said not in browse(cast.bruno).get(address).content.decode()


def test_what_people_write_is_text_and_never_markup(cast: Cast, browse: Browse) -> None:
    made = an_organization(name="<script>alert(1)</script>")

    for address in ("/organizations/", f"/organizations/{made.public_id}/"):
        page = browse(cast.daniel).get(address).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


def test_a_nonsense_filter_is_said_and_breaks_nothing(cast: Cast, browse: Browse) -> None:
    window = browse(cast.eva)

    assert window.get("/audit/?since=yesterday").status_code == 422
    assert window.get("/audit/?after=nsuchthng222").status_code == 404
    assert window.get("/organizations/?after=nsuchthng222").status_code == 404
    for address in (
        "/organizations/?after=%00",
        "/organizations/?q=%00",
        "/organizations/?type=%00&standing=%27",
        "/people/?q=%00",
    ):
        assert window.get(address).status_code == 400, address
    for address in ("/organizations/?type=%27&standing=%27", "/people/?q=%27"):
        assert window.get(address).status_code == 200, address


def test_who_knows_many_people_writes_whom_to_name(
    cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audience, "MOST_LISTED", 1)
    rule = a_rule(owner=cast.agency, country=cast.arvenia)
    for name in ("Bela Kun", "Cara Kun"):
        a_membership(user=a_person(name=name), organization=cast.agency)
    address, window = f"/sharing/rules/{rule.public_id}/", browse(cast.bruno)
    form = {"label": "TLP:AMBER", "beyond": "nothing", "organizations": "", "revision": "1"}

    page = window.get(address).content.decode()
    stranger = window.post(address, {**form, "other_persons": f"bela kun\n{cast.daniel.email}"})
    named = window.post(address, {**form, "other_persons": "bela kun\n"})
    after = window.get(address).content.decode()

    assert "Bela Kun" not in page
    assert stranger.status_code == 422
    assert f"none or several: {cast.daniel.email}" in stranger.content.decode()
    assert named.status_code == 302
    assert [one.name for one in rule.persons.all()] == ["Bela Kun"]
    assert "Bela Kun" in after
    assert "Cara Kun" not in after
