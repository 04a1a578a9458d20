"""The measures of `sharing`, on the database of this process. Django is set up."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.core.management import call_command
from django.db import connection
from django.db.models import Count, F
from django.utils import timezone

import site_pages
import site_records
from intarsia_site.access import models as access
from intarsia_site.access.queries.seen import Seen
from intarsia_site.access.queries.viewer import Viewing, nobody, viewer_of
from intarsia_site.registry.nouns import NOUNS, Noun

TRIES, AIM_RATIO, AIM_MS, SLOWEST = 5, 2.0, 200.0, 12


class Cost(NamedTuple):
    """Milliseconds at the median: by the clock, and of the processor, here and in PostgreSQL.

    Where others work on the same machine the clock counts them too; the processor hardly does.
    """

    clock: float
    processor: float


def _worked() -> float:
    """Return seconds of the processor so far: here, and in PostgreSQL for this connection."""
    here = time.process_time()
    if connection.vendor != "postgresql" or connection.connection is None:
        return here
    told = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    try:
        return here + int(told.read_text().split()[0]) / 1e9
    except OSError:  # it is on another machine, or this one is no Linux
        return here


def cost(work: Callable[[], object], tries: int = TRIES) -> Cost:
    """Return what work costs at the median of several runs, once warm."""
    work()
    clock, processor = [], []
    for _ in range(tries):
        begun, worked = time.perf_counter(), _worked()
        work()
        clock.append(1e3 * (time.perf_counter() - begun))
        processor.append(1e3 * (_worked() - worked))
    return Cost(statistics.median(clock), statistics.median(processor))


def main() -> None:
    """Fill the database if it is empty, and print its tables."""
    call_command("migrate", verbosity=0)
    if not access.Organization.objects.exists():
        begun = time.perf_counter()
        site_records.fill()
        print(f"\n  filled in {time.perf_counter() - begun:.0f} s")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # What its own housekeeping does some minutes after rows came in.
            cursor.execute("VACUUM ANALYZE")
    people = list(access.User.objects.order_by("pk")[:4])
    now = timezone.now()
    viewers = {
        "curator": viewer_of(people[0], at=now),
        "focal point": viewer_of(people[1], at=now),
        "nobody": nobody(now),
    }
    print(f"\nSharing on {connection.vendor}: {_sizes()}; median of {TRIES}")
    _ratios(viewers)
    _pages(dict(zip(("curator", "focal point", "host", "administrator"), people, strict=True)))


def _sizes() -> str:
    models = (access.Organization, access.Membership, access.SharingRule)
    return ", ".join(f"{one.objects.count():,} {one._meta.verbose_name_plural!s}" for one in models)


class Pair(NamedTuple):
    """The same question with sharing and without."""

    name: str
    shared: Callable[[], object]
    plain: Callable[[], object]


def _pairs(noun: Noun, viewing: Viewing) -> Iterator[Pair]:
    """Yield what a list asks the database, with the expression and on the plain rows."""
    shown, model = noun.model.SHOWN, noun.model
    paths = {name: one.path or name for name, one in shown.items()}
    columns = ["public_id", *paths.values()]
    order = F(paths[noun.order]).asc(nulls_last=True)
    plain = model._default_manager.order_by(order, "public_id").values_list(*columns)
    backwards = model._default_manager.order_by(
        F(paths[noun.search[0]]).desc(nulls_last=True), "public_id"
    ).values_list(*columns)
    seen = Seen(model, viewing)
    word = {f"{noun.search[-1]}__icontains": "dialogue"}
    plain_word = {f"{paths[noun.search[-1]]}__icontains": "dialogue"}
    yield Pair("first part", lambda: seen.ordered(noun.order)[:51], lambda: list(plain[:51]))
    if "sector_code" in shown:
        yield Pair(
            "filtered by sector",
            lambda: seen.where(sector_code="police").ordered(noun.order)[:51],
            lambda: list(plain.filter(sector_code="police")[:51]),
        )
    yield Pair(
        "sorted downwards",
        lambda: seen.ordered("-" + noun.search[0])[:51],
        lambda: list(backwards[:51]),
    )
    yield Pair(
        "searched",
        lambda: seen.where(**word).ordered(noun.order)[:51],
        lambda: list(plain.filter(**plain_word)[:51]),
    )
    yield Pair("counted", seen.count, model._default_manager.count)
    by = [name for name in noun.filters if name != "organization_id"]
    yield Pair(
        "counted by filters",
        lambda: seen.counts_of(by),
        lambda: list(
            model._default_manager.order_by()
            .values(*(paths[one] for one in by))
            .annotate(n=Count("pk"))
        ),
    )


def _ratios(viewers: dict[str, Viewing]) -> None:
    """Print what the five lists take together, by question and viewer, and the worst list."""
    asked: dict[tuple[str, str], list[tuple[str, Cost, Cost]]] = {}
    for plural, noun in NOUNS.items():
        for name, viewing in viewers.items():
            for pair in _pairs(noun, viewing):
                spent = (plural, cost(pair.shared), cost(pair.plain))
                asked.setdefault((pair.name, name), []).append(spent)
    print(
        f"  {'five lists together':<21}{'as':<13}{'shared ms':>10}{'plain ms':>10}{'ratio':>7}"
        f"{'of processor':>14}   the worst list: shared, plain, ratio"
    )
    for (name, viewer), spent in sorted(asked.items()):
        shared, plain = _added(one for _, one, _ in spent), _added(one for _, _, one in spent)
        ratios = (shared.clock / plain.clock, shared.processor / plain.processor)
        worst, ours, theirs = max(spent, key=lambda one: one[1].clock / one[2].clock)
        print(
            f"  {name:<21}{viewer:<13}{shared.clock:>10.1f}{plain.clock:>10.1f}{ratios[0]:>7.2f}"
            f"{ratios[1]:>14.2f}   {worst}: {ours.clock:.1f}, {theirs.clock:.1f}, "
            f"{ours.clock / theirs.clock:.1f}{'   over' if min(ratios) > AIM_RATIO else ''}"
        )


def _added(costs: Iterable[Cost]) -> Cost:
    every = list(costs)
    return Cost(sum(one.clock for one in every), sum(one.processor for one in every))


def _pages(people: dict[str, access.User]) -> None:
    found: list[tuple[Cost, str, str]] = []
    for name, person in (*people.items(), ("nobody", None)):
        client = site_pages.client_of(person)
        for address, is_fragment in list(site_pages.addresses(client, person)):
            spent = cost(
                lambda: site_pages.ask(client, address, is_fragment=is_fragment),  # noqa: B023
                tries=1 if "/table." in address else 3,
            )
            found.append((spent, name, f"{address}{' (fragment)' if is_fragment else ''}"))
    _told(found)


def _told(found: Iterable[tuple[Cost, str, str]]) -> None:
    ordered = sorted(found, key=lambda one: one[0].processor, reverse=True)
    files = [one for one in ordered if "/table." in one[2]]
    pages = [one for one in ordered if "/table." not in one[2]]
    over = [one for one in pages if min(one[0]) > AIM_MS]
    clock, processor = (sorted(cost[n] for cost, _, _ in pages) for n in (0, 1))
    print(
        f"\n  {len(pages)} pages, fragments and answers of the API, in ms: median "
        f"{statistics.median(clock):.0f} (processor {statistics.median(processor):.0f}), slowest "
        f"{clock[-1]:.0f} ({processor[-1]:.0f}); {sum(one > AIM_MS for one in clock)} over "
        f"{AIM_MS:.0f} by the clock, {sum(one > AIM_MS for one in processor)} by the processor"
    )
    print(f"  {'clock':>7}{'processor':>11}  as              address")
    for spent, name, address in pages[: max(SLOWEST, len(over))]:
        print(f"  {spent.clock:>7.0f}{spent.processor:>11.0f}  {name:<16}{address}")
    print("  whole lists as files (no aim):")
    for spent, name, address in files[:2]:
        print(f"  {spent.clock:>7.0f}{spent.processor:>12.0f}  {name:<16}{address}")
