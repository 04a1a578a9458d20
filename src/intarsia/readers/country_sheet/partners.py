"""Who takes part in an activity, read from who gives and who receives its money."""

from __future__ import annotations

import pyarrow as pa

from intarsia.readers.columns import fill
from intarsia.readers.country_sheet.cells import Coded, Named
from intarsia.readers.country_sheet.grouping import Groups
from intarsia.readers.country_sheet.lines import Lines
from intarsia.readers.country_sheet.said import Codes, Column
from intarsia.tables import PARTICIPATIONS
from intarsia.terms import Role

#: IATI TransactionType: funds that come in (1, 11, 13) or go out to the work (2, 3, 4, 7, 8, 10,
#: 12), and budgets. Interest, repayments and sales (5, 6, 9) run the other way: their receiver
#: implements nothing and their giver funds nothing.
_OUT = frozenset({"2", "3", "4", "7", "8", "10", "12", "budget"})
_IN = frozenset({"1", "11", "13"})


class _Gathered:
    """The rows of the table, column by column."""

    def __init__(self, groups: Groups) -> None:
        self.groups = groups
        self.activity: list[int] = []
        self.ordinal: list[int] = []
        self.role: list[str] = []
        self.one: list[Named] = []
        self.type_code: list[str | None] = []
        self.reporters: list[tuple[Named, ...]] = [()] * len(groups.ids)
        self.compared: dict[tuple[str, int], bool] = {}

    def add(
        self,
        role: Role,
        organizations: Column[tuple[Named, ...]],
        types: Column[Coded],
        rows: Codes | None,
    ) -> None:
        """Add whoever the rows name; a type beside several names does not say whose it is."""
        many = len(types.said)
        positions, pairs = self.groups.distinct(organizations.codes * many + types.codes, rows)
        keyed = [[(one.key, one) for one in ones] for ones in organizations.said]
        found: dict[tuple[int, str], int] = {}
        count = [0] * len(self.groups.ids)
        for position, pair in zip(positions, pairs, strict=True):
            ones = keyed[pair // many]
            type_code = types.said[pair % many].code if len(ones) == 1 else None
            for key, one in ones:
                at = found.get((position, key))
                if at is not None:
                    if self.type_code[at] is None:
                        self.type_code[at] = type_code
                elif role is Role.REPORTING or not self._reports(key, one, position):
                    found[position, key] = len(self.activity)
                    self.activity.append(position)
                    self.ordinal.append(count[position])
                    self.role.append(str(role))
                    self.one.append(one)
                    self.type_code.append(type_code)
                    count[position] += 1
            if role is Role.REPORTING and not self.reporters[position]:
                self.reporters[position] = organizations.said[pair // many]

    def _reports(self, key: str, one: Named, position: int) -> bool:
        reporters = self.reporters[position]
        # What a cell says is one object for all rows, so its identity stands for it.
        pair = (key, id(reporters))
        if pair not in self.compared:
            self.compared[pair] = any(_same(one, other) for other in reporters)
        return self.compared[pair]


def participations(lines: Lines, groups: Groups) -> pa.Table:
    """Return PARTICIPATIONS: the reporter, and whoever differs from it.

    Who gives money is funding, who receives money that goes out is implementing; each once per
    activity and role, in the order of the rows.
    """
    gathered = _Gathered(groups)
    gathered.add(Role.REPORTING, lines.reporter, lines.reporter_type, None)
    giving = lines.kind.where(lambda kind: kind in _IN or kind in _OUT)
    going_out = lines.kind.where(lambda kind: kind in _OUT)
    gathered.add(Role.FUNDING, lines.provider, lines.provider_type, giving)
    gathered.add(Role.IMPLEMENTING, lines.receiver, lines.receiver_type, going_out)
    return fill(
        PARTICIPATIONS,
        {
            "activity_id": groups.ids_of(gathered.activity),
            "ordinal": gathered.ordinal,
            "role": gathered.role,
            "identifier_as_reported": [one.identifier for one in gathered.one],
            "name_as_reported": [one.name for one in gathered.one],
            "organization_type": gathered.type_code,
        },
    )


def _same(one: Named, other: Named) -> bool:
    """Whether two namings mean one organization: by identifier, by name where one has none."""
    if one.identifier and other.identifier:
        return one.identifier.casefold() == other.identifier.casefold()
    return (one.name or "").casefold() == (other.name or "").casefold() != ""
