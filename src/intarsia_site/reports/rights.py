"""Who may know of a source, send its reports, look into its imports."""

from __future__ import annotations

from intarsia import codelists
from intarsia.sharing.labels import Label
from intarsia.sharing.protocol import Kind
from intarsia_site.access.models import Country, User
from intarsia_site.access.protocols import protocol_of
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.reports.models import ReportImport, Source


def belongs_to_source(source: Source, viewing: Viewing) -> bool:
    """Return whether the viewer is of the organization whose reports these are, there."""
    whole = source.organization.merged_into_id or source.organization_id
    return any(
        mine == whole and where in (None, source.country.code)
        for mine, where, _role in viewing.memberships
    )


def may_see_source(source: Source, viewing: Viewing) -> bool:
    """Return whether the viewer may know of the source: its own people, and the convenor.

    Who reports, and how late, is nobody else's to see.
    """
    return belongs_to_source(source, viewing) or viewing.is_convenor(source.country.code)


def may_send(source: Source, viewing: Viewing) -> bool:
    """Return whether the viewer sends reports of the source and decides about its imports."""
    whole = source.organization.merged_into_id or source.organization_id
    return source.ended_at is None and viewing.may_write_for(whole, source.country.code)


def may_look_into(report: ReportImport, viewing: Viewing) -> bool:
    """Return whether the viewer may read what a report says before, and as, it is imported: its
    file, rows, problems, differences. See `Looking`."""
    return Looking(viewing).into(report)


class Looking:
    """Who may read what reports say, asked for several at once with few queries.

    Those who write for the organization; of a report that is TLP:RED, or speaks of a sector that
    the country's protocol keeps so, only who sent it, imported it or is named.
    """

    def __init__(self, viewing: Viewing) -> None:
        self.viewing = viewing
        self._red: dict[int, frozenset[str]] = {}
        self._me: str | None = None

    def into(self, report: ReportImport) -> bool:
        source = report.source
        whole = source.organization.merged_into_id or source.organization_id
        if not self.viewing.may_write_for(whole, source.country.code):
            return False
        return not self.is_red(report) or self._is_named(report)

    def is_red(self, report: ReportImport) -> bool:
        """Return whether a report is TLP:RED, or speaks of a sector that the protocol keeps so."""
        if report.sharing.get("label") == Label.RED:
            return True
        return not self._red_sectors(report.source.country).isdisjoint(
            report.summary.get("sectors", ())
        )

    def _red_sectors(self, country: Country) -> frozenset[str]:
        if country.pk not in self._red:
            protocol = protocol_of(country)
            self._red[country.pk] = frozenset(
                one
                for one in codelists.names("sectors", "en")
                if protocol.default_for(Kind.ACTIVITIES, [one]).label is Label.RED
            )
        return self._red[country.pk]

    def _is_named(self, report: ReportImport) -> bool:
        me = self.viewing.user_id
        if me is not None and me in (report.created_by_id, report.imported_by_id):
            return True
        if self._me is None:
            mine = User.objects.filter(pk=me or 0).values_list("public_id", flat=True)
            self._me = mine.first() or ""
        return self._me in report.sharing.get("persons", ())
