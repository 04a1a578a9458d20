"""What every record with a sharing rule has; nothing reads its fields but `access.queries.seen`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from django.db import models

from intarsia.sharing.labels import Precision
from intarsia_site.access.keys import random_id


@dataclass(frozen=True)
class Shown:
    """From which precision a field is shown, and where it stands if not under its own name.

    unless   what else of a rule hides it from all but the owner's members
    """

    least: Precision
    path: str = ""
    unless: Literal["", "hides_implementer", "finest_level", "either"] = ""
    #: With `finest_level`: a level of place, or the column that holds it.
    level: int | str = 0


class SharedRecord(models.Model):
    """A row whose fields are shown as precisely as its rule says.

    SHOWN names each field that may ever be shown and the least precision that shows it. A field
    that is not in it is shown to nobody: forgetting one hides it.
    """

    SHOWN: ClassVar[dict[str, Shown]] = {}

    public_id = models.CharField(max_length=16, unique=True, default=random_id)
    rule = models.ForeignKey("access.SharingRule", on_delete=models.PROTECT, related_name="+")
    #: How many organizations could plausibly be the one behind it; existence needs three.
    plausible = models.PositiveIntegerField(default=0)
    #: The marking of the source, as written.
    marking = models.CharField(max_length=120, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
