"""Pages in the languages that an installation has, and in those it adds by packs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import override_settings

from intarsia import codelists
from intarsia_site.config.words import LOCALE
from intarsia_site.config.words.catalogues import is_translated, read
from intarsia_site.config.words.packs import SHIPPED, PackError, packs, prepared, renewed
from intarsia_site.config.words.sector_names import SectorNamesError, sector_names
from intarsia_site.web.frame import ROOMS

#: Of Arabic: the door and the bar, as a pack's own maker might begin.
ARABIC = """\
msgid ""
msgstr "Language: ar\\nContent-Type: text/plain; charset=utf-8\\n"

msgid "Sign in"
msgstr "تسجيل الدخول"

msgid "Language"
msgstr "اللغة"
"""


def pack(folder: Path, catalogue: str, about: str = "") -> Path:
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(catalogue, encoding="utf-8")
    if about:
        (folder / "pack.toml").write_text(about, encoding="utf-8")
    return folder


def switched_on(named: list[str], at: Path) -> override_settings:
    """Settings as an installation has them that names these packs."""
    found = packs(named)
    return override_settings(
        LANGUAGES=[("en", "English"), *((one.code, one.name) for one in found)],
        LANGUAGES_BIDI=[one.code for one in found if one.is_right_to_left],
        LOCALE_PATHS=[prepared(found, at), LOCALE],
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("fr", "Se connecter"), ("ru", "Войти")])
def test_the_door_opens_in_the_language_of_the_browser(client, language, words):
    page = client.get("/account/login/", headers={"accept-language": language}).content.decode()

    assert f'<html lang="{language}" dir="ltr">' in page
    assert f"<h1>{words}</h1>" in page


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Ce qui vous attend"), ("ru", "Рабочий стол")]
)
def test_the_desk_is_read_in_the_language_chosen(desk, language, words):
    desk.post("/language/", {"language": language})

    assert words in desk.get("/").content.decode()


def test_the_door_and_the_desk_come_in_kyrgyz_where_its_pack_is_switched_on(desk, tmp_path):
    asked = {"accept-language": "ky"}
    assert "Кыргызча" not in desk.get("/").content.decode()

    with switched_on(["ky"], tmp_path):
        desk.post("/language/", {"language": "ky"})
        page = desk.get("/").content.decode()
        desk.logout()
        door = desk.get("/account/login/", headers=asked).content.decode()

    assert '<html lang="ky" dir="ltr">' in page
    assert "Сизди күткөн иштер" in page
    assert "Кыргызча</button>" in page
    assert "<h1>Кирүү</h1>" in door


@pytest.mark.django_db
def test_a_language_that_is_written_from_the_right_turns_the_page(client, tmp_path):
    made = pack(tmp_path / "packs" / "ar", ARABIC)

    with switched_on([str(made)], tmp_path / "made"):
        page = client.get("/account/login/", headers={"accept-language": "ar"}).content.decode()

    assert '<html lang="ar" dir="rtl">' in page
    assert "<h1>تسجيل الدخول</h1>" in page
    assert "العربية</button>" in page
    assert "Accounts are opened by invitation" in page


@pytest.mark.django_db
def test_a_translation_that_would_break_a_page_is_shown_in_english(client, tmp_path):
    wrong = ARABIC + (
        '\nmsgid "Password"\nmsgstr "%(word)s"\n'
        '\nmsgid "E-mail address"\nmsgstr "<script>"\n'
        '\nmsgid "Rooms"\nmsgstr "x\\" onclick=\\"y"\n'
        '\n#, fuzzy\nmsgid "Not signed in"\nmsgstr "خطأ"\n'
    )
    made = pack(tmp_path / "packs" / "ar", wrong)

    with switched_on([str(made)], tmp_path / "made"):
        page = client.get("/account/login/", headers={"accept-language": "ar"}).content.decode()

    assert "تسجيل الدخول" in page
    assert "%(word)s" not in page
    assert "<script>" not in page
    assert "onclick" not in page
    assert "Not signed in" in page


def test_a_pack_says_its_name_and_direction_where_they_are_not_known(tmp_path):
    pack(tmp_path / "shi", ARABIC, 'name = "ⵜⴰⵛⵍⵃⵉⵜ"\nright_to_left = true\n')

    [found] = packs([str(tmp_path / "shi")])

    assert (found.code, found.name, found.is_right_to_left) == ("shi", "ⵜⴰⵛⵍⵃⵉⵜ", True)


def test_a_pack_is_compiled_again_when_its_words_change(tmp_path):
    made = pack(tmp_path / "ar", ARABIC)
    found = packs([str(made)])
    compiled = tmp_path / "made" / "ar" / "LC_MESSAGES" / "django.mo"
    prepared(found, tmp_path / "made")
    first = compiled.read_bytes()

    (made / "django.po").write_text(ARABIC.replace("اللغة", "لغة الصفحة"), encoding="utf-8")
    prepared(found, tmp_path / "made")

    assert "لغة الصفحة".encode() not in first
    assert "لغة الصفحة".encode() in compiled.read_bytes()


@pytest.mark.parametrize(
    ("name", "catalogue", "about", "code"),
    [
        ("ar", None, "", "site.pack_missing"),
        ("My language", ARABIC, "", "site.pack_code"),
        ("en", ARABIC, "", "site.pack_code"),
        ("ar", ARABIC, "name = ", "site.pack_unreadable"),
        ("ar", "These are no words.", "", "site.pack_unreadable"),
        (
            "ar",
            ARABIC.replace("ar\\n", "ar\\nPlural-Forms: nplurals=2; plural=(n != ;\\n"),
            "",
            "site.pack_unreadable",
        ),
    ],
)
def test_a_folder_that_is_no_pack_is_named(tmp_path, name, catalogue, about, code):
    folder = tmp_path / name
    if catalogue is not None:
        pack(folder, catalogue, about)

    with pytest.raises(PackError) as refused:
        prepared(packs([str(folder)]), tmp_path / "made")

    assert refused.value.code == code
    assert str(folder) in refused.value.message


def test_a_pack_is_made_and_brought_up(tmp_path):
    folder = tmp_path / "packs" / "tg"

    strings, without, unsafe = renewed(folder)
    assert strings == without > 800
    assert unsafe == []

    text = (folder / "django.po").read_text(encoding="utf-8")
    begun = text.replace('msgid "Sign in"\nmsgstr ""', 'msgid "Sign in"\nmsgstr "Даромадан"')
    begun = begun.replace('msgid "Key %(count)d"\nmsgstr ""', 'msgid "Key %(count)d"\nmsgstr "К"')
    (folder / "django.po").write_text(begun, encoding="utf-8")

    assert renewed(folder) == (strings, strings - 2, ["Key %(count)d"])
    assert "Даромадан" in (folder / "django.po").read_text(encoding="utf-8")


def test_the_pack_that_comes_with_the_site_is_whole():
    [found] = packs(["ky"])

    assert found.folder == SHIPPED / "ky"
    assert "native reader" in (found.folder / "pack.toml").read_text(encoding="utf-8")


def test_the_pack_that_comes_with_the_site_names_every_room_and_every_sector():
    said = read(SHIPPED / "ky" / "django.po", "ky")
    rooms = {str(words) for room in ROOMS for words in (room.label, room.about) if words}

    without = {words for words in rooms if not is_translated(said[words])}

    assert without == set()
    assert set(sector_names(SHIPPED / "ky")) == set(codelists.names("sectors", "en"))


def test_the_setting_switches_packs_on(tmp_path):
    told = (
        "from intarsia_site.config import settings as s; print(dict(s.LANGUAGES), s.LOCALE_PATHS)"
    )
    done = subprocess.run(
        [sys.executable, "-c", told],
        env=os.environ | {"INTARSIA_DATA": str(tmp_path), "INTARSIA_LANGUAGE_PACKS": "ky"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "'ky': 'Кыргызча'" in done.stdout
    assert str(tmp_path / "languages") in done.stdout
    assert (tmp_path / "languages" / "ky" / "LC_MESSAGES" / "django.mo").exists()


def test_a_pack_names_sectors_and_what_it_does_not_name_is_in_english(desk, tmp_path):
    (tmp_path / "ky").mkdir()
    (tmp_path / "ky" / "sectors.csv").write_text(
        "code,name_en,name\npolice,,Полиция\nmedia,,\nno_such_sector,,Эч нерсе\n", encoding="utf-8"
    )

    with (
        switched_on(["ky"], tmp_path / "languages"),
        override_settings(SECTOR_NAMES={"ky": sector_names(tmp_path / "ky")}),
    ):
        desk.post("/language/", {"language": "ky"})
        page = desk.get("/sectors/").content.decode()

    assert "Полиция" in page
    assert "Media and freedom of expression" in page
    assert "Эч нерсе" not in page


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"sector;label\npolice;x\n"])
def test_names_of_sectors_that_cannot_be_read_are_told_with_their_file(tmp_path, content):
    (tmp_path / "sectors.csv").write_bytes(content)

    with pytest.raises(SectorNamesError, match=r"sectors\.csv"):
        sector_names(tmp_path)


def test_bringing_a_pack_up_keeps_the_names_of_sectors(tmp_path):
    folder = tmp_path / "ky"
    folder.mkdir()
    (folder / "sectors.csv").write_text("code,name\npolice,Полиция\n", encoding="utf-8")

    renewed(folder)

    text = (folder / "sectors.csv").read_text(encoding="utf-8")
    assert "police,Police and policing,Полиция\n" in text
    assert "media,Media and freedom of expression,\n" in text
