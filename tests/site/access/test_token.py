"""Keys for programs: shown once, kept as a hash, ended by their person alone."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from intarsia_site.access.errors import NotFound, Refused
from intarsia_site.access.models import AuditEntry, OutgoingLetter, Token
from intarsia_site.access.queries.token import my_tokens
from intarsia_site.access.queries.viewer import nobody, viewer_of
from intarsia_site.access.services.token import end_token, make_token
from intarsia_site.access.services.token_use import use_token
from people import NOW, Cast


def test_a_token_is_kept_as_a_hash_and_ends_within_a_year(cast: Cast) -> None:
    _made, secret = make_token(name="export", scope="write", days=365, by=cast.daniel, at=NOW)

    everything = [*Token.objects.values(), *AuditEntry.objects.values()]
    everything += OutgoingLetter.objects.values()
    assert secret not in repr(everything)
    assert use_token(secret, at=NOW) == (cast.daniel, True)
    assert use_token(secret, at=NOW + dt.timedelta(days=365)) is None


@pytest.mark.parametrize(
    "wrong", [{"days": 366}, {"days": 0}, {"scope": "administer"}, {"name": " "}]
)
def test_a_token_for_longer_or_for_more_is_refused(cast: Cast, wrong: dict[str, object]) -> None:
    with pytest.raises(Refused):
        make_token(
            **{"name": "export", "scope": "read", "days": 9, **wrong}, by=cast.daniel, at=NOW
        )

    assert not Token.objects.exists()


def test_a_token_is_ended_by_its_person_alone(cast: Cast) -> None:
    made, secret = make_token(name="export", scope="read", days=9, by=cast.daniel, at=NOW)

    for who in (cast.amina, cast.eva, AnonymousUser()):
        with pytest.raises(NotFound):
            end_token(made, by=who, at=NOW)
    assert use_token(secret, at=NOW) == (cast.daniel, False)

    end_token(made, by=cast.daniel, at=NOW)
    assert use_token(secret, at=NOW) is None


def test_one_sees_one_s_own_tokens(cast: Cast) -> None:
    make_token(name="export", scope="read", days=9, by=cast.daniel, at=NOW)

    assert [one.name for one in my_tokens(viewer_of(cast.daniel, at=NOW)).lines] == ["export"]
    assert my_tokens(viewer_of(cast.eva, at=NOW)).lines == ()
    with pytest.raises(NotFound):
        my_tokens(nobody(NOW))
