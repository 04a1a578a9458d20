"""The spreadsheets of the museum: what is wrong with each stands beside its name in README.md.

Everything in them is invented: organizations, places, persons, figures.
"""

from __future__ import annotations

import datetime as dt

from reports.written import Cell, Error, Formula, Row, Sheet, compound, ods, xls, xlsx, zipped

INVENTED = "Invented list, made for tests: no such organization, place or person exists"

#: Three organizations, spelt as they are to be found again.
LANTERN, RELIEF, HARBOUR = "Blue Lantern Society", "Exempla Relief", "Harbour Aid"
HEADINGS: Row = ("Organization", "Sector", "Activity", "District", "People reached")
ROWS: tuple[Row, ...] = (
    (LANTERN, "Health", "Mobile clinic", "Kestrel", 120),
    (RELIEF, "Education", "School repair", "Nordvale", 45),
    (HARBOUR, "Health", "Training of midwives", "Sudvale", 16),
    (LANTERN, "Education", "Evening classes", "Nordvale", 300),
)
TITLE: Row = (INVENTED,)

PERSON, MAIL, TELEPHONE = "Exempla Person", "exempla.person@example.org", "+999 555 010 203"


def listed(*rows: Row, headings: Row = HEADINGS, **more: object) -> bytes:
    """Return a list on one sheet under its title."""
    sheet = Sheet("3W", (TITLE, headings, *rows), **more)  # type: ignore[arg-type]
    return xlsx(sheet)


def old() -> bytes:
    return xls("3W", (TITLE, HEADINGS, *ROWS))


def open_document() -> bytes:
    return ods("3W", (TITLE, HEADINGS, *ROWS))


def password_xlsx() -> bytes:
    return compound("EncryptedPackage", INVENTED.encode())


def password_xls() -> bytes:
    return xls("3W", (TITLE, HEADINGS, *ROWS), password=True)


def merged() -> bytes:
    rows: list[Row] = [
        TITLE,
        ("Organization", "Sector", "Where", None, "People", None, "Remarks"),
        (None, None, "Province", "District", "targeted", "reached", None),
        (LANTERN, "Health", "Upper Vale", "Kestrel", 200, 120, None),
        (None, "Education", None, "Nordvale", None, 45, "same team"),
        (None, "Protection", None, "Sudvale", 60, 16, None),
        (RELIEF, "Health", "Lower Vale", "Ostmark", 90, 80, None),
    ]
    ranges = (
        *("A1:G1", "A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:G4"),
        *("A4:A6", "C4:C6", "E4:E5"),
    )
    return xlsx(Sheet("3W", rows, ranges))


def hidden() -> bytes:
    sheets = (
        Sheet("May", (TITLE, HEADINGS, *ROWS), hidden_rows=(4, 5)),
        Sheet("April", (TITLE, HEADINGS, *ROWS[:2], *ROWS), is_hidden=True),
    )
    return xlsx(*sheets)


def only_hidden() -> bytes:
    cover: tuple[Row, ...] = (TITLE, ("The list stands on the next sheet.",))
    return xlsx(Sheet("Cover", cover), Sheet("3W", (HEADINGS, *ROWS), is_hidden=True))


def formulas() -> bytes:
    rows: list[Row] = [(*row[:4], Formula(f"SUM(H{n},I{n})")) for n, row in enumerate(ROWS, 3)]
    rows[2] = (*ROWS[2][:4], Formula("8+8", 16))
    return listed(*rows)


def below() -> bytes:
    second: tuple[Row, ...] = (
        (),
        (),
        ("Planned for June",),
        ("Agency", "Cluster", "Province", "Start date"),
        (HARBOUR, "Protection", "Upper Vale", dt.date(2012, 6, 1)),
        (RELIEF, "Health", "Lower Vale", dt.date(2012, 6, 15)),
        (LANTERN, "Protection", "Lower Vale", dt.date(2012, 6, 20)),
    )
    return listed(*ROWS, *second)


