"""The feed of changes: who follows it holds what there is to be seen, and is told no more."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from api_client import Program, as_, nobody, problems, shape_of
from django.core.cache import cache
from django.db import transaction
from ground import the_ground
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from planted import plant
from sent import CLINIC, SHELTER, VACCINES, a_list, a_source, imported, read, received, sent

from intarsia_site.access.models import SharingRule
from intarsia_site.reports.models import Activity, ReportImport, Source
from intarsia_site.reports.services.undoing import undo_import
from people import NOW, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise")]
CHANGES, BULK = "/api/v1/changes/", "/api/v1/activities/bulk/"


@pytest.fixture
def cast(tmp_path: Path, settings: Any) -> Cast:
    settings.DATA = tmp_path / "data"
    settings.API_A_MINUTE = 1_000_000
    cache.clear()
    return the_ground()


def lines_of(program: Program, address: str) -> list[Any]:
    answer = program.get(address)
    assert answer.status_code == 200, answer.content
    return [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]


class Reader:
    """A program that follows the feed and keeps what it is told."""

    def __init__(self, person: Any) -> None:
        self.program = as_(person)
        self.cursor = ""
        self.held: dict[str, Any] = {}
        self.last: list[str] = []

    def follow(self, since: str | None = None) -> list[Any]:
        """Take what changed; return the lines, without the last."""
        cursor = self.cursor if since is None else since
        *told, end = lines_of(self.program, f"{CHANGES}?since={cursor}" if cursor else CHANGES)
        assert end["change"] == "end"
        for one in told:
            match one["change"]:
                case "anew":
                    self.held = {}
                case "gone":
                    del self.held[one["id"]]
                case "changed":
                    del self.held[one["was"]]
                    self.held[one["id"]] = one["activity"]
                case "new":
                    assert one["id"] not in self.held
                    self.held[one["id"]] = one["activity"]
        self.cursor = end["next"]
        self.last = [one["change"] for one in told]
        return told

    def there(self) -> dict[str, Any]:
        return {one["id"]: one for one in lines_of(self.program, BULK)}


def retitled(row: tuple[str, ...], title: str) -> tuple[str, ...]:
    return (*row[:3], title, *row[4:])


def test_a_reader_is_told_what_came_changed_and_went(cast: Cast) -> None:
    reader, source = Reader(cast.bruno), a_source(cast)
    assert reader.follow() == [{"change": "anew"}]
    sent(source, cast, CLINIC, VACCINES)

    reader.follow()
    assert reader.last == ["new", "new"]
    clinic = next(key for key, one in reader.held.items() if one["title"] == CLINIC[3])
    vaccines = next(key for key, one in reader.held.items() if one["title"] == VACCINES[3])
    last = sent(source, cast, retitled(CLINIC, "Clinic of Darn enlarged"))
    told = reader.follow()

    assert told[0] == {"change": "gone", "id": vaccines}
    assert told[1]["change"] == "changed"
    assert told[1]["was"] == clinic
    assert told[1]["activity"]["title"] == "Clinic of Darn enlarged"
    assert reader.follow() == []
    undo_import(last.public_id, by=cast.bruno, at=NOW, because="Sent by mistake")
    reader.follow()
    assert sorted(reader.last) == ["changed", "new"]
    assert set(reader.held) == {clinic, vaccines}
    assert reader.held == reader.there()


def test_what_came_and_went_in_between_is_not_told(cast: Cast) -> None:
    reader, source = Reader(cast.bruno), a_source(cast)
    reader.follow()

    undo_import(sent(source, cast, CLINIC).public_id, by=cast.bruno, at=NOW, because="Mistake")

    assert reader.follow() == []


def test_the_feed_goes_on_from_any_cursor(cast: Cast) -> None:
    reader, source = Reader(cast.bruno), a_source(cast)
    reader.follow()
    first, held = reader.cursor, dict(reader.held)
    sent(source, cast, CLINIC)
    reader.follow()
    sent(source, cast, CLINIC, VACCINES)
    reader.follow()

    late = Reader(cast.bruno)
    late.held = held
    late.follow(since=first)

    assert late.held == reader.held == reader.there()


def test_who_never_saw_an_activity_is_not_told_that_it_went(cast: Cast) -> None:
    reader, source = Reader(cast.daniel), a_source(cast)
    sent(source, cast, CLINIC, label="TLP:AMBER+STRICT")
    reader.follow()
    assert reader.held == {}

    sent(source, cast, VACCINES, label="TLP:AMBER+STRICT")

    assert reader.follow() == []


def test_who_sees_old_versions_only_now_is_not_told_that_they_went(cast: Cast) -> None:
    reader, source = Reader(cast.daniel), a_source(cast)
    sent(source, cast, CLINIC, label="TLP:AMBER+STRICT")
    hidden = Activity.current.get().public_id
    reader.follow()

    sent(source, cast, VACCINES, label="TLP:GREEN")
    told = reader.follow()

    assert [one["change"] for one in told] == ["anew", "new"]
    assert hidden not in json.dumps(told)
    assert reader.held == reader.there()


def test_who_lost_sight_is_told_to_begin_anew_and_no_id(cast: Cast) -> None:
    reader, source = Reader(cast.daniel), a_source(cast)
    sent(source, cast, CLINIC, VACCINES, label="TLP:GREEN")
    reader.follow()
    assert len(reader.held) == 2

    sent(source, cast, CLINIC, label="TLP:AMBER+STRICT")

    assert reader.follow() == [{"change": "anew"}]
    assert reader.held == reader.there() == {}


def test_a_new_label_is_told_anew_also_to_who_sees_no_less(cast: Cast) -> None:
    """A copy under the label of before would be handed on as such."""
    reader, source = Reader(cast.daniel), a_source(cast)
    sent(source, cast, CLINIC, label="TLP:CLEAR")
    reader.follow()

    sent(source, cast, CLINIC, VACCINES, label="TLP:GREEN")

    reader.follow()
    assert reader.last == ["anew", "new", "new"]
    assert {one["label"] for one in reader.held.values()} == {"TLP:GREEN"}
    sent(source, cast, CLINIC, label="TLP:GREEN")
    reader.follow()
    assert reader.last == ["gone"]


def test_a_rule_and_its_day_change_what_is_held_too(cast: Cast, time_machine: Any) -> None:
    reader, source = Reader(cast.daniel), a_source(cast)
    ends = NOW + dt.timedelta(days=1)
    sent(source, cast, CLINIC, label="TLP:GREEN", expires_at=ends.isoformat())
    reader.follow()
    assert len(reader.held) == 1
    assert reader.follow() == []

    time_machine.move_to(ends + dt.timedelta(hours=1))

    assert reader.follow() == [{"change": "anew"}]


def test_versions_of_one_activity_are_joined_only_where_its_id_is_shown(cast: Cast) -> None:
    source = a_source(cast)
    sent(source, cast, CLINIC, label="TLP:AMBER", beyond=2)
    Activity.versions.update(plausible=3)
    reader = Reader(cast.daniel)
    reader.follow()
    assert [one["precision"] for one in reader.held.values()] == ["coarse"]

    sent(source, cast, retitled(CLINIC, "Clinic enlarged"), label="TLP:AMBER", beyond=2)
    Activity.versions.update(plausible=3)
    reader.follow()

    assert reader.last == ["gone", "new"]
    assert reader.held == reader.there()


def test_a_cursor_is_its_readers_own_and_says_nothing(cast: Cast) -> None:
    reader, other = Reader(cast.bruno), as_(cast.daniel)
    reader.follow()
    first = reader.cursor
    reader.follow()

    assert reader.cursor != first
    assert len(reader.cursor) == len(first)
    for wrong in (first[:-2], "zq", "=", "é", first + "AAAA"):
        assert set(problems(reader.program.get(f"{CHANGES}?since={wrong}"))) == {"since"}
    assert set(problems(other.get(f"{CHANGES}?since={first}"))) == {"since"}
    assert shape_of(nobody().get(CHANGES)) == "api.not_signed_in"
    assert set(problems(other.get(f"{CHANGES}?after=1"))) == {"after"}


@pytest.mark.parametrize("who", ["amina", "bruno", "chinara", "daniel", "eva"])
def test_it_begins_with_all_that_each_may_see(who: str, cast: Cast) -> None:
    plant(cast)
    reader = Reader(getattr(cast, who))

    reader.follow()

    assert reader.held == reader.there() != {}
    assert reader.follow() == []


_ROWS = (CLINIC, VACCINES, SHELTER, retitled(CLINIC, "Clinic closed"), retitled(VACCINES, "Round"))
_LABELS = ("TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:CLEAR", "TLP:RED")
_STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("import"), st.integers(0, 1), st.sets(st.integers(0, 4), min_size=1),
            st.sampled_from(_LABELS), st.integers(0, 2),
        ),
        st.tuples(st.just("undo"), st.integers(0, 1)),
        st.tuples(st.just("rule"), st.integers(0, 9), st.sampled_from(_LABELS), st.integers(0, 2)),
        st.tuples(st.just("hide"), st.integers(0, 9), st.booleans()),
        st.tuples(st.just("count"), st.integers(2, 3)),
        st.tuples(st.just("follow"), st.integers(0, 2)),
    ),
    min_size=3, max_size=8,
)  # fmt: skip


def _step(step: Any, sources: list[Source], cast: Cast, readers: list[Reader]) -> None:
    kind, *said = step
    if kind == "import":
        which, rows, label, beyond = said
        ids: dict[str, tuple[str, ...]] = {_ROWS[one][0]: _ROWS[one] for one in sorted(rows)}
        report = read(received(sources[which], a_list(*ids.values()), cast))
        if report.state == ReportImport.State.READY:
            imported(report, cast, label=label, beyond=beyond)
    elif kind == "undo":
        now = Source.objects.get(pk=sources[said[0]].pk).current
        if now is not None and now.state == ReportImport.State.IMPORTED:
            undo_import(now.public_id, by=cast.bruno, at=NOW, because="Mistake")
    elif kind in ("rule", "hide"):
        rules = list(SharingRule.objects.order_by("pk"))
        for rule in rules[said[0] % len(rules) :][:1] if rules else ():
            change = (
                {"label": said[1], "beyond": said[2]}
                if kind == "rule"
                else {"hides_implementer": said[1]}
            )
            SharingRule.objects.filter(pk=rule.pk).update(**change)
    elif kind == "count":
        Activity.versions.update(plausible=said[0])
    else:
        readers[said[0]].follow()


@settings(
    max_examples=12, deadline=None, derandomize=True, database=None,
    phases=[Phase.generate], suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(steps=_STEPS)
def test_whoever_follows_ends_with_what_there_is(steps: Any, cast: Cast) -> None:
    with transaction.atomic():
        sources = [a_source(cast), a_source(cast, name="Quarterly")]
        readers = [Reader(cast.bruno), Reader(cast.daniel), Reader(cast.chinara)]
        for step in steps:
            _step(step, sources, cast, readers)
        for reader in readers:
            reader.follow()
            assert reader.held == reader.there()
            reader.follow()
            assert reader.last == []
        transaction.set_rollback(True)
