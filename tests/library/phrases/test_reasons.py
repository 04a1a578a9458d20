"""An error that has a reason says it in every language; every reason of the reader has words."""

from __future__ import annotations

import pytest

from intarsia.phrases import LANGUAGES, error_sentence
from intarsia.readers.activity_list.refusing import REASONS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_why_a_file_is_no_list_is_said(reason: str, language: str) -> None:
    data = {"file": "3w.xlsx", "sheet": "Data", "reason": reason}

    said = error_sentence("list.not_a_list", data, language)

    assert said.startswith("3w.xlsx")
    assert "Data" in said
    assert reason not in said
    # In words of its own language.
    assert language == "en" or said != error_sentence("list.not_a_list", data, "en")
