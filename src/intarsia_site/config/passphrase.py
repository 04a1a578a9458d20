"""Asks for the passphrase of a backup: on the terminal, or from a file for work at night."""

from __future__ import annotations

from getpass import getpass
from pathlib import Path

from intarsia.errors import IntarsiaError


class PassphraseError(IntarsiaError):
    """The passphrase was not given as it must be."""


def passphrase(file: Path | None, *, is_new: bool) -> str:
    """Return the passphrase; a new one typed by hand is asked for twice.

    Raises PassphraseError where the file can be read by others, or the two differ.
    """
    if file is not None:
        if file.stat().st_mode & 0o077:
            raise PassphraseError(
                "backup.passphrase_open",
                f"{file} can be read by others. Take that away (chmod 600).",
            )
        return file.read_text(encoding="utf-8").strip("\r\n")
    typed = getpass("Passphrase: ")
    if is_new and typed != getpass("Again: "):
        raise PassphraseError("backup.passphrase_differs", "The two are not the same.")
    return typed
