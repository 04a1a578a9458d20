"""`make words`: brings the site's catalogues up to its sources, and says what is missing."""

from __future__ import annotations

import sys

from django.conf import settings

from intarsia_site.config.words import OWN, catalogue_of, packs
from intarsia_site.config.words.catalogues import brought_up, compiled, is_translated, read, written
from intarsia_site.config.words.extraction import strings


def main() -> int:
    """Write the catalogues of every language; return 1 where a string of ours has no words."""
    settings.configure()
    sources, missing = strings(), 0
    for language in OWN:
        path = catalogue_of(language)
        new = brought_up(read(path, language), sources, language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(new))
        path.with_suffix(".mo").write_bytes(compiled(new))
        untranslated = [one for one in new if one.id and not is_translated(one)]
        missing += len(untranslated)
        sys.stdout.write(f"{path}: {len(new)} strings, {len(untranslated)} without words\n")
    for pack in sorted(packs.SHIPPED.iterdir()):
        packs.renewed(pack)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
