"""What became so, changed and went since somebody last looked, as they may see it now.

Nobody is named an activity that they did not hold: see docs/decisions/0022.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Max, QuerySet
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from intarsia_site.access.queries.seen import Seen, SeenRecord
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.reports.models import Activity, Source, Switch

#: Records that are held at once.
AT_ONCE = 1000
_MARK = 16
_MOST = 1 << (8 * _MARK)
_NUMBER = 8


@dataclass(frozen=True)
class Change:
    """One line of the feed.

    kind    "anew": forget what you hold, what follows is all; "new"; "changed"; "gone"
    record  the activity as it is seen now; None where it is gone, or all is told anew
    gone    the public id of the version that is so no longer
    """

    kind: str
    record: SeenRecord | None = None
    gone: str = ""


@dataclass
class Feed:
    """The lines for one reader; once they are all taken, `cursor` says where the next begins."""

    viewing: Viewing
    since: str = ""
    _switch: int = 0
    _sum: int = 0
    _is_told: bool = field(default=False, init=False)

    def __iter__(self) -> Iterator[Change]:
        """Yield what changed since; everything, behind one line "anew", where nothing is held or
        what is held is seen otherwise by now."""
        held, last = opened(self.since, viewing=self.viewing), _last_switch()
        now = _imports_so()
        then = now if held is None else _imports_then(held.switch, now)
        if held is None or _sum_of(self._seen(_held_in(then.values()))) != held.sum:
            self._sum = 0
            yield Change("anew")
            yield from self._began(_so_in(now.values()))
        else:
            self._sum = held.sum
            moved = {one for one in then.keys() | now.keys() if then.get(one) != now.get(one)}
            before = [one for source, one in then.items() if source in moved]
            after = [one for source, one in now.items() if source in moved]
            yield from self._between(before, after)
        self._switch, self._is_told = last, True

    @property
    def cursor(self) -> str:
        """Where the next feed begins. Nobody can read in it how much there is that they do not see:
        it is sealed, and another each time."""
        if not self._is_told:
            raise RuntimeError("the lines of a feed are taken before its cursor")
        who = self.viewing.user_id or 0
        said = self._switch.to_bytes(_NUMBER, "big") + who.to_bytes(_NUMBER, "big")
        said += self._sum.to_bytes(_MARK, "big")
        return base64.urlsafe_b64encode(_box().encrypt(said)).decode().rstrip("=")

    def _seen(self, rows: QuerySet[Activity]) -> Seen:
        return Seen(Activity, self.viewing, among=rows)

    def _began(self, rows: QuerySet[Activity]) -> Iterator[Change]:
        for part in self._seen(rows).parts(AT_ONCE):
            for one in part:
                self._add(one)
                yield Change("new", one)

    def _between(self, before: list[int], after: list[int]) -> Iterator[Change]:
        """Yield what only one of two sets of imports holds, of each source one in a set."""
        if not (before or after):
            return
        went = self._seen(_held_in(before).exclude(stands__report_import__in=after))
        came = self._seen(_so_in(after).exclude(stands__report_import__in=before))
        for part in went.parts(AT_ONCE):
            followed = _others(part, came)
            for one in part:
                if _key(one) not in followed:
                    self._add(one, -1)
                    yield Change("gone", gone=one.public_id)
        for part in came.parts(AT_ONCE):
            preceded = _others(part, went)
            for one in part:
                was = preceded.get(_key(one))
                if was is not None:
                    self._add(was, -1)
                self._add(one)
                kind = "new" if was is None else "changed"
                yield Change(kind, one, was.public_id if was is not None else "")

    def _add(self, one: SeenRecord, sign: int = 1) -> None:
        self._sum = (self._sum + sign * _mark(one)) % _MOST


@dataclass(frozen=True)
class Held:
    """What a cursor says: up to which switch its reader was told, and the sum of what they hold."""

    switch: int
    sum: int


def opened(cursor: str, *, viewing: Viewing) -> Held | None:
    """Return what a cursor of this viewer says; None for an empty one, and for anything else."""
    try:
        sealed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        said = _box().decrypt(sealed)
    except (ValueError, CryptoError):
        return None
    switch, user = (int.from_bytes(said[at : at + _NUMBER], "big") for at in (0, _NUMBER))
    if user != (viewing.user_id or 0):
        return None
    return Held(switch, int.from_bytes(said[2 * _NUMBER :], "big"))


def _box() -> SecretBox:
    return SecretBox(_key_for("cursor"))


def _key_for(purpose: str) -> bytes:
    return hashlib.sha256(f"change feed {purpose} {settings.SECRET_KEY}".encode()).digest()


def _mark(one: SeenRecord) -> int:
    """Return the mark of a record as it is seen: another value, or precision, another mark."""
    said = json.dumps([one.public_id, int(one.precision), one.values], default=str).encode()
    mark = hashlib.blake2b(said, digest_size=_MARK, key=_key_for("mark"))
    return int.from_bytes(mark.digest(), "big")


def _sum_of(seen: Seen) -> int:
    return sum(_mark(one) for part in seen.parts(AT_ONCE) for one in part) % _MOST


def _last_switch() -> int:
    return int(Switch.objects.aggregate(last=Max("pk"))["last"] or 0)


def _imports_so() -> dict[int, int]:
    """Return by source the import that is so."""
    rows = Source.objects.filter(current__isnull=False)
    return dict(rows.values_list("pk", "current_id"))


def _imports_then(switch: int, now: dict[int, int]) -> dict[int, int]:
    """Return by source the import that was so just behind a switch."""
    then: dict[int, int | None] = {**now}
    later = Switch.objects.filter(pk__gt=switch).order_by("-pk")
    then |= dict(later.values_list("source_id", "before_id"))
    return {source: one for source, one in then.items() if one is not None}


def _held_in(imports: Iterable[int]) -> QuerySet[Activity]:
    return Activity.versions.filter(stands__report_import__in=list(imports))


def _so_in(imports: Iterable[int]) -> QuerySet[Activity]:
    """Return the versions of imports that are so at this moment too: another may have come."""
    return Activity.versions.filter(
        stands__report_import__in=list(imports),
        stands__report_import__current_of__isnull=False,
    )


def _key(one: SeenRecord) -> tuple[str, str] | None:
    """Return what versions of one activity share, where the viewer is shown it."""
    source, activity = one["source_id"], one["activity_id"]
    return (source, activity) if source and activity else None


def _others(part: list[SeenRecord], among: Seen) -> dict[tuple[str, str] | None, SeenRecord]:
    """Return the versions among others of the activities of a part, by their key."""
    ids = [one["activity_id"] for one in part if _key(one) is not None]
    if not ids:
        return {}
    found = among.where(activity_id__in=ids)
    return {_key(one): one for one in found if _key(one) is not None}
