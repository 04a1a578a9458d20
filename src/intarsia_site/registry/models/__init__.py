"""The tables of the registry, one file a noun."""

from intarsia_site.registry.models.capacity import Capacity
from intarsia_site.registry.models.commitment import CommitmentStatement
from intarsia_site.registry.models.mandate import Mandate
from intarsia_site.registry.models.name_to_learn import (
    NameSaid,
    NameToLearn,
    ReportedPlaceName,
)
from intarsia_site.registry.models.place import Place, PlaceName, PlaceSet
from intarsia_site.registry.models.priority import Priority
from intarsia_site.registry.models.profile import Profile
from intarsia_site.registry.models.proposal import Proposal

__all__ = [
    "Capacity",
    "CommitmentStatement",
    "Mandate",
    "NameSaid",
    "NameToLearn",
    "Place",
    "PlaceName",
    "PlaceSet",
    "Priority",
    "Profile",
    "Proposal",
    "ReportedPlaceName",
]
