"""Several files in one field of a form, and where they lie while the request lasts."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext as _

MOST_FILES = 20


class ManyFilesInput(forms.ClearableFileInput):
    """The browser's own field, which takes several."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class ManyFiles(forms.FileField):
    """Several files in one field; its value is a list."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        files = [super(ManyFiles, self).clean(one) for one in given]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                _("Those are %(count)d files; send at most %(most)d together.")
                % {"count": len(files), "most": MOST_FILES}
            )
        return [one for one in files if one]


@contextmanager
def on_disk(file: Any) -> Iterator[Path]:
    """Yield where an uploaded file lies; a small one is written there for the time being."""
    if hasattr(file, "temporary_file_path"):
        yield Path(file.temporary_file_path())
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        with path.open("wb") as written:
            for chunk in file.chunks():
                written.write(chunk)
        yield path
