"""A picture written as IATI 2.03: what every report said, in the form publishers exchange.

It proves that the picture keeps enough to write the source again, and lets an organization that
reports by spreadsheet publish.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from lxml import etree

from intarsia.documents.iati_elements import Row, child, flag, number, party, value
from intarsia.tables import Picture
from intarsia.terms import Basis, Role

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_WGS84 = "http://www.opengis.net/def/crs/EPSG/0/4326"
_ROLE_CODES = {
    str(Role.FUNDING): "1",
    str(Role.ACCOUNTABLE): "2",
    str(Role.EXTENDING): "3",
    str(Role.IMPLEMENTING): "4",
}
_CODED = {
    "collaboration_type": "collaboration-type",
    "flow_type": "default-flow-type",
    "finance_type": "default-finance-type",
    "aid_type": "default-aid-type",
    "tied_status": "default-tied-status",
    "tag": "tag",
    "policy_marker": "policy-marker",
    "humanitarian_scope": "humanitarian-scope",
}
_NAMED = ("tag", "policy_marker", "humanitarian_scope")
_DATES = (
    ("1", "planned_starts_on"),
    ("2", "actual_starts_on"),
    ("3", "planned_ends_on"),
    ("4", "actual_ends_on"),
)
_LINKS = {"parent": "1", "child": "2", "sibling": "3", "co-funded": "4", "third party": "5"}


def write_iati(picture: Picture, *, generated_at: str | None = None) -> Iterator[bytes]:
    """Yield an IATI 2.03 activity file of the whole picture, piece by piece (UTF-8).

    generated_at  moment to state as `generated-datetime`, ISO 8601

    >>> b"".join(write_iati(Picture())).splitlines()[-1]
    b'</iati-activities>'
    """
    stated = f' generated-datetime="{generated_at}"' if generated_at else ""
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03"{stated}>\n'
    yield head.encode()
    rows = {
        name: _by_activity(picture, name)
        for name in picture
        if name != "activities" and "activity_id" in picture[name].column_names
    }
    for activity in picture["activities"].to_pylist():
        details = {name: found.get(activity["activity_id"], []) for name, found in rows.items()}
        yield etree.tostring(_Writer(activity, details).element(), encoding="utf-8") + b"\n"
    yield b"</iati-activities>\n"


def _by_activity(picture: Picture, name: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in picture[name].to_pylist():
        found[row["activity_id"]].append(row)
    return found


class _Writer:
    """Writes one activity; an element kept as written takes the place of the one made."""

    def __init__(self, activity: Row, details: Mapping[str, list[Row]]) -> None:
        self.activity = activity
        self.details = details
        self.kept: dict[tuple[str, int], str] = {
            (row["element"], row["ordinal"]): row["source"] for row in details["remainders"]
        }
        self.texts: dict[tuple[str, int], list[Row]] = defaultdict(list)
        for row in details["narratives"]:
            self.texts[row["element"], row["of"]].append(row)
        self.written: set[tuple[str, int]] = set()
        self.node = etree.Element("iati-activity")

    def element(self) -> etree._Element:
        self._attributes()
        self._about()
        self._organizations()
        self._dates()
        self._ground()
        self._codes()
        self._money()
        self._documents_and_links()
        for (element, ordinal), source in self.kept.items():
            whole = element.startswith("{") or not (element.startswith("@") or "/" in element)
            if whole and (element, ordinal) not in self.written:
                self.node.append(etree.fromstring(source))
        return self.node

    def _add(
        self, tag: str, ordinal: int, attributes: Mapping[str, object | None]
    ) -> etree._Element | None:
        """Add an element, or the one kept as written and None."""
        whole = self.kept.get((tag, ordinal))
        if whole is not None:
            self.written.add((tag, ordinal))
            self.node.append(etree.fromstring(whole))
            return None
        return child(self.node, tag, attributes)

    def _add_kept_children(self, node: etree._Element, tag: str, ordinal: int) -> None:
        source = self.kept.get((f"{tag}/*", ordinal))
        if source is None:
            return
        as_written = list(etree.fromstring(f"<kept>{source}</kept>"))
        for tag_kept in {str(found.tag) for found in as_written}:
            for made in node.findall(tag_kept):
                node.remove(made)
        node.extend(as_written)

    def _narratives(self, node: etree._Element, first: str | None, element: str, of: int) -> None:
        rows = sorted(self.texts.get((element, of), ()), key=lambda row: row["ordinal"])
        if first is not None and not (rows and rows[0]["ordinal"] == 0):
            etree.SubElement(node, "narrative").text = first
        for row in rows:
            narrative = etree.SubElement(node, "narrative")
            narrative.text = row["text"]
            if row["language"]:
                narrative.set(LANG, row["language"])

    def _attributes(self) -> None:
        activity = self.activity
        stated = {
            LANG: activity["language"],
            "default-currency": activity["currency"],
            "last-updated-datetime": activity["updated_at"],
            "hierarchy": activity["hierarchy"],
            "humanitarian": flag(activity["is_humanitarian"]),
        }
        for (element, _), source in self.kept.items():
            if element.startswith("@"):
                stated[element[1:]] = source
        for name, said in stated.items():
            if said is not None:
                self.node.set(name, str(said))

    def _about(self) -> None:
        node = self._add("iati-identifier", 0, {})
        if node is not None:
            node.text = self.activity["identifier"]
        for row in self._participations(reporting=True):
            self._organization("reporting-org", row)
        if self.activity["title"] is not None or ("title", 0) in self.texts:
            node = self._add("title", 0, {})
            if node is not None:
                self._narratives(node, self.activity["title"], "title", 0)
        self._descriptions()

    def _descriptions(self) -> None:
        further = sorted(
            (of, element) for element, of in self.texts if element.startswith("description")
        )
        first_is_row = ("description", 0) in self.texts
        if self.activity["description"] is not None or first_is_row:
            kind = self.kept.get(("description/@type", 0))
            node = self._add("description", 0, {"type": kind})
            if node is not None:
                self._narratives(node, self.activity["description"], "description", 0)
        for of, element in further:
            if of:
                _, _, kind = element.partition(":")
                node = self._add("description", of, {"type": kind or None})
                if node is not None:
                    self._narratives(node, None, element, of)

    def _participations(self, *, reporting: bool) -> list[Row]:
        rows = self.details["participations"]
        wanted = [row for row in rows if (row["role"] == str(Role.REPORTING)) is reporting]
        return sorted(wanted, key=lambda row: row["ordinal"])

    def _organization(self, tag: str, row: Row) -> None:
        attributes = {"ref": row["identifier_as_reported"], "type": row["organization_type"]}
        if tag == "participating-org":
            attributes |= {
                "role": _ROLE_CODES.get(row["role"]),
                "activity-id": row["other_activity_id"],
                "crs-channel-code": row["channel_code"],
            }
        node = self._add(tag, row["ordinal"], attributes)
        if node is not None:
            self._narratives(node, row["name_as_reported"], tag, row["ordinal"])

    def _organizations(self) -> None:
        for row in self._participations(reporting=False):
            self._organization("participating-org", row)
        for row in self._codes_of("other_identifier"):
            node = self._add(
                "other-identifier",
                row["ordinal"],
                {"ref": row["code"], "type": row["type_code"]},
            )
            if node is not None and (row["vocabulary"] or row["name"]):
                owner = child(node, "owner-org", {"ref": row["vocabulary"]})
                self._narratives(owner, row["name"], "other-identifier/owner-org", row["ordinal"])

    def _dates(self) -> None:
        if self.activity["status_code"] is not None:
            self._add("activity-status", 0, {"code": self.activity["status_code"]})
        kept = [source for (element, _), source in self.kept.items() if element == "activity-date"]
        stated = {etree.fromstring(source).get("type") for source in kept}
        for kind, column in _DATES:
            if self.activity[column] is not None and kind not in stated:
                child(self.node, "activity-date", {"type": kind, "iso-date": self.activity[column]})
        if self.activity["scope_code"] is not None:
            self._add("activity-scope", 0, {"code": self.activity["scope_code"]})

    def _ground(self) -> None:
        for row in self._stated("activity_locations"):
            if row["kind"] == "location":
                self._location(row)
                continue
            tag = f"recipient-{row['kind']}"
            node = self._add(
                tag,
                row["ordinal"],
                {
                    "code": row["source_code"],
                    "vocabulary": row["source_vocabulary"],
                    "percentage": number(row["percentage"]),
                },
            )
            if node is not None:
                self._narratives(node, row["name_as_reported"], tag, row["ordinal"])
        for row in self._stated("activity_sectors"):
            node = self._add(
                "sector",
                row["ordinal"],
                {
                    "code": row["source_code"],
                    "vocabulary": row["source_vocabulary"],
                    "vocabulary-uri": row["source_vocabulary_uri"],
                    "percentage": number(row["percentage"]),
                },
            )
            if node is not None:
                self._narratives(node, row["name_as_reported"], "sector", row["ordinal"])

    def _stated(self, table: str) -> list[Row]:
        """The rows that the report states; those from transactions are written there."""
        return [row for row in self.details[table] if row["share_basis"] != str(Basis.TRANSACTIONS)]

    def _location(self, row: Row) -> None:
        ordinal = row["ordinal"]
        node = self._add("location", ordinal, {})
        if node is None:
            return
        if row["reach_code"] is not None:
            child(node, "location-reach", {"code": row["reach_code"]})
        for code in self.details["codes"]:
            if code["of"] == ordinal and code["kind"] in ("location_id", "administrative"):
                child(
                    node,
                    code["kind"].replace("_", "-"),
                    {
                        "vocabulary": code["vocabulary"],
                        "code": code["code"],
                        "level": code["type_code"],
                    },
                )
        if row["name_as_reported"] is not None or ("location/name", ordinal) in self.texts:
            self._narratives(
                child(node, "name", {}), row["name_as_reported"], "location/name", ordinal
            )
        if row["latitude"] is not None:
            point = child(node, "point", {"srsName": _WGS84})
            child(point, "pos", {}).text = f"{row['latitude']!r} {row['longitude']!r}"
        for tag, column in (
            ("exactness", "precision"),
            ("location-class", "class_code"),
            ("feature-designation", "feature_code"),
        ):
            if row[column] is not None:
                child(node, tag, {"code": row[column]})
        self._add_kept_children(node, "location", ordinal)

    def _codes_of(self, *kinds: str) -> list[Row]:
        return [row for row in self.details["codes"] if row["kind"] in kinds]

    def _codes(self) -> None:
        for row in self._codes_of(*_CODED):
            tag = _CODED[row["kind"]]
            scope = tag == "humanitarian-scope"
            node = self._add(
                tag,
                row["ordinal"],
                {
                    "code": row["code"],
                    "vocabulary": row["vocabulary"],
                    "vocabulary-uri": row["vocabulary_uri"],
                    "type" if scope else "significance": row["type_code"],
                },
            )
            if node is not None and row["kind"] in _NAMED:
                self._narratives(node, row["name"], tag, row["ordinal"])
        for row in self._codes_of("conditions_attached"):
            self._add("conditions", row["ordinal"], {"attached": row["code"]})

    def _money(self) -> None:
        for row in self.details["budgets"]:
            self._budget(row)
        for row in self.details["transactions"]:
            self._transaction(row)

    def _budget(self, row: Row) -> None:
        tag = row["kind"].replace("_", "-")
        node = self._add(
            tag, row["ordinal"], {"type": row["type_code"], "status": row["status_code"]}
        )
        if node is None:
            return
        for tag_, column in (("period-start", "from_on"), ("period-end", "to_on")):
            if row[column] is not None:
                child(node, tag_, {"iso-date": row[column]})
        value(node, row)
        for side in ("provider", "receiver"):
            party(node, side, row)
        self._add_kept_children(node, tag, row["ordinal"])

    def _transaction(self, row: Row) -> None:
        node = self._add(
            "transaction",
            row["ordinal"],
            {
                "ref": row["reference"],
                "humanitarian": flag(row["is_humanitarian"]),
            },
        )
        if node is None:
            return
        if row["kind"] is not None:
            child(node, "transaction-type", {"code": row["kind"]})
        if row["on"] is not None:
            child(node, "transaction-date", {"iso-date": row["on"]})
        value(node, row)
        if row["description"] is not None:
            child(child(node, "description", {}), "narrative", {}).text = row["description"]
        for side in ("provider", "receiver"):
            party(node, side, row)
        for tag, column, vocabulary in (
            ("disbursement-channel", "channel_code", None),
            ("sector", "sector_code", row["sector_vocabulary"]),
            ("recipient-country", "country_code", None),
            ("recipient-region", "region_code", None),
            ("flow-type", "flow_type", None),
            ("finance-type", "finance_type", None),
            ("aid-type", "aid_type", None),
            ("tied-status", "tied_status", None),
        ):
            if row[column] is not None:
                child(node, tag, {"code": row[column], "vocabulary": vocabulary})
        self._add_kept_children(node, "transaction", row["ordinal"])

    def _documents_and_links(self) -> None:
        for row in self.details["documents"]:
            node = self._add(
                "document-link", row["ordinal"], {"url": row["url"], "format": row["format"]}
            )
            if node is None:
                continue
            if row["title"] is not None or ("document-link/title", row["ordinal"]) in self.texts:
                self._narratives(
                    child(node, "title", {}), row["title"], "document-link/title", row["ordinal"]
                )
            for tag, column, attribute in (
                ("category", "category_code", "code"),
                ("language", "language", "code"),
                ("document-date", "on", "iso-date"),
            ):
                if row[column] is not None:
                    child(node, tag, {attribute: row[column]})
            self._add_kept_children(node, "document-link", row["ordinal"])
        for row in self.details["activity_links"]:
            # Links derived from transactions are written there already.
            if row["type_code"] is not None or row["kind"] in _LINKS or row["kind"] is None:
                kind = row["type_code"] or _LINKS.get(row["kind"] or "")
                self._add(
                    "related-activity",
                    row["ordinal"],
                    {"ref": row["other_activity_id"], "type": kind},
                )
