"""Every word of the pages can be translated, and is: into French and Russian, ready to be used."""

from __future__ import annotations

import ast
import gettext
import re

import pytest
from babel.messages.catalog import Catalog
from django.template.base import Lexer, TokenType

from intarsia_site.config.words import OWN, SITE, catalogue_of
from intarsia_site.config.words.catalogues import (
    PlainCatalogue,
    brought_up,
    compiled,
    is_safe,
    is_translated,
    read,
    written,
)
from intarsia_site.config.words.extraction import strings

TEMPLATES = sorted(path for path in SITE.rglob("*") if path.suffix in (".html", ".txt"))
PYTHON = sorted(path for path in SITE.rglob("*.py") if "migrations" not in path.parts)
#: What is said aloud or shown of a tag, besides its text.
SPOKEN = re.compile(r"\b(?:aria-label|placeholder|title|alt)=\"([^\"]*)\"")
TAG = re.compile(r"<(?:\"[^\"]*\"|[^>\"])*>")
LETTERS = re.compile(r"[^\W\d_]{2}")
#: The name is the same in every language; JSON for scripts is no text.
SAME = re.compile(r"·? ?Intarsia|csv|xlsx|\{\"ids\".*|\", \"\w+\": \".*|\", \"data\".*")


@pytest.fixture(scope="module")
def sources() -> Catalog:
    return strings()


def ids(catalogue: Catalog) -> set[tuple[object, object]]:
    return {(message.id, message.context) for message in catalogue if message.id}


@pytest.mark.parametrize("language", OWN)
def test_every_string_has_its_words(sources, language):
    kept = read(catalogue_of(language), language)

    assert ids(kept) == ids(sources)
    assert not [message.id for message in kept if message.id and not is_translated(message)]
    assert not [message.id for message in kept if message.id and message.fuzzy]


@pytest.mark.parametrize("language", OWN)
def test_every_translation_has_the_figures_of_its_source(language):
    kept = read(catalogue_of(language), language)

    assert not [message.id for message in kept if message.id and not is_safe(message)]


@pytest.mark.parametrize("language", OWN)
def test_a_label_of_the_protocol_is_never_translated(language):
    for message in read(catalogue_of(language), language):
        said = (
            text if isinstance(text, str) else text[-1] for text in (message.id, message.string)
        )
        first, second = (re.findall(r"TLP:[A-Z+]+", text) for text in said)
        assert first == second, message.id


@pytest.mark.parametrize("language", OWN)
def test_what_is_kept_is_what_make_words_writes(sources, language):
    path = catalogue_of(language)
    kept = read(path, language)

    assert path.read_bytes() == written(brought_up(kept, sources, language))
    assert path.with_suffix(".mo").read_bytes() == compiled(kept)


def test_russian_counts_in_three_forms():
    with catalogue_of("ru").with_suffix(".mo").open("rb") as file:
        said = gettext.GNUTranslations(file)

    forms = [said.ngettext("%(count)d country", "%(count)d countries", n) for n in (1, 3, 5, 21)]
    assert forms == [
        "%(count)d страна",
        "%(count)d страны",
        "%(count)d стран",
        "%(count)d страна",
    ]


def test_strings_are_found_in_python_and_in_templates(tmp_path):
    (tmp_path / "views.py").write_text(
        "from django.utils.translation import gettext_lazy as later, ngettext, pgettext\n"
        "later('One')\nngettext('%(n)d line', '%(n)d lines', 2)\npgettext('of time', 'Second')\n"
    )
    (tmp_path / "page.html").write_text(
        '{% load i18n %}{% translate "Two" %}{{ x|default:_("Three") }}'
        "{% blocktranslate trimmed with name=a %}\n  Dear {{ name }},\n  hello\n"
        "{% endblocktranslate %}"
        "{% blocktranslate count n=n %}{{ n }} key{% plural %}{{ n }} keys{% endblocktranslate %}"
    )

    assert ids(strings(tmp_path)) == {
        ("One", None),
        (("%(n)d line", "%(n)d lines"), None),
        ("Second", "of time"),
        ("Two", None),
        ("Three", None),
        ("Dear %(name)s, hello", None),
        (("%(n)s key", "%(n)s keys"), None),
    }


def test_a_string_that_changed_begins_without_words():
    old, new = PlainCatalogue("fr"), PlainCatalogue()
    old.add("Sign in", "Se connecter", user_comments=["As on the door."])
    old.add("Gone", "Parti")
    new.add("Sign in")
    new.add("Sign in now")

    both = brought_up(old, new, "fr")

    assert {message.id: message.string for message in both if message.id} == {
        "Sign in": "Se connecter",
        "Sign in now": None,
    }
    assert both["Sign in"].user_comments == ["As on the door."]


def untranslated(template: str) -> list[str]:
    """Return the texts of a template that stand outside its tags of translation."""
    outside, within = "", 0
    for token in Lexer(template).tokenize():
        if token.token_type == TokenType.BLOCK:
            name = token.contents.split()[0]
            within += name in ("blocktranslate", "comment")
            within -= name in ("endblocktranslate", "endcomment")
        outside += token.contents if token.token_type == TokenType.TEXT and not within else "\0"
    texts = [*SPOKEN.findall(outside), *TAG.sub("\0", outside).split("\0")]
    return [text.strip() for text in texts if LETTERS.search(text) and not is_same(text)]


def is_same(text: str) -> bool:
    return SAME.fullmatch(text.strip()) is not None


def test_no_template_has_a_text_of_its_own():
    assert len(TEMPLATES) > 100
    found = {
        path.relative_to(SITE).as_posix(): untranslated(path.read_text(encoding="utf-8"))
        for path in TEMPLATES
    }
    assert not {name: texts for name, texts in found.items() if texts}


def test_a_text_of_its_own_would_be_found():
    assert untranslated('<p title="A hint">Hello {{ name }}, <b>you</b></p>{% url "x" %}') == [
        "A hint",
        "Hello",
        "you",
    ]
    assert not untranslated('<p>{% blocktranslate %}Hello{% endblocktranslate %} {{ "x" }}</p>')


#: The description of the API is in English, as its names are.
API_DESCRIBED = {
    SITE / "api" / name for name in ("schemas.py", "activity_shapes.py", "report_schemas.py")
}
#: What takes sentences for people: the class or field, and which arguments.
SENTENCES = {"NotAllowed", "Refused", "AuthenticationFailed", "PermissionDenied"}
WORDS = {"label", "help_text", "hint", "anything", "empty_label"}


def raw_words(text: str) -> list[str]:
    """Return the sentences that a Python file says to people without gettext."""
    found = []
    for call in (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        given = [*call.args] if name in SENTENCES else []
        given += [one.value for one in call.keywords if one.arg in WORDS]
        given += [value for one in given if isinstance(one, ast.Dict) for value in one.values]
        found += [one.value for one in given if isinstance(one, ast.Constant) and is_words(one)]
    return found


def is_words(constant: ast.Constant) -> bool:
    return (
        isinstance(constant.value, str)
        and re.search(r"^[A-Z]\w+|\w \w", constant.value) is not None
    )


def test_no_sentence_for_people_is_without_gettext():
    found = {
        path.relative_to(SITE).as_posix(): raw_words(path.read_text(encoding="utf-8"))
        for path in PYTHON
        if path not in API_DESCRIBED
    }

    assert not {name: texts for name, texts in found.items() if texts}
    assert raw_words(
        'raise Refused({"day": "No day."})\nCharField(label="Day", help_text=_("x"))'
    ) == [
        "No day.",
        "Day",
    ]
