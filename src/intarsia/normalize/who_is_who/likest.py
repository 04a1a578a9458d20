"""Which of a few known names is a stated name most like? Readings in, the likest out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from intarsia.normalize.who_is_who.compare import Likeness, is_light
from intarsia.normalize.who_is_who.index import Index
from intarsia.normalize.who_is_who.known import Written
from intarsia.normalize.who_is_who.match import Because, Candidate
from intarsia.normalize.who_is_who.names import Reading

#: From this confidence on a match counts; below it people decide.
ENOUGH = 0.8
#: A known name that shares at least this part of the words' weight is worth showing.
_WORTH_SHOWING = 0.76
_SURENESS = {"slips": 0.94, "words": 0.93, "initials": 0.84}
_LIGHT = 0.82
#: What two names share beside words without weight must have so many letters.
_LEAST_SHARED = 4
#: How sure a name is of which one short word differs by a letter.
_NEAR = 0.5
_A_SLIP = 0.01
#: How much surer the likest must be where another name is as near letter by letter.
_CLEARLY_MORE = 0.05


@dataclass(frozen=True)
class Option:
    """A known name that a stated one is like, and how sure it is meant."""

    organization: str
    name: str
    confidence: float
    distance: int
    because: Because


@dataclass(frozen=True)
class Likest:
    """The known names that a stated one is like, the likest first.

    is_clear  no other organization's name is as near
    """

    options: tuple[Option, ...]
    is_clear: bool

    @property
    def best(self) -> Option | None:
        """The likest, if there is one."""
        return self.options[0] if self.options else None

    def others(self) -> tuple[Candidate, ...]:
        """All but the likest, as candidates."""
        return tuple(
            Candidate(option.organization, option.confidence, option.because)
            for option in self.options[1:]
        )


def likest(stated: Reading, names: Sequence[Written], index: Index) -> Likest:
    """Return the names a stated one is like: an organization once, by its nearest name."""
    best: dict[str, Option] = {}
    for written in names:
        option = _option(stated, written, index)
        if option is None:
            continue
        other = best.get(written.organization)
        if other is None or _rank(option) < _rank(other):
            best[written.organization] = option
    options = sorted(best.values(), key=_rank)
    rivals = [option for option in options if option.confidence >= ENOUGH]
    is_clear = len(rivals) == 1 or (
        len(rivals) > 1
        and (
            rivals[0].distance < rivals[1].distance
            or rivals[0].confidence > rivals[1].confidence + _CLEARLY_MORE
        )
    )
    return Likest(tuple(options), is_clear)


def _rank(option: Option) -> tuple[float, int, str]:
    return (-option.confidence, option.distance, option.organization)


def _option(stated: Reading, written: Written, index: Index) -> Option | None:
    other = written.reading
    found = index.comparison.likeness(stated, other)
    if found.barrier or (found.score < _WORTH_SHOWING and not _is_near(found)):
        return None
    of_a_country = bool(index.own_countries(written.organization))
    return Option(
        written.organization,
        other.text,
        round(_confidence(stated, found, of_a_country=of_a_country), 3),
        OSA.distance(stated.letters, other.letters),
        Because(f"match.{found.because}", {"name": other.text, **_differing(found)}),
    )


def _is_near(found: Likeness) -> bool:
    """Whether one short word is all that differs, and that by one letter: "MPS", "MSP"."""
    if len(found.left) != 1 or len(found.lacking) != 1 or found.score <= 0:
        return False
    return OSA.distance(found.left[0], found.lacking[0], score_cutoff=1) < 2


def _confidence(stated: Reading, found: Likeness, *, of_a_country: bool) -> float:
    """How sure it is; a national member is not meant by likeness where no country is said."""
    if not found.left and not found.lacking:
        return _SURENESS[found.because] - _A_SLIP * found.slips
    apart = {*found.left, *found.lacking}
    shared = [word for word in stated.words if word not in apart]
    if (
        is_light(found.left)
        and is_light(found.lacking)
        and len("".join(shared)) >= _LEAST_SHARED
        and (stated.countries or not of_a_country)
    ):
        return _LIGHT
    # Words of weight differ: however much is shared, people decide.
    return min(max(found.score, _NEAR), ENOUGH - 0.01)


def _differing(found: Likeness) -> dict[str, object]:
    differing = [*found.left, *found.lacking]
    if differing:
        return {"differ": differing}
    return {"slips": found.slips} if found.slips else {}
