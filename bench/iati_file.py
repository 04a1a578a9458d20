"""Makes a large IATI 2.03 file to measure reading on: seeded, invented, of ordinary richness.

Each activity has 2 titles, 1-2 descriptions of 40-90 words, 4 organizations, 2-4 dates, a country,
0-2 locations, 1-3 sectors, 0-2 budgets, 0-12 transactions (middle: 6), 4 classifications, and one
in five a result with two indicators and a document: about 3.7 kB, as published files have it.
"""

from __future__ import annotations

import random
from pathlib import Path

WORDS = (
    "support rehabilitation water school district health training police local government "
    "municipal return housing mine action election media women youth rural road energy grid "
    "clinic teacher court reform border municipality budget capacity access service delivery "
    "resilience community farmers irrigation monitoring assessment emergency shelter winter"
).split()
SECTORS = (
    11120,
    12220,
    14030,
    14031,
    15130,
    15151,
    15153,
    15160,
    15210,
    15220,
    15250,
    21020,
    23210,
    31140,
    43030,
    72010,
    72040,
    73010,
)
COUNTRIES = ("AL", "AZ", "GE", "KG", "MD", "XK")


def write_iati(path: Path, activities: int, *, seed: int = 7) -> int:
    """Write the file; return its size in bytes."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8") as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03" '
            'generated-datetime="2011-05-31T00:00:00Z">\n'
        )
        for number in range(activities):
            file.write(_activity(chance, number))
        file.write("</iati-activities>\n")
    return path.stat().st_size


def _words(chance: random.Random, least: int, most: int) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(least, most)))


def _day(chance: random.Random) -> str:
    return f"{chance.randint(2006, 2012)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"


def _activity(chance: random.Random, number: int) -> str:
    reporter = chance.randint(1, 90)
    country = chance.choice(COUNTRIES)
    parts = [
        '<iati-activity default-currency="USD" hierarchy="1" '
        f'last-updated-datetime="{_day(chance)}T00:00:00Z" xml:lang="en">\n'
        f"  <iati-identifier>XX-{reporter}-{number:07d}</iati-identifier>\n"
        f'  <reporting-org ref="XX-{reporter}" type="10"><narrative>Reporter {reporter}'
        "</narrative></reporting-org>\n"
        f"  <title><narrative>{_words(chance, 5, 12)}</narrative>"
        f'<narrative xml:lang="fr">{_words(chance, 5, 12)}</narrative></title>\n'
        f'  <description type="1"><narrative>{_words(chance, 40, 90)}</narrative>'
        "</description>\n",
    ]
    parts.extend(
        f'  <participating-org ref="XX-{chance.randint(1, 400)}" role="{role}" type="21">'
        f"<narrative>Organization {chance.randint(1, 400)}</narrative></participating-org>\n"
        for role in (1, 2, 3, 4)
    )
    parts.append('  <activity-status code="2"/>\n')
    parts.extend(
        f'  <activity-date type="{kind}" iso-date="{_day(chance)}"/>\n'
        for kind in range(1, chance.randint(3, 5))
    )
    parts.append(f'  <recipient-country code="{country}" percentage="100"/>\n')
    parts.extend(
        f'  <location><location-reach code="1"/><location-id vocabulary="G1" '
        f'code="{chance.randint(100000, 999999)}"/><name><narrative>Place '
        f"{chance.randint(1, 500)}</narrative></name><point "
        'srsName="http://www.opengis.net/def/crs/EPSG/0/4326"><pos>'
        f"{chance.uniform(39, 44):.5f} {chance.uniform(41, 46):.5f}</pos></point>"
        '<exactness code="1"/></location>\n'
        for _ in range(chance.randint(0, 2))
    )
    share = chance.randint(1, 3)
    parts.extend(
        f'  <sector vocabulary="1" code="{chance.choice(SECTORS)}" '
        f'percentage="{100 / share:.2f}"/>\n'
        for _ in range(share)
    )
    parts.append(
        '  <collaboration-type code="1"/>\n  <default-flow-type code="10"/>\n'
        '  <default-finance-type code="110"/>\n  <default-aid-type code="C01"/>\n'
    )
    parts.extend(
        f'  <budget type="1"><period-start iso-date="{year}-01-01"/><period-end '
        f'iso-date="{year}-12-31"/><value currency="USD" value-date="{year}-01-01">'
        f"{chance.randint(10_000, 900_000)}</value></budget>\n"
        for year in range(2010, 2010 + chance.randint(0, 2))
    )
    for item in range(chance.randint(0, 12)):
        day = _day(chance)
        parts.append(
            f'  <transaction ref="T{number}-{item}"><transaction-type '
            f'code="{chance.choice("2334")}"/><transaction-date iso-date="{day}"/>'
            f'<value currency="USD" value-date="{day}">{chance.randint(100, 90_000_000) / 100}'
            f'</value><provider-org ref="XX-{reporter}"><narrative>Reporter {reporter}'
            f'</narrative></provider-org><receiver-org ref="XX-{chance.randint(1, 400)}">'
            f"<narrative>Organization {chance.randint(1, 400)}</narrative></receiver-org>"
            "</transaction>\n"
        )
    if not chance.randint(0, 4):
        indicator = (
            '<indicator measure="1"><title><narrative>'
            + _words(chance, 4, 9)
            + '</narrative></title><baseline year="2010" value="0"/><period><period-start '
            'iso-date="2011-01-01"/><period-end iso-date="2011-12-31"/><target value="100"/>'
            f'<actual value="{chance.randint(1, 140)}"/></period></indicator>'
        )
        parts.append(
            f'  <result type="1"><title><narrative>{_words(chance, 4, 9)}</narrative></title>'
            f"{indicator}{indicator}</result>\n"
            f'  <document-link url="https://example.org/{number}.pdf" format="application/pdf">'
            f"<title><narrative>{_words(chance, 3, 6)}</narrative></title>"
            '<category code="A01"/></document-link>\n'
        )
    parts.append("</iati-activity>\n")
    return "".join(parts)
