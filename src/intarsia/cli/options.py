"""Options that several verbs share, and how their values are read."""

from __future__ import annotations

import argparse
import datetime as dt


def day(text: str) -> dt.date:
    """Read a day given on the command line, YYYY-MM-DD."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2011-05-31") from None


def country(text: str) -> str:
    """Read a country code given on the command line; it must be one that is known."""
    from intarsia import codelists

    code = text.strip().upper()
    if not codelists.has("countries", code):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no country code; write two letters of ISO 3166-1, such as GE "
            "(XK for Kosovo)"
        )
    return code


def today() -> dt.date:
    """The day on this machine's clock (UTC). Only the command line asks; the library never."""
    return dt.datetime.now(tz=dt.UTC).date()
