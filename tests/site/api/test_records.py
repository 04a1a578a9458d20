"""The registry over the API: what each of the cast may read and write, and what it answers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from api_client import as_, nobody, problems, shape_of
from django.core.cache import cache
from ground import a_capacity, a_mandate, the_ground

from intarsia.sharing.labels import Label
from intarsia_site.access.keys import random_id
from intarsia_site.access.models import AuditEntry, IdempotentAnswer, ProtocolRow, SharingRule
from intarsia_site.registry.models import Capacity, Mandate, Proposal
from intarsia_site.registry.nouns import NOUNS
from intarsia_site.registry.services.record import keep_record
from people import NOW, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise")]
MANDATES = "/api/v1/mandates/"


@pytest.fixture
def cast() -> Cast:
    cache.clear()
    return the_ground()


@pytest.fixture
def mandate(cast: Cast) -> str:
    return MANDATES + keep_record(NOUNS["mandates"], a_mandate(cast), by=cast.amina, at=NOW) + "/"


def test_a_curator_keeps_a_mandate_and_the_others_read_it(cast: Cast) -> None:
    kept = as_(cast.amina).post(MANDATES, a_mandate(cast))

    assert kept.status_code == 201
    assert kept.json()["precision"] == "full"
    assert kept.json()["ends_on"] is None
    for person in (cast.bruno, cast.chinara, cast.daniel):
        page = as_(person).get(MANDATES).json()
        assert [one["id"] for one in page["items"]] == [kept.json()["id"]]
        assert page["total"] == 1
        assert page["next"] is None
        one = as_(person).get(f"{MANDATES}{kept.json()['id']}/").json()
        assert one == page["items"][0]


def test_what_is_kept_for_others_is_kept_and_not_shown(cast: Cast) -> None:
    ProtocolRow.objects.filter(kind="mandates", sector_code="").update(label=Label.AMBER)

    kept = as_(cast.amina).post(MANDATES, a_mandate(cast))

    assert (kept.status_code, kept.content) == (204, b"")
    assert as_(cast.amina).get(MANDATES).json()["items"] == []
    assert len(as_(cast.bruno).get(MANDATES).json()["items"]) == 1


def test_nobody_reads_and_writes_nothing(cast: Cast, mandate: str) -> None:
    for answer in (
        nobody().get(MANDATES), nobody().get(mandate), nobody().post(MANDATES, a_mandate(cast)),
        nobody().patch(mandate, {"provision": "x"}), nobody().delete(mandate),
        nobody().get("/api/v1/me/"), nobody().get("/api/v1/places/?country_code=XA"),
    ):  # fmt: skip
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"
        assert shape_of(answer) == "api.not_signed_in"


def test_unknown_hidden_and_forged_are_one_answer(cast: Cast, mandate: str) -> None:
    SharingRule.objects.update(label=Label.RED)

    answers = [
        as_(cast.daniel).get(address)
        for address in (mandate, f"{MANDATES}zzzzzzzzzzzz/", f"{MANDATES}no-key/", "/api/v1/no/")
    ]

    assert {one.status_code for one in answers} == {404}
    assert answers[0].content == answers[1].content
    assert all(one.json() == answers[0].json() for one in answers)
    assert shape_of(answers[0]) == "access.not_found"
    assert as_(cast.daniel).get(MANDATES).json()["items"] == []
    tag = {"If-Match": '"x"'}
    assert as_(cast.daniel).patch(mandate, {"provision": "x"}, headers=tag).status_code == 404
    assert as_(cast.daniel).delete(mandate, headers=tag).status_code == 404


def test_who_does_not_decide_proposes_and_must_say_why(cast: Cast) -> None:
    refused = as_(cast.daniel).post(MANDATES, a_mandate(cast))
    assert refused.status_code == 422
    assert list(problems(refused)) == ["because"]
    assert not Proposal.objects.exists()

    proposed = as_(cast.daniel).post(
        MANDATES, a_mandate(cast), headers={"X-Because": "It is in the agreement."}
    )

    assert proposed.status_code == 202
    assert proposed.json() == {"proposal": Proposal.objects.get().public_id}
    assert not Mandate.objects.exists()


def test_another_may_propose_a_change_but_not_remove(cast: Cast, mandate: str) -> None:
    tag = as_(cast.daniel).get(mandate)["ETag"]

    proposed = as_(cast.daniel).patch(
        mandate, {"provision": "Article 2"}, headers={"If-Match": tag, "X-Because": "Misread."}
    )
    refused = as_(cast.daniel).delete(mandate, headers={"If-Match": tag, "X-Because": "No."})

    assert proposed.status_code == 202
    assert refused.status_code == 403
    assert shape_of(refused) == "access.not_allowed"
    assert Mandate.objects.get().provision == ""


def test_a_change_names_the_version_that_it_knows(cast: Cast, mandate: str) -> None:
    client = as_(cast.amina)
    read = client.get(mandate)
    needed = client.patch(mandate, {"provision": "Article 1"})
    changed = client.patch(mandate, {"provision": "Article 2"}, headers={"If-Match": read["ETag"]})
    stale = client.patch(mandate, {"provision": "Article 3"}, headers={"If-Match": read["ETag"]})

    assert needed.status_code == 428
    assert shape_of(needed) == "api.header_needed"
    assert changed.status_code == 200
    assert changed.json()["provision"] == "Article 2"
    assert changed.json()["revision"] == 2
    assert stale.status_code == 412
    assert shape_of(stale) == "access.stale"
    data = stale.json()["data"]
    assert data["yours"]["provision"] == "Article 3"
    assert data["theirs"]["provision"] == "Article 2"
    assert data["revision"] == 2
    assert Mandate.objects.get().provision == "Article 2"
    again = client.patch(mandate, {"provision": "Article 3"}, headers={"If-Match": changed["ETag"]})
    assert again.status_code == 200


def test_a_stale_proposal_is_not_made(cast: Cast, mandate: str) -> None:
    answer = as_(cast.daniel).patch(
        mandate, {"provision": "x"}, headers={"If-Match": '"old"', "X-Because": "y"}
    )

    assert answer.status_code == 412
    assert not Proposal.objects.exists()


def test_what_is_known_is_not_sent_again(cast: Cast, mandate: str) -> None:
    client = as_(cast.daniel)
    tag = client.get(mandate)["ETag"]

    known = client.get(mandate, headers={"If-None-Match": f'"other", W/{tag}'})

    assert known.status_code == 304
    assert known.content == b""
    assert known["Cache-Control"] == "private, no-cache"
    Mandate.objects.update(provision="Article 9")
    assert client.get(mandate, headers={"If-None-Match": tag}).status_code == 200


def test_a_weak_tag_of_a_packed_answer_is_as_good(cast: Cast, mandate: str) -> None:
    client = as_(cast.amina)
    tag = client.get(mandate, headers={"Accept-Encoding": "gzip"})["ETag"]

    answer = client.patch(mandate, {"provision": "x"}, headers={"If-Match": tag})

    assert tag.startswith("W/")
    assert answer.status_code == 200


def test_a_removal_needs_a_version_and_a_reason_and_stays_in_the_trail(
    cast: Cast, mandate: str
) -> None:
    client = as_(cast.amina)
    tag = client.get(mandate)["ETag"]
    assert client.delete(mandate).status_code == 428
    assert client.delete(mandate, headers={"If-Match": '"x"'}).status_code == 412
    assert client.delete(mandate, headers={"If-Match": tag}).status_code == 422

    # As a browser sends it, and as a program sends it that knows Latin-1 alone.
    removed = client.delete(
        mandate, headers={"If-Match": tag, "X-Because": "%D0%9E%D1%88%D0%B8%D0%B1%D0%BA%D0%B0"}
    )

    assert removed.status_code == 204
    assert removed.content == b""
    assert not Mandate.objects.exists()
    assert AuditEntry.objects.get(verb="remove").because == "Ошибка"


def test_a_reason_in_utf_8_is_kept_and_one_without_end_refused(cast: Cast) -> None:
    raw = "Проверено".encode().decode("latin-1")
    client = as_(cast.amina)
    assert client.post(MANDATES, a_mandate(cast), headers={"X-Because": raw}).status_code == 201
    assert AuditEntry.objects.get(verb="keep").because == "Проверено"
    for wrong in ("x" * 1001, "a%00b", "%ED%A0%80%00"):
        answer = client.post(
            MANDATES, a_mandate(cast, function="fund"), headers={"X-Because": wrong}
        )
        assert list(problems(answer)) == ["X-Because"]
    assert Mandate.objects.count() == 1


def test_a_key_makes_a_write_happen_once(cast: Cast) -> None:
    client, key = as_(cast.amina), {"Idempotency-Key": "k-1"}

    first = client.post(MANDATES, a_mandate(cast), headers=key)
    second = client.post(MANDATES, a_mandate(cast), headers=key)
    other = client.post(MANDATES, a_mandate(cast, function="fund"), headers=key)

    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert first["ETag"] == second["ETag"]
    assert other.status_code == 409
    assert shape_of(other) == "api.idempotency_key_used"
    assert Mandate.objects.count() == 1
    assert AuditEntry.objects.filter(verb="keep").count() == 1


def test_a_key_is_its_persons_own_and_a_failed_write_leaves_it_free(cast: Cast) -> None:
    key = {"Idempotency-Key": "k-1"}
    wrong = as_(cast.amina).post(MANDATES, a_mandate(cast, starts_on="soon"), headers=key)
    right = as_(cast.amina).post(MANDATES, a_mandate(cast), headers=key)
    anothers = as_(cast.bruno).post("/api/v1/capacities/", a_capacity(cast), headers=key)

    assert wrong.status_code == 422
    assert list(problems(wrong)) == ["starts_on"]
    assert right.status_code == 201
    assert anothers.status_code == 201


def test_a_change_is_done_once_too_though_its_tag_is_old_by_then(cast: Cast, mandate: str) -> None:
    client = as_(cast.amina)
    headers = {"If-Match": client.get(mandate)["ETag"], "Idempotency-Key": "k-2"}

    first = client.patch(mandate, {"provision": "x"}, headers=headers)
    second = client.patch(mandate, {"provision": "x"}, headers=headers)

    assert (first.status_code, second.status_code) == (200, 200)
    assert Mandate.objects.get().revision == 2


def test_an_answer_that_is_asked_for_again_says_nothing_that_was_closed_since(cast: Cast) -> None:
    key = {"Idempotency-Key": "k-3"}
    client = as_(cast.bruno)
    assert client.post("/api/v1/capacities/", a_capacity(cast), headers=key).status_code == 201
    SharingRule.objects.update(owner=cast.donor, label=Label.RED)

    again = client.post("/api/v1/capacities/", a_capacity(cast), headers=key)

    assert (again.status_code, again.content) == (204, b"")
    assert "Emergency" not in json.dumps(IdempotentAnswer.objects.get().body)


@pytest.mark.parametrize("key", ["x" * 81, "naïve", "a\tb"])
def test_what_is_no_key_is_refused(cast: Cast, key: str) -> None:
    answer = as_(cast.amina).post(MANDATES, a_mandate(cast), headers={"Idempotency-Key": key})

    assert list(problems(answer)) == ["Idempotency-Key"]
    assert not Mandate.objects.exists()


def test_pages_reach_everything_once(cast: Cast) -> None:
    for number in range(7):
        # Same name twice: the order of equals must hold between parts.
        texts = a_capacity(cast, name=f"Tents {number // 2}", kind="capacity")
        texts["country_code"] = "" if number % 2 else "XA"
        if number % 2:
            row = Capacity.objects.first()
            assert row is not None
            row.pk = None
            row.public_id = random_id()
            row.save(force_insert=True)
        else:
            keep_record(NOUNS["capacities"], texts, by=cast.bruno, at=NOW)
    client, found = as_(cast.bruno), []
    address = "/api/v1/capacities/?limit=2&kind=capacity"
    while address:
        page = client.get(address).json()
        found += [one["id"] for one in page["items"]]
        assert page["total"] == 7
        address = page["next"]

    assert len(found) == 7
    assert set(found) == set(Capacity.objects.values_list("public_id", flat=True))


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("limit=0", "limit"), ("limit=201", "limit"), ("limit=٣", "limit"), ("limit=-1", "limit"),
        ("limit=" + "9" * 5000, "limit"), ("cursor=x", "cursor"), ("cursor=WzEsMl0", "cursor"),
        ("cursor=WyJhIiwgMV0", "cursor"), ("secter_code=health", "secter_code"),
        ("cursor=" + "W1tb" * 90, "cursor"), ("search=" + "x" * 401, "search"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_meant_is_refused(cast: Cast, asked: str, field: str) -> None:
    answer = as_(cast.daniel).get(f"{MANDATES}?{asked}")

    assert answer.status_code == 422
    assert list(problems(answer)) == [field]


@pytest.mark.parametrize(
    "cursor", ["WyJ4IiwgImFiYyJd", "WzEwMDAwMDAwMDAwMDAwMDAwMDAwMCwgImEiXQ", "W3RydWUsICJhIl0"]
)
def test_a_forged_cursor_of_another_type_is_no_crash(cast: Cast, cursor: str) -> None:
    """Priorities are ordered by a number: "x", 10**22, true."""
    assert as_(cast.daniel).get(f"/api/v1/priorities/?cursor={cursor}").status_code == 422
    page = as_(cast.daniel).browser.get(f"/priorities/?cursor={cursor}")
    assert page.status_code == 200


@pytest.mark.parametrize(
    ("noun", "field", "value"),
    [
        ("mandates", "function", 1), ("mandates", "function", True), ("mandates", "function", []),
        ("mandates", "starts_on", 2010), ("mandates", "instrument", {"a": 1}),
        ("profiles", "staff", "12"), ("profiles", "staff", 1.5), ("profiles", "staff", True),
        ("commitments", "applies", "yes"), ("commitments", "applies", 1),
        ("mandates", "public_id", "x"), ("mandates", "rule", "x"), ("mandates", "revision", 1),
        ("mandates", "label", "TLP:CLEAR"), ("mandates", "owner", "x"),
    ],
)  # fmt: skip
def test_types_are_strict_and_there_are_no_other_fields(
    cast: Cast, noun: str, field: str, value: Any
) -> None:
    answer = as_(cast.amina).post(f"/api/v1/{noun}/", {field: value})

    assert answer.status_code == 422
    assert list(problems(answer)) == [field]


@pytest.mark.parametrize("body", ["[]", '"x"', "1", "null", "true"])
def test_a_body_is_an_object(cast: Cast, body: str) -> None:
    answer = as_(cast.amina).send("post", MANDATES, body)

    assert answer.status_code == 422
    assert list(problems(answer)) == [""]


@pytest.mark.parametrize(
    "body",
    [
        "{", "{'a': 1}", '{"a": NaN}', '{"a": 1, "a": 2}', "\xff", "[" * 200_000,
        '{"instrument": "a\\u0000b"}', '{"instrument": "\\ud800"}', '{"\\ud800": 1}',
        '{"x": ' + "[" * 30 + "]" * 30 + "}", "9" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_json_is_refused_in_words(cast: Cast, body: str) -> None:
    answer = as_(cast.amina).send("post", MANDATES, body.encode("latin-1"))

    assert answer.status_code == 400
    assert shape_of(answer) == "api.malformed"


def test_other_media_and_methods_have_the_same_shape(cast: Cast) -> None:
    client = as_(cast.amina)
    form = client.send("post", MANDATES, b"a=1", kind="application/x-www-form-urlencoded")
    parts = client.send("post", MANDATES, b"--x--\r\n", kind="multipart/form-data; boundary=x")
    assert shape_of(form) == shape_of(parts) == "api.unsupported_media_type"
    assert shape_of(client.send("put", MANDATES, b"{}")) == "api.method_not_allowed"
    assert shape_of(client.send("options", MANDATES, b"{}")) == "api.method_not_allowed"
    answer = client.get(MANDATES, headers={"Accept": "text/html"})
    assert shape_of(answer) == "api.not_acceptable"
    big = client.send("post", MANDATES, b'{"a": "' + b"x" * (5 * 1024 * 1024) + b'"}')
    assert big.status_code == 413
    assert shape_of(big) == "api.too_large"


def test_what_may_not_be_seen_is_null(cast: Cast, mandate: str) -> None:
    Mandate.objects.update(plausible=3)
    SharingRule.objects.update(label=Label.AMBER, beyond=2)

    one = as_(cast.daniel).get(mandate).json()

    assert one["precision"] == "coarse"
    assert one["organization_id"] is None
    assert one["instrument"] is None
    assert one["place_code"] is None
    assert one["sector_code"] == "primary_health"
    assert (one["area_code"], one["area_name"]) == ("XA01", "North Sirin")
    refused = as_(cast.daniel).patch(mandate, {"provision": "x"}, headers={"If-Match": '"x"'})
    assert refused.status_code == 403
    SharingRule.objects.update(beyond=1)
    hint = as_(cast.daniel).get(mandate).json()
    assert hint["area_code"] == "XA01"
    assert hint["precision"] == "existence"
    fields = [one.name for one in NOUNS["mandates"].fields if one.name != "country_code"]
    assert [hint[name] for name in fields if name != "sector_code"] == [None] * (len(fields) - 1)
