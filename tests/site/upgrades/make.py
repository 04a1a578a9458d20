"""Writes a dump of this release beside itself, once: `python tests/site/upgrades/make.py`.

The example country as `intarsia demo` loads it, on the exercise's day, with a sign-in and one
changed sharing rule; of the register only the organizations that it speaks of. All is invented.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "src"))

import intarsia  # noqa: E402 - of this tree, whatever is installed

#: Opens the dumps of this folder. It protects nothing: what is in them is invented.
PASSPHRASE = "a dump for tests of upgrades, nothing secret"  # noqa: S105
AT = dt.datetime(2011, 5, 31, 12, tzinfo=dt.UTC)
BECAUSE = "Seen by the mission's partners in health only"


def main() -> int:
    """Write the dump of this release; one that is there stays as it was written."""
    to = HERE / f"{intarsia.__version__}.backup"
    if to.exists():
        sys.stderr.write(f"{to.name} is kept already. What was released is not written again.\n")
        return 1
    os.environ.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["INTARSIA_DATA"] = folder
        written = _write(to)
    sys.stdout.write(f"{to.name}: {written}\n")
    return 0


def _write(to: Path) -> object:
    import time_machine

    from intarsia_site.config.collected import collect
    from intarsia_site.config.opening import open_site, prepare

    open_site()
    from intarsia_site.config.backups.writing import write_backup
    from intarsia_site.config.demo.load import load_demo

    prepare()
    collect()
    with time_machine.travel(AT, tick=False):
        load_demo(at=AT)
        _leave_out_what_nobody_speaks_of()
        _do_something()
        return write_backup(to, PASSPHRASE)


def _leave_out_what_nobody_speaks_of() -> None:
    """Keep the organizations that something refers to, and those above them."""
    from django.apps import apps

    from intarsia_site.access.models import (
        Organization,
        OrganizationAlias,
        OrganizationIdentifier,
    )

    names = (OrganizationAlias, OrganizationIdentifier)
    kept: set[int] = set()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.related_model is Organization and model not in (Organization, *names):
                kept |= set(model._base_manager.values_list(field.attname, flat=True))
    above = dict(Organization.objects.values_list("pk", "parent"))
    while parents := {above[one] for one in kept if one} - kept - {None}:
        kept |= parents
    kept.discard(None)  # type: ignore[arg-type]
    for model in names:
        model.objects.exclude(organization__in=kept).delete()
    Organization.objects.exclude(pk__in=kept).update(parent=None)
    Organization.objects.exclude(pk__in=kept).delete()


def _do_something() -> None:
    """Amina signs in, and shares the mission's ordinary mandates with the health agency only."""
    from django.test import Client

    from intarsia_site.access.models import Organization, SharingRule, User
    from intarsia_site.access.services.sharing_rule import change_rule
    from intarsia_site.config.demo.people import password

    browser = Client(SERVER_NAME="localhost")
    amina = User.objects.get(email="amina@arvenia.example")
    browser.post("/account/login/", {"login": amina.email, "password": password()})
    if browser.get("/").status_code != 200:
        raise SystemExit("Amina could not sign in.")
    agency = Organization.objects.get(memberships__user__email="bruno@arvenia.example")
    rule = SharingRule.objects.get(owner__memberships__user=amina, label="TLP:GREEN")
    change_rule(
        rule.public_id,
        revision=rule.revision,
        label="TLP:AMBER",
        beyond="coarse",
        organization_ids=[agency.public_id],
        by=amina,
        at=AT,
        because=BECAUSE,
    )


if __name__ == "__main__":
    sys.exit(main())
