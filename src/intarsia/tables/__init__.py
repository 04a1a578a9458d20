"""What passes between the stages: every table of the picture, its columns, types and units.

`activities.py`, `details.py` and `context.py` define them, `spec.py` checks them,
`picture.py` keeps them together and on disk, `problems.py` collects what is wrong.
"""

from intarsia.tables.activities import (
    ACTIVITIES,
    ACTIVITY_LOCATIONS,
    ACTIVITY_SECTORS,
    BUDGETS,
    PARTICIPATIONS,
    PEOPLE,
    TRANSACTIONS,
)
from intarsia.tables.context import (
    ASSIGNMENTS,
    FINDINGS,
    MANDATES,
    NEEDS,
    ORGANIZATIONS,
    PLACES,
)
from intarsia.tables.details import (
    ACTIVITY_LINKS,
    CODES,
    DOCUMENTS,
    NARRATIVES,
    PROBLEMS,
    REMAINDERS,
    REPORTS,
    RESULTS,
)
from intarsia.tables.picture import (
    ACTIVITY_TABLES,
    READER_TABLES,
    SCHEMA_VERSION,
    TABLES,
    Picture,
    PictureError,
    load_picture,
    refuse_other_folder,
    save_picture,
)
from intarsia.tables.problems import Problem, ProblemLog
from intarsia.tables.spec import Column, Table, TableShapeError, check, from_rows

__all__ = [
    "ACTIVITIES",
    "ACTIVITY_LINKS",
    "ACTIVITY_LOCATIONS",
    "ACTIVITY_SECTORS",
    "ACTIVITY_TABLES",
    "ASSIGNMENTS",
    "BUDGETS",
    "CODES",
    "DOCUMENTS",
    "FINDINGS",
    "MANDATES",
    "NARRATIVES",
    "NEEDS",
    "ORGANIZATIONS",
    "PARTICIPATIONS",
    "PEOPLE",
    "PLACES",
    "PROBLEMS",
    "READER_TABLES",
    "REMAINDERS",
    "REPORTS",
    "RESULTS",
    "SCHEMA_VERSION",
    "TABLES",
    "TRANSACTIONS",
    "Column",
    "Picture",
    "PictureError",
    "Problem",
    "ProblemLog",
    "Table",
    "TableShapeError",
    "check",
    "from_rows",
    "load_picture",
    "refuse_other_folder",
    "save_picture",
]
