"""Asks a restored installation, as the present code reads it, what a dump is to have kept.

Run in a process of its own, with INTARSIA_DATA and DATABASE_URL of the installation; the answers
come as JSON. `make.py` says what there is to be found.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import time_machine
from django.conf import settings

from intarsia_site.config.opening import open_site, waiting_migrations


def main(day: str) -> None:
    """Print the answers, as of a moment."""
    open_site()
    # Pages are asked for their answers, not for their files.
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    with time_machine.travel(day, tick=False):
        json.dump(
            {
                "waiting": waiting_migrations(),
                "counts": counts(),
                "rule": rule(),
                "trail": trail(),
                "pages": pages(),
            },
            sys.stdout,
        )


def counts() -> dict[str, int]:
    """Rows of each table."""
    from django.apps import apps

    return {
        model._meta.db_table: model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


def rule() -> dict[str, Any]:
    """The mission's rule that was changed, and how precisely three people see its mandates."""
    from django.utils import timezone

    from intarsia_site.access.models import SharingRule, User
    from intarsia_site.access.queries.seen import Seen
    from intarsia_site.access.queries.viewer import viewer_of
    from intarsia_site.registry.models import Mandate

    changed = SharingRule.objects.get(owner__memberships__user__name="Amina", revision=2)
    its = set(Mandate.objects.filter(rule=changed).values_list("public_id", flat=True))
    return {
        "label": changed.label,
        "organizations": list(changed.organizations.values_list("acronym", flat=True)),
        "mandates": len(its),
        "seen": {
            name: sorted(
                {
                    one.precision.name
                    for one in Seen(
                        Mandate, viewer_of(User.objects.get(name=name), at=timezone.now())
                    )
                    if one.public_id in its
                }
            )
            for name in ("Amina", "Bruno", "Daniel")
        },
    }


def trail() -> list[list[str]]:
    """What the trail says of sharing rules, oldest first."""
    from intarsia_site.access.models import AuditEntry, User

    names = dict(User.objects.values_list("audit_key", "name"))
    return [
        [one.verb, names[one.by_key], one.before["label"], one.after["label"], one.because]
        for one in AuditEntry.objects.filter(subject_kind="sharing_rule").order_by("at", "pk")
    ]


def pages() -> dict[str, int]:
    """What the first page answers: to nobody, to the sign-in of then, to a new one."""
    from django.contrib.sessions.models import Session
    from django.test import Client

    from intarsia_site.config.demo.people import password

    def browser() -> Client:
        return Client(SERVER_NAME="localhost")

    then, now, wrong = browser(), browser(), browser()
    kept = [one for one in Session.objects.all() if "_auth_user_id" in one.get_decoded()]
    then.cookies["sessionid"] = kept[0].session_key
    bruno = {"login": "bruno@arvenia.example", "password": password()}
    now.post("/account/login/", bruno)
    wrong.post("/account/login/", {**bruno, "password": "another long sentence"})
    asking = {"nobody": browser(), "then": then, "now": now, "wrong": wrong}
    return {who: one.get("/").status_code for who, one in asking.items()}


if __name__ == "__main__":
    main(sys.argv[1])
