"""Personal data in tables, in contact details and in headings."""

import pyarrow as pa
import pytest

from intarsia.sharing.personal_data import (
    is_personal_heading,
    scrub_contact_info,
    without_personal_data,
)
from intarsia.tables import ProblemLog


def test_each_removal_is_counted_by_column_and_never_shown() -> None:
    twice = "ana@osce.org, ana@osce.org"
    texts = ["Ms Ana Petrova", None, twice, "Police training", "ana@osce.org"]
    activities = pa.table({"activity_id": list("abcde"), "description": texts})
    log = ProblemLog("3w.csv")

    cleaned = without_personal_data({"activities": activities}, log)

    assert cleaned["activities"].column("description").to_pylist() == [
        "Ms [name removed]",
        None,
        "[e-mail removed], [e-mail removed]",
        "Police training",
        "[e-mail removed]",
    ]
    assert [(p.code, p.column, p.times, p.value) for p in log] == [
        ("personal_data.email_removed", "activities.description", 3, None),
        ("personal_data.name_removed", "activities.description", 1, None),
    ]


def test_tables_without_personal_data_are_handed_back_as_they_are() -> None:
    narratives = pa.table({"text": ["Police training in 2011", None]})
    log = ProblemLog("a.xml")

    cleaned = without_personal_data({"narratives": narratives}, log)

    assert cleaned["narratives"] is narratives
    assert not len(log)


def test_a_value_that_a_problem_quotes_is_cleaned_too() -> None:
    noted = ProblemLog("a.xml")
    noted.changed("date.not_a_date", value="ask ana@osce.org")

    cleaned = without_personal_data({"problems": noted.table()}, ProblemLog("a.xml"))

    assert cleaned["problems"]["value"].to_pylist() == ["ask [e-mail removed]"]


def test_a_web_address_keeps_its_digits_and_loses_only_an_email_address() -> None:
    urls = ["https://x.org/?a=tel:12345678", "mailto:ana@osce.org"]
    log = ProblemLog("a.xml")

    cleaned = without_personal_data({"documents": pa.table({"url": urls})}, log)

    assert cleaned["documents"].column("url").to_pylist() == [urls[0], "mailto:[e-mail removed]"]


def test_contact_details_keep_the_organization_and_lose_the_person() -> None:
    fragment = (
        '<contact-info type="1"><organisation><narrative>OSCE</narrative></organisation>'
        "<department><narrative>Police</narrative></department>"
        "<person-name><narrative>A. B.</narrative></person-name><job-title>Head</job-title>"
        "<telephone>112</telephone><email>a@b.org</email><website>https://osce.org</website>"
        "<mailing-address><narrative>1 Street</narrative></mailing-address></contact-info>"
    )

    scrubbed, removed = scrub_contact_info(fragment)

    assert removed == 5
    assert scrubbed == (
        '<contact-info type="1"><organisation><narrative>OSCE</narrative></organisation>'
        "<department><narrative>Police</narrative></department>"
        "<website>https://osce.org</website></contact-info>"
    )


def test_contact_details_that_say_nothing_stay() -> None:
    fragment = "<contact-info><email>REDACTED</email><telephone/><email></email></contact-info>"

    assert scrub_contact_info(fragment) == (fragment, 0)


def test_nested_contact_details_go_too() -> None:
    fragment = "<x><email>REDACTED<telephone>N/A</telephone> <email>a</email>Ana</email></x>"

    assert "Ana" not in scrub_contact_info(fragment)[0]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Email", "email"),
        ("Focal point E-mail address", "email"),
        ("Courriel", "email"),
        ("Correo electrónico", "email"),
        ("Электронная почта", "email"),
        ("البريد الإلكتروني", "email"),
        ("contact_email", "email"),
        ("Phone number", "telephone"),
        ("Contact person's telephone", "telephone"),
        ("Numéro de téléphone", "telephone"),
        ("Teléfono", "telephone"),
        ("Контактный телефон", "telephone"),
        ("رقم الهاتف", "telephone"),
        ("Contact name", "name"),
        ("Focal Point", "name"),
        ("Name of focal person", "name"),
        ("Surname", "name"),
        ("Nom du contact", "name"),
        ("Nombre de la persona de contacto", "name"),
        ("Ф.И.О.", "name"),
        ("Контактна особа", "name"),
        ("اسم جهة الاتصال", "name"),
        ("Contact", "contact"),
        ("Contact information (phone, email)", "contact"),
        ("#contact+name", "name"),
        ("#org+email", "email"),
        ("#contact", "contact"),
        ("Organization name", None),
        ("Name", None),
        ("Nombre", None),
        ("Number of mobile clinics", None),
        ("Mobile health teams", None),
        ("Phones distributed", None),
        ("Number", None),
        ("Address", None),
        ("#org+name", None),
        ("Имя файла", None),
        ("Activity title", None),
        ("", None),
    ],
)
def test_headings_of_persons_are_recognized(heading: str, kind: str | None) -> None:
    assert is_personal_heading(heading) == kind
