"""Those who see the same of a country's activities are one class; what a class sees is what the
database shows each of them."""

from __future__ import annotations

from functools import partial

import pytest
from ground import the_ground
from sent import CLINIC, a_source, sent

from intarsia.sharing.labels import Label, Precision
from intarsia_site.access.models import SharingRule
from intarsia_site.access.queries.seen import Seen
from intarsia_site.access.queries.shown import need_of
from intarsia_site.access.queries.viewer import nobody, viewer_of
from intarsia_site.reports.models import Activity
from intarsia_site.reports.queries.sight_class import (
    Held,
    SightClass,
    class_of,
    community_class,
    public_class,
)
from intarsia_site.reports.services.plausible import count_plausible_activities
from people import NOW, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise", "data")]


@pytest.fixture
def cast() -> Cast:
    cast = the_ground()
    sent(a_source(cast), cast, CLINIC, label="TLP:AMBER", beyond=int(Precision.COARSE))
    return cast


def seen_by(one: SightClass) -> dict[str, tuple[Precision, frozenset[str]]]:
    """Return by public id the precision and the shown fields, as the class says."""
    rules = {(rule.import_id, rule.rule_id): rule for rule in one.rules}
    found = {}
    for row in Activity.current.select_related("source"):
        rule = rules.get((row.source.current_id or 0, row.rule_id))
        if rule is None or not rule.said(row.plausible).precision:
            continue
        shown = frozenset(
            name
            for name, how in Activity.SHOWN.items()
            if rule.shows(need_of(how), row.plausible, row.place_level)
        )
        found[row.public_id] = rule.said(row.plausible).precision, shown
    return found


def test_a_class_shows_what_the_database_shows_each_of_its_viewers(cast: Cast) -> None:
    Activity.versions.update(plausible=3)
    everyone = [cast.amina, cast.bruno, cast.chinara, cast.daniel, cast.eva]

    for hides, finest in ((False, None), (True, 1), (True, None), (False, 0)):
        SharingRule.objects.update(hides_implementer=hides, finest_level=finest)
        for viewing in [nobody(NOW), *(viewer_of(one, at=NOW) for one in everyone)]:
            said = seen_by(class_of(cast.arvenia, viewing=viewing))
            seen = {one.public_id: one for one in Seen(Activity, viewing)}
            assert set(said) == set(seen)
            for key, (precision, shown) in said.items():
                assert precision == seen[key].precision
                assert {name for name, value in seen[key].values.items() if value} <= shown


def test_the_same_is_seen_by_one_class_and_another_rule_makes_another_class(cast: Cast) -> None:
    bruno, daniel = viewer_of(cast.bruno, at=NOW), viewer_of(cast.daniel, at=NOW)
    before = class_of(cast.arvenia, viewing=daniel)

    assert class_of(cast.arvenia, viewing=bruno) != before
    assert class_of(cast.arvenia, viewing=daniel) == before
    SharingRule.objects.update(expires_at=NOW)
    assert class_of(cast.arvenia, viewing=daniel).rules == ()


def test_counting_the_plausible_anew_makes_another_class(cast: Cast) -> None:
    Activity.versions.update(plausible=9)
    before = class_of(cast.arvenia, viewing=nobody(NOW))

    count_plausible_activities(at=NOW)

    assert class_of(cast.arvenia, viewing=nobody(NOW)) != before


def test_all_who_work_there_see_no_less_than_their_class(cast: Cast) -> None:
    for label in Label:
        SharingRule.objects.update(label=label)
        public = seen_by(public_class(cast.arvenia, at=NOW))
        common = seen_by(community_class(cast.arvenia, at=NOW))
        for person in (cast.bruno, cast.chinara, cast.daniel):
            own = seen_by(class_of(cast.arvenia, viewing=viewer_of(person, at=NOW)))
            for key, (precision, shown) in common.items():
                assert own[key][0] >= precision
                assert own[key][1] >= shown
        assert set(public) <= set(common)


def test_what_is_held_is_made_once_and_the_oldest_is_let_go() -> None:
    held: Held[str] = Held(2)
    made = []

    def make(name: str) -> str:
        made.append(name)
        return name

    for name in ("a", "b", "a", "c", "a", "b"):
        assert held.get(name, partial(make, name)) == name

    assert made == ["a", "b", "c", "b"]
