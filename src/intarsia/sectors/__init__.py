"""Which of Intarsia's sectors does a name mean? Names in six languages in, sector codes out.

`names.py` looks them up, `cells.py` takes cells apart that say more than one.
"""

from intarsia.sectors.names import SectorMatch, sector_named, suggestions

__all__ = ["SectorMatch", "sector_named", "suggestions"]
