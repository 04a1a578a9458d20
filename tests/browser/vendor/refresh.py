"""Fetch axe-core again with `npm pack`: `python tests/browser/vendor/refresh.py [4.14.1]`."""

from __future__ import annotations

import filecmp
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
FILES = ("axe.min.js", "LICENSE", "LICENSE-3RD-PARTY.txt")


def kept_version() -> str:
    """Return the version that the kept file says it is."""
    head = (HERE / "axe-core" / "axe.min.js").read_text(encoding="utf-8")[:200]
    found = re.search(r"axe v(\d+\.\d+\.\d+)", head)
    if found is None:
        raise SystemExit("axe.min.js does not say its version")
    return found[1]


def main() -> int:
    """Replace the kept files by the package's, and say which of them differed."""
    version = sys.argv[1] if len(sys.argv) > 1 else kept_version()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", f"axe-core@{version}"], cwd=folder, check=True)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as package:
            package.extractall(folder, filter="data")
        for name in FILES:
            fetched, kept = Path(folder) / "package" / name, HERE / "axe-core" / name
            same = kept.exists() and filecmp.cmp(fetched, kept, shallow=False)
            sys.stdout.write(f"{name}: {'as it was' if same else 'replaced'}\n")
            shutil.copyfile(fetched, kept)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
