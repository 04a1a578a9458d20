"""What the first page asks."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from intarsia import codelists
from intarsia_site.web.sent_files import ManyFiles, ManyFilesInput

ACCEPTED = ".topojson,.geojson,.json,.csv,.xlsx"
_HOUSE_STYLES = [("UN", "UN"), ("OSCE", "OSCE"), ("EU", "EU")]


def _countries() -> list[tuple[str, str]]:
    language = (get_language() or "en")[:2]
    names = codelists.names("countries", language if language in ("en", "fr", "ru") else "en")
    return [("", ""), *sorted(names.items(), key=lambda one: one[1])]


class FirstRun(forms.Form):
    """Administrator, controller and hosting, first country, languages."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    email = forms.EmailField(label=_("Your e-mail address"), max_length=254)
    password = forms.CharField(
        label=_("A password, of twelve signs at least"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    controller = forms.CharField(
        label=_("Controller"),
        help_text=_("The organization that answers for what is kept here."),
        max_length=200,
    )
    hosting = forms.CharField(
        label=_("Hosting"),
        help_text=_("Where this machine stands, who runs it, and under which law."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    country = forms.ChoiceField(label=_("First host country"), choices=_countries)
    house_style = forms.ChoiceField(
        label=_("House style of names"),
        help_text=_("Whose names of places and notes on status are used."),
        choices=_HOUSE_STYLES,
        widget=forms.RadioSelect,
        initial="UN",
    )
    is_exercise = forms.BooleanField(
        label=_("This is an exercise: every page says so"), required=False
    )
    places = ManyFiles(
        label=_("Boundaries and P-codes of the country"),
        help_text=_(
            "One file or several that belong together: boundaries as TopoJSON or GeoJSON, lists of "
            "P-codes as csv or xlsx. They can also be given later, on the page of places. A "
            "browser does not keep files: choose them again where something here has to be "
            "corrected."
        ),
        required=False,
        widget=ManyFilesInput(attrs={"multiple": True, "accept": ACCEPTED}),
        error_messages={"empty": _("The file is empty. Save it once more and send it again.")},
    )
    names_style = forms.ChoiceField(
        label=_("House style of the names in these files"),
        choices=[("", _("all")), *_HOUSE_STYLES],
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages of the pages"),
        choices=settings.LANGUAGES,
        initial=[code for code, _name in settings.LANGUAGES],
        widget=forms.CheckboxSelectMultiple,
    )
