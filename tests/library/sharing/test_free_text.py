"""What is taken out of a text as personal data, and what is not."""

from collections import Counter

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intarsia.sharing.personal_data import _TEXT_HINT, clean_text

TELEPHONES = [
    "+995 32 293 12 34",
    "+995322931234",
    "+ 996 (312) 66-50-15",
    "(+373 22) 22 00 00",
    "00 373 22 22 00 00",
    "+1-202-555-0123",
    "(202) 555-0123",
    "(0312) 66 50 15",
    "(312) 66-50-15",
    "0555 12-34-56",
    "01 42 68 53 00",
    "Tel. 2931234",
    "tel/fax: 293-12-34",
    "Telephone no. 293 12 34, 293 12 35",
    "тел.: 66 50 15",
    "моб. (0555) 123456",
    "Tél : 42 68 53 00",
    "mobile: 599 12 34 56",
    "هاتف: 0770123456",
]
NO_TELEPHONES = [
    "USD 1 200 000",
    "+12 000 000 people",
    "+100 000 000 USD",
    "2010-2012",
    "from 2010 to 2012",
    "31.05.2011",
    "2011-05-31T00:00:00+00:00",
    "XM-DAC-41119-2011-000123",
    "grant 0123-4567-8901",
    "AID-114-A-12-00001",
    "41.7151377, 44.8270960",
    "+41.7151377 +44.8270960",
    "https://example.org/+2010+2011/12345678",
    "mobile 2010-2012",
    "mobile 900/1800 MHz",
    "Tel Aviv 2012",
    "hotel 123456",
    "1,000,000,000",
    "ISBN 978-92-9234-123-4",
    "000123456789",
    "001-2011-56789012345",
    "UNSCR 1244 (1999)",
    "Phase (02) 2011-2012",
    "tel: 2011",
]
EMAILS = [
    "n.petrova@osce.org",
    "o'brien@example.org",
    "name(at)example.org",
    "name [at] example [dot] org",
    "name at example dot org",
    "name (собака) example.ru",
    "почта@пример.рф",
    "name @ example.org",
]
NO_EMAILS = [
    "2 kg @ 3.50 USD",
    "@undpgeorgia",
    "based at www.undp.org",
    "(a) the law",
    "5 (a) i.e.",
]
NAMES = [
    ("Mr. John Smith", "Mr. [name removed]"),
    ("Prof. Dr. Jean de Wit", "Prof. Dr. [name removed]"),
    ("Mme Dupont", "Mme [name removed]"),
    ("M. Dupont est", "M. [name removed] est"),
    ("la visite de M. Jean Dupont", "la visite de M. [name removed]"),
    ("г-жа Айгуль Асанова", "г-жа [name removed]"),
    ("г-ном Ивановым", "г-ном [name removed]"),
    ("г-н Иванов", "г-н [name removed]"),
    ("пані Олена Коваль", "пані [name removed]"),
    ("MR. JOHN SMITH", "MR. [name removed]"),
    ("Contact person: Ana Petrova, Ion Rusu", "Contact person: [name removed], [name removed]"),
    ("focal point is Ana", "focal point is [name removed]"),
    ("Контактное лицо: Иванов И. И.", "Контактное лицо: [name removed]"),
    ("Personne de contact : Jean Petit", "Personne de contact : [name removed]"),
    (
        "Project manager: Ana Petrova Senior Adviser",
        "Project manager: [name removed] Senior Adviser",
    ),
    ("السيد أحمد علي", "السيد [name removed]"),
]
NO_NAMES = [
    "Dr. Martin Luther King School",
    "Prince Mohammed bin Fahd University",
    "rue M. Dupont",
    "Больница им. проф. Иванова",
    "DR Congo and Dr Congo",
    "Mr. President",
    "M.Sc. in public health",
    "J. M. Smith Ltd",
    "Interpretation on 14 M. Special Contracts",
    "PE Dadazhanov M. R.",
    "Ingenieurgesellschaft Prof. Czurda & Partner mbH",
    "Information has been redacted by Mr. Information",
    "Clínica Nacional Dr. Mario Rivas",
    "Contact: Ministry of Health",
    "Focal point: UNDP",
    "Coordinator: Save the Children",
    "contact group on Abkhazia",
    "MS Office, MR imaging",
    "Prof. Development of teachers",
]


@pytest.mark.parametrize("text", TELEPHONES)
def test_a_telephone_number_is_taken_out(text: str) -> None:
    cleaned, removed = clean_text(f"Write to us, {text}.")

    assert removed["telephone"] >= 1
    assert not any(sign.isdigit() for sign in cleaned)


@pytest.mark.parametrize("text", NO_TELEPHONES + NO_EMAILS + NO_NAMES)
def test_what_only_looks_like_personal_data_is_kept(text: str) -> None:
    assert clean_text(text) == (text, Counter())


@pytest.mark.parametrize("text", EMAILS)
def test_an_email_address_is_taken_out(text: str) -> None:
    assert clean_text(f"see {text}, please") == (
        "see [e-mail removed], please",
        Counter(email=1),
    )


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_a_name_is_taken_out_behind_a_title_or_label(text: str, expected: str) -> None:
    assert clean_text(text)[0] == expected


def test_what_follows_the_longest_possible_number_is_kept() -> None:
    assert clean_text("+995 32 293 12 34 2011")[0] == "[telephone removed] 2011"


WORDS = st.sampled_from(
    "Mr Ms. Dr M. г-н Contact person: contact: focal point is Ana Petrova Иванов И. de UNDP School"
    " +995 32 293-12-34 (0312) 665015 tel. тел: fax 2011 USD n.k@osce.org (at) at dot org a@b.ge"
    " السيد أحمد , . ; [name removed] M.Dupont ＋373 ＠ \u00a0".split(" ")
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=12).map(" ".join))


@settings(deadline=None)
@given(TEXTS)
def test_cleaning_twice_changes_nothing_more_about_contacts(text: str) -> None:
    once, _ = clean_text(text)
    twice, removed = clean_text(once)

    assert twice == once
    assert not removed


@settings(deadline=None)
@given(TEXTS)
def test_what_cleaning_changes_the_quick_look_has_found(text: str) -> None:
    _, removed = clean_text(text)

    if removed:
        assert pc.match_substring_regex(pa.array([text]), _TEXT_HINT)[0].as_py()


@settings(deadline=None)
@given(
    st.text(max_size=40),
    st.from_regex(r"[a-z]{1,8}\.[a-z]{1,8}@[a-z]{2,8}\.(org|int)", fullmatch=True),
)
def test_an_email_address_never_stays(text: str, email: str) -> None:
    assert email not in clean_text(f"{text} {email}")[0]


def test_a_very_long_text_is_cleaned_in_linear_time() -> None:
    text = "a" * 200_000 + "@" + "1 " * 100_000 + "+" * 50_000

    assert clean_text(text)[1] == Counter()
