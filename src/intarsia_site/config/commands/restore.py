"""`intarsia restore FILE`: a backup into an installation."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from intarsia.cli import DONE
from intarsia_site.config.opening import open_site
from intarsia_site.config.passphrase import passphrase


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `intarsia restore` takes."""
    parser.add_argument("file", metavar="FILE", type=Path, help="what `intarsia backup` wrote")
    parser.add_argument(
        "--passphrase-file", metavar="FILE", type=Path, help="where the passphrase stands"
    )
    parser.add_argument(
        "--replace", action="store_true", help="delete what the installation holds now"
    )
    parser.epilog = "Example: INTARSIA_DATA=/srv/new intarsia restore intarsia-2011-05-31.backup"


def run(given: argparse.Namespace) -> int:
    """Put the backup back, or say why not and touch nothing."""
    open_site()
    from intarsia_site.config.backups.restoring import restore_backup

    restored = restore_backup(
        given.file, passphrase(given.passphrase_file, is_new=False), replaces=given.replace
    )
    sys.stdout.write(
        f"Restored: {sum(restored.counts.values()):,} rows and {len(restored.files)} files. "
        "Everybody signs in as before.\n"
    )
    return DONE
