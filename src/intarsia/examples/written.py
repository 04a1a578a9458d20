"""Where a statement stands once it is written, so that the truth can point at it."""

from dataclasses import dataclass

from intarsia.examples.reporting import Statement


@dataclass(frozen=True)
class Written:
    """A statement in its file: `row` counts from 1 in lists and is 0 where entries have ids."""

    entry: Statement
    row: int = 0
    organization: str = ""
    district: str = ""

    @property
    def key(self) -> str:
        """The entry's own id, or `file#row`."""
        return f"{self.entry.file}#{self.row}" if self.row else self.entry.statement_id
