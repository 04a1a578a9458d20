"""`intarsia backup FILE`: everything the site holds, encrypted with a passphrase."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from intarsia.cli import DONE
from intarsia_site.config.opening import open_site, require_tables
from intarsia_site.config.passphrase import passphrase


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `intarsia backup` takes."""
    parser.add_argument("file", metavar="FILE", type=Path, help="a new file")
    parser.add_argument(
        "--passphrase-file", metavar="FILE", type=Path, help="where the passphrase stands"
    )
    parser.epilog = "Example: intarsia backup /media/stick/intarsia-2011-05-31.backup"


def run(given: argparse.Namespace) -> int:
    """Write the backup, read it again, say what is in it."""
    open_site()
    from intarsia_site.config.backups.writing import write_backup

    require_tables()
    written = write_backup(given.file.resolve(), passphrase(given.passphrase_file, is_new=True))
    sys.stdout.write(
        f"{given.file}: {written.rows:,} rows and {written.files} files, {written.size:,} bytes, "
        "encrypted, read again and found whole. Without the passphrase nobody can open it.\n"
    )
    return DONE
