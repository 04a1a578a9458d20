"""For whom and how: which people a heading, a cell or a figure speaks of, and how help is given.

Text in, codes out: sex, age, disability and status (`disaggregation_of`), target groups
(`groups_named`), modalities (`modalities_named`). Figures in, their total out (`people_of`).
"""

from intarsia.people.cells import Named
from intarsia.people.disaggregation import Disaggregation, disaggregation_of
from intarsia.people.groups import group_suggestion, groups_in, groups_named
from intarsia.people.modalities import modalities_in, modalities_named, modality_suggestion
from intarsia.people.totals import Figure, Total, households_to_people, people_of, total_of

__all__ = [
    "Disaggregation",
    "Figure",
    "Named",
    "Total",
    "disaggregation_of",
    "group_suggestion",
    "groups_in",
    "groups_named",
    "households_to_people",
    "modalities_in",
    "modalities_named",
    "modality_suggestion",
    "people_of",
    "total_of",
]
