"""Which organizations are known, by which names, acronyms and identifiers?

Comes out: a REGISTER table, one row an organization: the packaged register, and a user's own
file and confirmed matches laid over it. Whom a stated name means is another question:
see `intarsia.normalize.who_is_who`.
"""

from intarsia.register.confirmed import read_confirmed, with_confirmed
from intarsia.register.files import read_register, write_register
from intarsia.register.merge import merged
from intarsia.register.packaged import packaged_register, register_with
from intarsia.register.table import PACKAGED, REGISTER, RegisterError

__all__ = [
    "PACKAGED",
    "REGISTER",
    "RegisterError",
    "merged",
    "packaged_register",
    "read_confirmed",
    "read_register",
    "register_with",
    "with_confirmed",
    "write_register",
]