def beside() -> bytes:
    right: tuple[Row, ...] = (
        ("Agency", "Cluster", "Province"),
        (HARBOUR, "Protection", "Upper Vale"),
        (RELIEF, "Nutrition", "Lower Vale"),
    )
    rows: list[Row] = []
    for number, left in enumerate((HEADINGS, *ROWS)):
        rows.append((*left, None, *(right[number] if number < len(right) else ())))
    return xlsx(Sheet("3W", (TITLE, (), *rows)))


def right_to_left() -> bytes:
    rows: tuple[Row, ...] = (
        ("قائمة مخترعة للاختبار: لا وجود لأي منظمة أو مكان أو شخص فيها",),
        ("المنظمة", "القطاع", "النشاط", "المحافظة", "عدد المستفيدين", "تاريخ البدء"),
        ("جمعية الفانوس الأزرق", "الصحة", "عيادة متنقلة", "الوادي الأعلى", "١٢٠", "١٥/٠٣/٢٠١٢"),
        ("إغاثة المثال", "التعليم", "ترميم مدرسة", "الوادي الأسفل", 45, dt.date(2012, 4, 1)),
        ("جمعية الفانوس الأزرق", "الحماية", "أماكن آمنة", "الوادي الأعلى", "٣٠٠", None),
        ("المجموع", None, None, None, 465, None),
    )
    return xlsx(Sheet("القائمة", rows, is_right_to_left=True))


def header_again() -> bytes:
    return listed(*ROWS[:2], HEADINGS, ROWS[2], (), HEADINGS, ROWS[3])


def contacts() -> bytes:
    """Columns of persons under headings in five languages, one without; and persons elsewhere."""
    headings: Row = (
        *HEADINGS,
        *("Focal point", "E-mail", "Telephone", "Coordonnées du responsable", None),
        *("Контактное лицо", "رقم الهاتف", "Nombre del responsable", "Remarks"),
    )
    persons: Row = (
        *(PERSON, MAIL, TELEPHONE, f"{PERSON}, {TELEPHONE}", MAIL, PERSON, TELEPHONE, PERSON),
        f"write to {MAIL}",
    )
    rows: list[list[Cell]] = [[*row, *persons] for row in ROWS]
    rows[1][2] = f"School repair, call {TELEPHONE}"
    rows[2][0] = f"{HARBOUR} ({MAIL})"
    rows[3][4] = f"ask {MAIL}"
    return listed(*rows, (f"Contact: {PERSON}, {MAIL}, {TELEPHONE}",), headings=headings)


def numbered() -> bytes:
    """Four rows of a form that was numbered in advance, and thirty that nobody filled in."""
    rows = [(number, *row) for number, row in enumerate(ROWS, 1)]
    more: list[Row] = [(number,) for number in range(5, 35)]
    return listed(*rows, *more, headings=("No.", *HEADINGS))


def totals() -> bytes:
    rows: tuple[Row, ...] = (
        *ROWS[:2],
        ("Sub-total", None, None, None, 165),
        *ROWS[2:],
        ("Sub-total", None, None, None, 316),
        ("Grand total", None, None, None, 481),
        (),
        ("Note: planned activities are not in this list.",),
        ("Source: the invented partners, May 2012",),
    )
    return listed(*rows)


def tags_low() -> bytes:
    foreword: list[Row] = [TITLE, *[(f"Foreword, line {number}",) for number in range(2, 18)], ()]
    tags: Row = ("#org", "#sector", "#activity", "#adm2 +name", "#reached")
    return xlsx(Sheet("3W", (*foreword, HEADINGS, tags, *ROWS)))


def pivot() -> bytes:
    rows: tuple[Row, ...] = (
        TITLE,
        ("Count of Organization", "Column Labels"),
        ("Row Labels", "Health", "Education", "Grand Total"),
        ("Kestrel", 3, 1, 4),
        ("Nordvale", 2, 2, 4),
        ("Grand Total", 5, 3, 8),
    )
    return xlsx(Sheet("Pivot", rows))


def template() -> bytes:
    return listed(*[(None,) * 5] * 3)


