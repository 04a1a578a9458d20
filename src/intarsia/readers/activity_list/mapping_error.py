"""What stops a mapping file from being used: one error, with the file and the key that is wrong."""

from __future__ import annotations

from intarsia.errors import IntarsiaError

__all__ = ["MappingError"]


class MappingError(IntarsiaError):
    """A mapping cannot be used as it is written.

    "mapping.unreadable", "mapping.not_yaml", "mapping.not_a_mapping", "mapping.unknown_key",
    "mapping.unknown_field", "mapping.bad_value", "mapping.key_missing", "mapping.field_repeated".
    `data` has `file`, and of `where`, `key`, `value`, `expected`, `suggestion` what applies.
    """
