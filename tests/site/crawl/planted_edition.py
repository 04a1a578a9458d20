"""An edition with a secret in each place where its reports and errata say something, and a source
that is fetched."""

from __future__ import annotations

import datetime as dt

from sent import CLINIC, a_source, sent

from intarsia_site.reports.services.edition import freeze_edition, tell_erratum
from intarsia_site.reports.services.fetching import set_address
from intarsia_site.reports.services.source import change_source
from people import NOW, Cast

#: Secrets, and who of the cast may read each: the agency's own people, the convenor of what a
#: correction was about, the administrator of an address.
_TITLE, _NEW_TITLE = "zqeditiontitlezq", "zqeditionothertitlezq"
_REASON, _SOURCE = "zqerratumreasonzq", "zqsourcenamezq"
_ADDRESS = "zqaddresskeyzq"
_MAY = {
    _TITLE: {"bruno"},
    _NEW_TITLE: {"bruno"},
    _REASON: {"bruno", "chinara"},
    _SOURCE: {"bruno", "chinara"},
    _ADDRESS: {"bruno", "eva"},
}


def plant_edition(cast: Cast) -> dict[str, set[str]]:
    """Freeze an edition, correct a source of it, tell that, and have another source fetched.

    Returns   the secrets, with who may read each
    """
    source = a_source(cast, name=_SOURCE)
    change_source(
        source.public_id, revision=source.revision, by=cast.bruno, at=NOW,
        every_months=1, due_after_days=1, expected_from_on=dt.date(2011, 1, 1),
    )  # fmt: skip
    sent(source, cast, (*CLINIC[:3], _TITLE, *CLINIC[4:]), label="TLP:AMBER+STRICT")
    edition = freeze_edition(
        country_code="XA", title="May 2011", as_of=NOW.date(), by=cast.chinara, at=NOW
    )
    sent(source, cast, (*CLINIC[:3], _NEW_TITLE, *CLINIC[4:]), label="TLP:AMBER+STRICT")
    tell_erratum(edition, source.public_id, because=_REASON, by=cast.bruno, at=NOW)
    fetched = a_source(cast, name="Open data", kind="address")
    address = f"https://data.example.org/?{_ADDRESS}"
    set_address(fetched.public_id, address, by=cast.eva, at=NOW)
    return _MAY