def months() -> bytes:
    headings: Row = (
        *("Organization", "Sector", "District"),
        *("Jan-12", "Feb-12", "Mar-12", "Apr-12"),
    )
    rows: tuple[Row, ...] = (
        (LANTERN, "Health", "Kestrel", 10, 20, None, 40),
        (RELIEF, "Education", "Nordvale", None, None, 45, None),
        (HARBOUR, "Health", "Sudvale", None, None, None, None),
    )
    return listed(*rows, headings=headings)


def sectors() -> bytes:
    headings: Row = ("Organization", "District", "Health", "Education", "Protection", "Nutrition")
    rows: tuple[Row, ...] = (
        (LANTERN, "Kestrel", "x", None, "x", None),
        (RELIEF, "Nordvale", None, "x", None, None),
        (HARBOUR, "Sudvale", "x", "x", "x", "x"),
    )
    return listed(*rows, headings=headings)


def ages() -> bytes:
    rows: tuple[Row, ...] = (
        TITLE,
        ("Organization", "Sector", "District", "People reached", None, None, None, None),
        (None, None, None, "Girls (0-17)", "Boys (0-17)", "Women (18+)", "Men (18+)", "Total"),
        (LANTERN, "Health", "Kestrel", 30, 25, 40, 25, 120),
        (RELIEF, "Education", "Nordvale", 20, 25, None, None, 45),
        (HARBOUR, "Health", "Sudvale", None, None, 16, None, None),
    )
    return xlsx(Sheet("3W", rows, ("A2:A3", "B2:B3", "C2:C3", "D2:H2")))


def cell_errors() -> bytes:
    rows: list[Row] = [
        (*ROWS[0][:3], Error("#N/A"), 120),
        ("None", "Education", "School repair", "Nordvale", Error("#REF!")),
        (HARBOUR, "#N/A", "n/a", "Sudvale", "-"),
        (LANTERN, "Education", "None", "Nordvale", "#N/A"),
    ]
    return listed(*rows)


# Larger than a folder of tests should be: made when a test asks for them


def million_rows() -> bytes:
    """Four rows, and a million that are styled and empty."""
    rows = "".join(f'<row r="{number}" s="1" customFormat="1"/>' for number in range(7, 1_048_577))
    claimed = '<cols><col min="1" max="16384" width="12" style="1"/></cols>'
    sheet = Sheet(
        "3W", (TITLE, HEADINGS, *ROWS), dimension="A1:XFD1048576", more=rows, columns=claimed
    )
    return xlsx(sheet, packed=True)


def styled_cells() -> bytes:
    """Four rows, and two hundred thousand rows of styled empty cells."""
    rows = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{letter}{n}" s="1"/>' for letter in "ABCDE") + "</row>"
        for n in range(7, 200_000)
    )
    return xlsx(Sheet("3W", (TITLE, HEADINGS, *ROWS), more=rows), packed=True)


def many_columns() -> bytes:
    """A list of 16,384 columns: those of a form that asks forty questions again and again."""
    more: Row = tuple(f"Answer {number % 40}" for number in range(16_379))
    given: Row = ("yes", *[None] * 16_377, "last")
    return listed((*ROWS[0], *given), *ROWS[1:], headings=(*HEADINGS, *more))


def long_cells() -> bytes:
    """Cells of 30,000 letters: a title, a remark and an organization."""
    sentence = "Repair of the pump and of the pipes in the eastern quarter. "
    long = (sentence * 501)[:30_000]
    headings: Row = (*HEADINGS, "Remarks")
    organization = ("Invented Association of the Eastern Quarter and its Pumps " * 518)[:30_000]
    rows: tuple[Row, ...] = (
        (LANTERN, "Health", long, "Kestrel", 120, "short"),
        (RELIEF, "Education", "School repair", "Nordvale", 45, long),
        (organization, "Health", "Clinic", "Sudvale", 16, None),
    )
    return xlsx(Sheet("3W", (TITLE, headings, *rows)), packed=True)


def bomb() -> bytes:
    """A zip whose sheet would unpack to two hundred million letters."""
    letters = b" " * 200_000_000
    return zipped(
        {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
        | {"xl/worksheets/sheet1.xml": letters},
        packed=True,
    )
