"""Small IATI files for tests: one rich activity in 2.03 and the same in 1.05, and a frame."""

from __future__ import annotations

from pathlib import Path

from intarsia import read_report
from intarsia.readers import Reading

RICH = """
<iati-activity xml:lang="en" default-currency="EUR" hierarchy="1" humanitarian="1"
    last-updated-datetime="2011-05-01T10:00:00Z">
  <iati-identifier>XX-1-POLICE</iati-identifier>
  <reporting-org ref="XX-1" type="40"><narrative>Mission</narrative></reporting-org>
  <title><narrative>Police training</narrative>
    <narrative xml:lang="fr">Formation de la police</narrative></title>
  <description type="1"><narrative>Two academies.</narrative></description>
  <description type="3"><narrative>Women first.</narrative></description>
  <participating-org ref="XX-2" role="1" type="10" activity-id="XX-2-77">
    <narrative>Donor</narrative></participating-org>
  <participating-org role="4" type="22"><narrative>Local NGO</narrative></participating-org>
  <other-identifier ref="P-12" type="A1"><owner-org ref="XX-2"><narrative>Donor</narrative>
    </owner-org></other-identifier>
  <activity-status code="2"/>
  <activity-date type="1" iso-date="2011-01-01"/>
  <activity-date type="2" iso-date="2011-02-01"/>
  <activity-date type="3" iso-date="2011-12-31"/>
  <recipient-country code="GE" percentage="60"/>
  <recipient-region code="489" vocabulary="1" percentage="40"/>
  <location ref="L1">
    <location-reach code="1"/>
    <location-id vocabulary="G1" code="611717"/>
    <name><narrative>Tbilisi</narrative></name>
    <administrative vocabulary="G2" level="1" code="GE-TB"/>
    <point srsName="http://www.opengis.net/def/crs/EPSG/0/4326"><pos>41.69 44.83</pos></point>
    <exactness code="1"/>
  </location>
  <sector vocabulary="1" code="15132" percentage="75"/>
  <sector vocabulary="1" code="15130" percentage="25"/>
  <tag vocabulary="1" code="ABC"><narrative>Academy</narrative></tag>
  <policy-marker vocabulary="1" code="1" significance="2"/>
  <humanitarian-scope type="1" vocabulary="1-2" code="EQ-2011"/>
  <default-aid-type code="C01"/>
  <budget type="1" status="2"><period-start iso-date="2011-01-01"/>
    <period-end iso-date="2011-12-31"/>
    <value currency="EUR" value-date="2011-01-03">1000</value></budget>
  <planned-disbursement><period-start iso-date="2011-07-01"/>
    <value value-date="2011-07-01">500</value>
    <receiver-org ref="XX-9"><narrative>Academy</narrative></receiver-org>
  </planned-disbursement>
  <transaction ref="T1"><transaction-type code="3"/><transaction-date iso-date="2011-03-01"/>
    <value currency="EUR" value-date="2011-03-01">250.50</value>
    <description><narrative>First half</narrative></description>
    <provider-org ref="XX-2" provider-activity-id="XX-2-77"><narrative>Donor</narrative>
    </provider-org>
    <receiver-org ref="XX-9" receiver-activity-id="XX-9-1" type="80">
      <narrative>Academy</narrative></receiver-org>
  </transaction>
  <document-link url="https://example.org/a.pdf" format="application/pdf">
    <title><narrative>Report</narrative></title><category code="A01"/></document-link>
  <related-activity ref="XX-1-ROOT" type="1"/>
  <conditions attached="1"><condition type="1"><narrative>Audit</narrative></condition>
  </conditions>
  <result type="1"><title><narrative>Officers trained</narrative></title>
    <indicator measure="1" ascending="1"><title><narrative>Officers</narrative></title>
      <baseline year="2010" value="0"/>
      <period><period-start iso-date="2011-01-01"/><period-end iso-date="2011-12-31"/>
        <target value="200"/><actual value="120"/></period></indicator></result>
  <x:note xmlns:x="https://example.org/ns" level="2">extra</x:note>
</iati-activity>
"""

RICH_1_05 = """
<iati-activity xml:lang="en" default-currency="EUR" hierarchy="1" version="1.05"
    last-updated-datetime="2011-05-01T10:00:00Z">
  <reporting-org ref="XX-1" type="40">Mission</reporting-org>
  <iati-identifier>XX-1-POLICE</iati-identifier>
  <title>Police training</title>
  <title xml:lang="fr">Formation de la police</title>
  <description type="1">Two academies.</description>
  <description type="3">Women first.</description>
  <participating-org ref="XX-2" role="Funding" type="10">Donor</participating-org>
  <participating-org role="Implementing" type="22">Local NGO</participating-org>
  <other-identifier owner-ref="XX-2" owner-name="Donor">P-12</other-identifier>
  <activity-status>Implementation</activity-status>
  <activity-date type="start-planned" iso-date="2011-01-01"/>
  <activity-date type="start-actual">2011-02-01</activity-date>
  <activity-date type="end-planned" iso-date="2011-12-31">late</activity-date>
  <recipient-country code="GE" percentage="60">Georgia</recipient-country>
  <location>
    <name>Tbilisi</name>
    <coordinates latitude="41.69" longitude="44.83" precision="1"/>
    <administrative country="GE" adm1="GE-TB">Tbilisi</administrative>
  </location>
  <sector vocabulary="DAC" code="15132" percentage="75">Police</sector>
  <sector vocabulary="DAC" code="15130" percentage="25"/>
  <activity-website>https://example.org</activity-website>
  <transaction><transaction-type code="D">Disbursement</transaction-type>
    <transaction-date iso-date="2011-03-01"/>
    <value currency="EUR" value-date="2011-03-01">250.50</value>
    <description>First half</description>
    <provider-org ref="XX-2" provider-activity-id="XX-2-77">Donor</provider-org>
    <receiver-org ref="XX-9">Academy</receiver-org>
  </transaction>
</iati-activity>
"""


def file_of(*activities: str, version: str = "2.03", head: str = "") -> str:
    """Return a whole file of these activities."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{head}'
        f'<iati-activities version="{version}" generated-datetime="2011-05-31T00:00:00Z">'
        f"{''.join(activities)}\n</iati-activities>\n"
    )


def an_activity(identifier: str = "XX-1-A", inside: str = "", title: str = "Wells") -> str:
    """Return a plain 2.03 activity with more elements inside."""
    return (
        f'<iati-activity xml:lang="en" default-currency="USD"><iati-identifier>{identifier}'
        '</iati-identifier><reporting-org ref="XX-1" type="40"><narrative>Mission</narrative>'
        f"</reporting-org><title><narrative>{title}</narrative></title>{inside}</iati-activity>"
    )


def reading_of(folder: Path, content: str | bytes, name: str = "report.xml") -> Reading:
    """Write the file and read it through the front door."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_report(path)


def codes_of(reading: Reading) -> list[str]:
    """The codes of the reading's problems, sorted."""
    return sorted(problem.code for problem in reading.problems)
