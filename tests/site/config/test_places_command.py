"""`intarsia places` tells what would change, and lets it count only when told to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from intarsia.cli import COULD_NOT, DONE, main
from intarsia_site.access.models import AuditEntry
from intarsia_site.registry.models import Place, PlaceName
from people import the_cast

pytestmark = pytest.mark.django_db


def a_file(folder: Path, *, name: str = "North") -> Path:
    shape = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
    said = {"pcode": "XA01", "name_en": name, "level": 1}
    unit = {"type": "Feature", "properties": said, "geometry": shape}
    path = folder / "xa.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [unit]}))
    return path


def test_it_tells_first_and_counts_with_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    the_cast()
    asked = ["places", str(a_file(tmp_path)), "--country", "XA"]

    assert main(asked) == DONE
    assert "1 unit new" in capsys.readouterr().out
    assert not Place.objects.exists()

    assert main([*asked, "--use", "--house-style", "OSCE", "--because", "The first set"]) == DONE
    assert "They count now." in capsys.readouterr().out
    assert PlaceName.objects.get().house_style == "OSCE"
    entry = AuditEntry.objects.get(verb="use_places")
    assert (entry.by_key, entry.because) == ("", "The first set")

    assert main([*asked, "--use", "--house-style", "OSCE"]) == DONE
    assert "here already" in capsys.readouterr().out
    assert AuditEntry.objects.filter(verb="use_places").count() == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--country", "KG"], "no country KG"),
        (["--country", "XA", "--from", "May"], "no date"),
        (["--country", "XA", "--from", "2999-01-01", "--use"], "a day that has come"),
    ],
)
def test_what_it_could_not_do_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], said: str
) -> None:
    the_cast()

    assert main(["places", str(a_file(tmp_path)), *more]) == COULD_NOT

    assert said in capsys.readouterr().err
    assert not Place.objects.exists()


def test_a_file_that_is_none_and_one_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    the_cast()
    bad = tmp_path / "bad.geojson"
    bad.write_text("{")

    assert main(["places", str(bad), "--country", "XA"]) == COULD_NOT
    assert "bad.geojson is no GeoJSON" in capsys.readouterr().err
    assert main(["places", str(tmp_path / "no.geojson"), "--country", "XA"]) == COULD_NOT
    assert "no.geojson" in capsys.readouterr().err
