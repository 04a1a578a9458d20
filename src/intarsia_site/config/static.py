"""Files of pages: named by their content so that browsers keep them, compressed beside."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class KeptStatic(CompressedManifestStaticFilesStorage):
    """A file that was not collected yet is named plainly instead of stopping the page."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name
