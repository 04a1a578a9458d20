"""Entries about an account are about the person: by the key that stays when a person is erased."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def by_the_persons_key(apps: Any, _editor: Any) -> None:
    keys = dict(apps.get_model("access", "User").objects.values_list("public_id", "audit_key"))
    entries = apps.get_model("access", "AuditEntry").objects.filter(subject_kind="user")
    for public_id in set(entries.values_list("subject_id", flat=True)):
        about = entries.filter(subject_id=public_id)
        about.update(subject_kind="person", subject_id=keys.get(public_id, public_id))


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]

    operations = [migrations.RunPython(by_the_persons_key, migrations.RunPython.noop)]
