"""Forms of reports: sending one, and saying who sees it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from intarsia.sharing.labels import Label, Precision
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.registry.queries.choices import country_choices
from intarsia_site.reports.queries.report_import import SourceChoice, organizations_of
from intarsia_site.reports.queries.report_sharing import NameToTeach, SharingPage
from intarsia_site.web.protocol.forms import RuleForm
from intarsia_site.web.sent_files import ManyFiles, ManyFilesInput

ACCEPTED = ".xlsx,.xlsm,.xls,.ods,.csv,.tsv,.txt,.json,.geojson,.jsonl,.parquet,.xml,.zip"


class SendForm(forms.Form):
    """Which source, or which new one; which files."""

    source = forms.ChoiceField(
        label=later("Source"),
        required=False,
        help_text=later("Each new report of a source takes the place of the one before."),
    )
    organization = forms.ChoiceField(label=later("Organization"), required=False)
    country = forms.ChoiceField(label=later("Country"), required=False)
    name = forms.CharField(
        label=later("Name of the source"),
        required=False,
        max_length=120,
        help_text=later("As you call it: Monthly 3W, IATI of the regional office."),
    )
    file = ManyFiles(
        label=later("Files"),
        widget=ManyFilesInput(attrs={"multiple": True, "accept": ACCEPTED}),
        error_messages={
            "required": later("Choose a file."),
            "empty": later("The file is empty. Save it once more and send it again."),
        },
    )

    def __init__(
        self, data: Any, files: Any, *, sources: tuple[SourceChoice, ...], viewing: Viewing
    ) -> None:
        super().__init__(data, files, initial={"source": _only(sources)})
        several = len({one.organization_name for one in sources}) > 1
        self._choices("source", [(one.public_id, _called(one, several)) for one in sources])
        self._choices("organization", organizations_of(viewing=viewing))
        self._choices("country", country_choices(viewing=viewing))
        for name in ("organization", "country"):
            known = self.fields[name].choices  # type: ignore[attr-defined]
            self.fields[name].initial = known[1][0] if len(known) == 2 else ""
        # Of a source that is there already nothing more is asked.
        is_new = not (sources if data is None else data.get("source"))
        for name in ("organization", "country", "name"):
            self.fields[name].required = is_new
            self.fields[name].error_messages["required"] = _(
                "Choose a source above, or fill this in."
            )
        self.fields["file"].help_text = _(
            "Spreadsheets (xlsx, xls, ods), tables of text (csv, tsv), json, IATI files (xml), "
            "releases of aid databases (zip); several at once become several reports. At most "
            "%(megabytes)d MB together."
        ) % {"megabytes": settings.REPORT_MAX_BYTES // 2**20}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("source") and given.get("name"):
            # What is sent takes the place of what the source said: that is not to be guessed.
            self.add_error(
                "name",
                _(
                    "A source is chosen above. Take “—” there to open a new one, or leave this "
                    "empty."
                ),
            )
        return given

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", "—"), *choices]  # type: ignore[attr-defined]


def _called(source: SourceChoice, several: bool) -> str:
    return f"{source.organization_name}: {source.name}" if several else source.name


def _only(sources: tuple[SourceChoice, ...]) -> str:
    return sources[0].public_id if len(sources) == 1 else ""


class SharingForm(RuleForm):
    """Who sees the report; how exactly its places are shown, the country's protocol says."""

    because = forms.CharField(
        label=later("Why it may be shown more freely"),
        required=False,
        max_length=1000,
        help_text=later("Needed only where the label is looser than the protocol’s."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any, *, page: SharingPage, revision: int) -> None:
        super().__init__(
            data,
            groups=page.groups,
            persons=page.persons,
            knows_more=page.knows_more,
            initial={
                "label": page.label,
                "beyond": page.beyond,
                "host_authorities": page.host_authorities,
                "organizations": "\n".join(page.organizations),
                "group_ids": [one.public_id for one in page.groups if one.is_chosen],
                "person_ids": [one.public_id for one in page.persons if one.is_chosen],
                "released_at": page.released_at,
                "expires_at": page.expires_at,
                "because": page.because,
                "revision": revision,
            },
        )
        for name in ("finest_level", "hides_implementer"):
            del self.fields[name]
        self.fields["label"].help_text = _("The country’s protocol says %(label)s.") % {
            "label": page.default_label
        }
        self.fields["label"].choices = [(one.value, one.value) for one in Label]  # type: ignore[attr-defined]
        self.fields["person_ids"].help_text = _(
            "The only audience of TLP:RED. Where people are named already, they alone name others."
        )
        if page.names:
            self.fields["names"] = forms.MultipleChoiceField(
                label=_("Curators may see these whatever the label"),
                required=False,
                choices=[(one.mark, called(one)) for one in page.names],
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def first(self) -> list[forms.BoundField]:
        """The fields that everybody looks at."""
        return [self["label"], self["because"]]

    @property
    def more(self) -> list[forms.BoundField]:
        """The fields that few change."""
        shown = {"label", "because", "revision", "names"}
        return [field for field in self if field.name not in shown]

    @property
    def has_more_errors(self) -> bool:
        return any(field.errors for field in self.more)

    def sharing(self, organization_ids: list[str], person_ids: list[str]) -> Any:
        """Return what was chosen as `services.handling.Sharing`, with whom was written by name."""
        given = self.cleaned_data
        return {
            "label": given["label"],
            "beyond": int(Precision[given["beyond"].upper()]),
            "host_authorities": given["host_authorities"],
            "organizations": sorted(organization_ids),
            "groups": sorted(given["group_ids"]),
            "persons": sorted({*given["person_ids"], *person_ids}),
            "released_at": _iso(given["released_at"]),
            "expires_at": _iso(given["expires_at"]),
            "because": given["because"],
            "names": sorted(given.get("names", ())),
        }


def called(one: NameToTeach) -> str:
    """Return a name with what it means: Min. of Health = Ministry of Health of Arvenia."""
    name = f"{one.name} ({one.within})" if one.within else one.name
    return f"{name} = {one.meaning or _('a new organization')}"


def _iso(moment: dt.datetime | None) -> str | None:
    return moment.isoformat() if moment else None
