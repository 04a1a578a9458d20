"""Labels as TLP 2.0 writes them, and their order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intarsia import codelists
from intarsia.sharing.labels import Label, Precision, label_of, strictest

IN_ORDER = [Label.RED, Label.AMBER_STRICT, Label.AMBER, Label.GREEN, Label.CLEAR]


def test_labels_are_those_of_the_code_list_and_as_it_writes_them() -> None:
    assert {label.value for label in Label} == {
        row["name_en"] for row in codelists.rows("tlp_labels")
    }


def test_red_is_the_strictest_and_clear_the_loosest() -> None:
    assert sorted(Label, key=lambda label: -label.strictness) == IN_ORDER


@given(st.permutations(IN_ORDER), st.integers(1, 5))
def test_the_strictest_does_not_depend_on_the_order(labels: list[Label], kept: int) -> None:
    some = labels[:kept]

    assert strictest(some) is next(label for label in IN_ORDER if label in some)


def test_there_is_no_strictest_of_no_labels() -> None:
    with pytest.raises(ValueError, match="empty"):
        strictest([])


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("TLP:RED", Label.RED),
        ("tlp: amber + strict", Label.AMBER_STRICT),
        ("Amber", Label.AMBER),
        (" GREEN ", Label.GREEN),
        ("TLP:WHITE", None),
        ("TLP:REDDISH", None),
        ("", None),
    ],
)
def test_a_label_is_read_however_it_is_spaced(text: str, label: Label | None) -> None:
    assert label_of(text) is label


def test_more_precision_is_more() -> None:
    assert Precision.NOTHING < Precision.EXISTENCE < Precision.COARSE < Precision.FULL
    assert list(Precision) == [0, 1, 2, 3]
