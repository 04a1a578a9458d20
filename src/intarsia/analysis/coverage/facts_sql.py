"""The questions asked of the counted activities: one named query per table of `Coverage`."""

FIGURES_SQL = """
SELECT
    count(*) AS activities,
    count(*) FILTER (is_shared) AS shared_activities,
    count(DISTINCT organization_id) AS reporters,
    (SELECT count(DISTINCT organization_id) FROM involved) AS organizations,
    count(*) FILTER (is_running) AS running,
    count(*) FILTER (is_running AND period_basis = 'derived, weak') AS running_weak,
    count(*) FILTER (
        year(starts_on) <= (SELECT year(as_of) FROM asked)
        AND coalesce(year(ends_on), 9999) >= (SELECT year(as_of) FROM asked)
        AND coalesce(status, '') <> 'cancelled'
    ) AS running_year,
    sum(committed_usd) AS committed_usd,
    count(committed_usd) AS committed_activities,
    sum(budgeted_usd) AS budgeted_usd,
    count(budgeted_usd) AS budgeted_activities,
    sum(spent_usd) AS spent_usd,
    count(spent_usd) AS spent_activities,
    (SELECT sum(usd) FROM (
        SELECT spent_undated_usd AS usd FROM counted
        UNION ALL
        SELECT usd FROM movements WHERE what = 'spent' AND "on" IS NULL
    )) AS spent_undated_usd,
    sum(incoming_usd) AS incoming_usd,
    (SELECT sum(usd) FROM movements, asked
     WHERE what = 'committed' AND year("on") = year(as_of)) AS committed_year_usd,
    (SELECT sum(usd) FROM movements, asked
     WHERE what = 'spent' AND year("on") = year(as_of)) AS spent_year_usd,
    (SELECT year(as_of) FROM asked) AS year,
    sum(coalesce(people_targeted, people)) AS people_targeted,
    count(coalesce(people_targeted, people)) AS people_activities,
    (SELECT count(*) FROM counted JOIN activities USING (activity_id)
     WHERE target_group_code IS NOT NULL) AS group_activities
FROM counted
"""

# Every organization in any role. One without a key of its own is told apart by its name.
INVOLVED_SQL = """
CREATE TEMP TABLE involved AS
SELECT DISTINCT i.organization_id
FROM (
    SELECT organization_id FROM counted
    UNION ALL
    SELECT p.organization_id FROM participations p JOIN counted USING (activity_id)
) i
LEFT JOIN organizations o USING (organization_id)
WHERE i.organization_id IS NOT NULL AND o.is_placeholder IS NOT TRUE
"""

UNKNOWNS_SQL = """
WITH located AS (
    SELECT DISTINCT activity_id FROM activity_locations WHERE kind = 'location'
),
stated AS (SELECT DISTINCT activity_id FROM activity_sectors)
SELECT
    count(*) FILTER (l.activity_id IS NULL) AS place,
    count(*) FILTER (l.activity_id IS NOT NULL AND p.activity_id IS NULL) AS place_not_found,
    count(*) FILTER (x.activity_id IS NULL) AS sector,
    count(*) FILTER (x.activity_id IS NULL AND t.activity_id IS NOT NULL) AS sector_not_mapped,
    count(*) FILTER (x.activity_id IS NULL AND p.activity_id IS NOT NULL) AS sector_placed,
    count(*) FILTER (starts_on IS NULL) AS period,
    count(*) FILTER (starts_on IS NOT NULL AND ends_on IS NULL) AS open_end,
    count(*) FILTER (usd IS NULL AND spent_usd IS NULL) AS money,
    (SELECT count(*) FROM movements WHERE usd IS NULL) AS money_not_in_dollars,
    count(*) FILTER (organization_id IS NULL) AS organization,
    count(*) FILTER (people_targeted IS NULL AND people IS NULL) AS people,
    count(*) FILTER (status IS NULL) AS status
FROM counted
LEFT JOIN located l USING (activity_id)
LEFT JOIN (SELECT DISTINCT activity_id FROM placed) p USING (activity_id)
LEFT JOIN (SELECT DISTINCT activity_id FROM sectored) x USING (activity_id)
LEFT JOIN stated t USING (activity_id)
"""

SCOPE_FIGURES_SQL = """
SELECT
    (SELECT min(country_code) FROM countries_stated JOIN counted USING (activity_id)
     HAVING count(DISTINCT country_code) = 1) AS only_country,
    (SELECT count(*) FROM activities) - (SELECT count(*) FROM counted) AS left_out,
    (SELECT count(*) FROM activities
     WHERE asked.country IS NOT NULL
        AND activity_id NOT IN (SELECT activity_id FROM countries_stated)) AS without_country
FROM asked
"""

PLACE_FIGURES_SQL = """
WITH units AS (
    SELECT place_code FROM shown_places JOIN map_level USING (level)
),
seen AS (
    SELECT unit_code, bool_or(is_running) AS is_running
    FROM placed JOIN counted USING (activity_id) WHERE unit_code IS NOT NULL GROUP BY unit_code
)
SELECT (SELECT level FROM map_level) AS level,
    count(*) AS total,
    count(unit_code) AS with_someone,
    count(*) - count(unit_code) AS without_anyone,
    count(*) FILTER (is_running) AS running,
    (SELECT count(*) FROM (
        SELECT activity_id FROM placed GROUP BY activity_id HAVING count(unit_code) = 0
    )) AS above
FROM units LEFT JOIN seen ON unit_code = place_code
"""

# The name of who reports: the register's, else as the report writes it, else the key.
NAMES_SQL = """
CREATE TEMP TABLE organization_names AS
SELECT i.organization_id, coalesce(o.name, p.name, i.organization_id) AS organization
FROM (SELECT DISTINCT organization_id FROM counted WHERE organization_id IS NOT NULL) i
LEFT JOIN organizations o USING (organization_id)
LEFT JOIN (
    SELECT organization_id, min(name_as_reported) AS name
    FROM participations WHERE role = 'reporting' GROUP BY organization_id
) p USING (organization_id)
"""

ORGANIZATIONS_SQL = """
SELECT organization_id, organization, count(*) AS activities,
    count(*) FILTER (is_running) AS running, sum(usd) AS usd
FROM counted LEFT JOIN organization_names USING (organization_id)
GROUP BY organization_id, organization
ORDER BY activities DESC, organization NULLS LAST
"""

ORGANIZATION_GROUPS_SQL = """
WITH parts AS (
    SELECT activity_id, group_code, sum(part) AS part FROM sectored GROUP BY ALL
)
SELECT c.organization_id, p.group_code, count(*) AS activities, sum(c.usd * p.part) AS usd
FROM counted c LEFT JOIN parts p USING (activity_id)
GROUP BY c.organization_id, p.group_code
ORDER BY c.organization_id, p.group_code
"""

SECTORS_SQL = """
SELECT sector_code, group_code, count(*) AS activities,
    count(DISTINCT organization_id) AS organizations, sum(usd * part) AS usd,
    count(p.activity_id) AS placed
FROM sectored JOIN counted USING (activity_id)
LEFT JOIN (SELECT DISTINCT activity_id FROM placed) p USING (activity_id)
GROUP BY sector_code, group_code
ORDER BY activities DESC, sector_code
"""


def by_class_sql(column: str) -> str:
    """Return the query for activities, organizations and money by a class of sectors.

    column   of `sectored`: group_code, task_code or dimension_code
    """
    return f"""
WITH parts AS (
    SELECT activity_id, {column} AS code, sum(part) AS part FROM sectored
    WHERE {column} IS NOT NULL GROUP BY ALL
)
SELECT code, count(*) AS activities, count(DISTINCT organization_id) AS organizations,
    sum(usd * part) AS usd
FROM parts JOIN counted USING (activity_id)
GROUP BY code ORDER BY activities DESC, code
"""  # noqa: S608 - composed of names in this package only


def by_place_sql(column: str) -> str:
    """Return the query for activities and money by a class of sectors and first-level place.

    column   of `sectored`: sector_code or group_code. Its code is null where the activity has
             no sector.
    """
    return f"""
WITH sides AS (
    SELECT activity_id, {column} AS code, sum(part) AS part FROM sectored GROUP BY ALL
),
grounds AS (
    SELECT activity_id, first_code, sum(part) AS part FROM placed GROUP BY ALL
)
SELECT s.code AS {column}, g.first_code AS place_code, count(*) AS activities,
    sum(c.usd * coalesce(s.part, 1) * g.part) AS usd
FROM grounds g JOIN counted c USING (activity_id) LEFT JOIN sides s USING (activity_id)
GROUP BY s.code, g.first_code
ORDER BY s.code, g.first_code
"""  # noqa: S608 - composed of names in this package only


PLACE_COUNTS_SQL = """
WITH reached AS (
    SELECT activity_id, first_code AS place_code, sum(part) AS part FROM placed GROUP BY ALL
    UNION ALL
    SELECT activity_id, unit_code, sum(part) FROM placed, map_level
    WHERE unit_code IS NOT NULL AND level > 1 GROUP BY ALL
),
sums AS (
    SELECT place_code, count(*) AS activities, count(*) FILTER (is_running) AS running,
        count(DISTINCT organization_id) AS organizations, sum(usd * part) AS usd
    FROM reached JOIN counted USING (activity_id) GROUP BY place_code
)
SELECT p.place_code, p.parent_code, p.level, p.name,
    coalesce(s.activities, 0) AS activities, coalesce(s.running, 0) AS running,
    coalesce(s.organizations, 0) AS organizations, s.usd
FROM shown_places p CROSS JOIN map_level m LEFT JOIN sums s USING (place_code)
WHERE p.level IN (1, m.level)
ORDER BY p.level, p.name, p.place_code
"""


def timeline_sql(step: str, first: str) -> str:
    """Return the query for activities running and money moved per step of time.

    step    "year" or "quarter"
    first   SQL for the first day shown, from `asked.as_of`; "NULL" = from the beginning
    An open end is read as the day of the picture; cancelled activities do not count.
    """
    return f"""
WITH periods AS (
    SELECT date_trunc('{step}', starts_on) AS first_step,
        date_trunc('{step}', greatest(starts_on, coalesce(ends_on, as_of))) AS last_step,
        period_basis = 'derived, weak' AS is_weak
    FROM counted, asked
    WHERE starts_on IS NOT NULL AND coalesce(status, '') <> 'cancelled'
),
money AS (
    SELECT date_trunc('{step}', "on") AS starts_on,
        sum(usd) FILTER (what = 'spent') AS spent_usd,
        sum(usd) FILTER (what = 'committed') AS committed_usd
    FROM movements WHERE "on" IS NOT NULL GROUP BY 1
),
ends AS (
    SELECT min(first_step) AS first_step, max(last_step) AS last_step FROM (
        SELECT first_step, last_step FROM periods
        UNION ALL
        SELECT starts_on, starts_on FROM money
    )
),
steps AS (
    SELECT unnest(generate_series(
        greatest(first_step, coalesce({first}, first_step))::TIMESTAMP,
        least(last_step, date_trunc('{step}', as_of) + INTERVAL 5 YEAR)::TIMESTAMP,
        INTERVAL '1 {step}'
    ))::DATE AS starts_on
    FROM ends, asked WHERE first_step IS NOT NULL
)
SELECT s.starts_on, count(p.first_step) AS running,
    count(p.first_step) FILTER (p.is_weak) AS weak,
    any_value(m.spent_usd) AS spent_usd, any_value(m.committed_usd) AS committed_usd
FROM steps s
LEFT JOIN periods p ON p.first_step <= s.starts_on AND p.last_step >= s.starts_on
LEFT JOIN money m ON m.starts_on = s.starts_on
GROUP BY s.starts_on ORDER BY s.starts_on
"""  # noqa: S608 - composed of names in this package only


# The people of an activity for several groups are not said for any of them alone.
PEOPLE_GROUPS_SQL = """
WITH named AS (
    SELECT string_split(a.target_group_code, ' ') AS codes,
        coalesce(a.people_targeted, a.people) AS people_targeted, a.people_reached
    FROM counted JOIN activities a USING (activity_id)
    WHERE a.target_group_code IS NOT NULL
),
apart AS (
    SELECT unnest(codes) AS code, len(codes) = 1 AS is_alone, people_targeted, people_reached
    FROM named
)
SELECT code, count(*) AS activities,
    sum(people_targeted) FILTER (is_alone) AS people_targeted,
    sum(people_reached) FILTER (is_alone) AS people_reached
FROM apart GROUP BY code ORDER BY activities DESC, code
"""

COUNTED_IDS_SQL = "SELECT activity_id FROM counted ORDER BY activity_id"

LARGEST_SQL = """
SELECT c.activity_id, a.title, n.organization, c.usd,
    CASE WHEN c.committed_usd IS NULL THEN 'budgeted' ELSE 'committed' END AS basis,
    c.spent_usd, c.starts_on, c.ends_on, a.file, a.sheet, a.row, a.xpath
FROM counted c JOIN activities a USING (activity_id)
LEFT JOIN organization_names n ON n.organization_id = c.organization_id
WHERE c.usd > 0 ORDER BY c.usd DESC, c.activity_id LIMIT 10
"""

REPORTS_SQL = """
WITH found AS (
    SELECT report_id,
        sum(coalesce(times, 1)) FILTER (severity = 'lost') AS lost,
        sum(coalesce(times, 1)) FILTER (severity = 'changed') AS changed,
        sum(coalesce(times, 1)) FILTER (severity = 'note') AS noted
    FROM problems GROUP BY report_id
),
spoken AS (
    SELECT report_id, count(*) AS counted, count(DISTINCT organization_id) AS reporters
    FROM counted GROUP BY report_id
)
SELECT r.file, r.kind, r.version, r.rows, r.rows_kept, r.rows_named, r.activities,
    coalesce(s.counted, 0) AS counted, coalesce(s.reporters, 0) AS reporters,
    r.from_on, r.to_on, r.label, r.marking,
    coalesce(f.lost, 0)::BIGINT AS lost, coalesce(f.changed, 0)::BIGINT AS changed,
    coalesce(f.noted, 0)::BIGINT AS noted
FROM reports r LEFT JOIN found f USING (report_id) LEFT JOIN spoken s USING (report_id)
ORDER BY counted DESC, r.file
"""

PROBLEMS_SQL = """
SELECT code, severity, sum(coalesce(times, 1))::BIGINT AS times,
    count(DISTINCT file) AS files
FROM problems GROUP BY code, severity
ORDER BY CASE severity WHEN 'lost' THEN 1 WHEN 'changed' THEN 2 ELSE 3 END, times DESC, code
"""

PROBLEM_EXAMPLES_SQL = """
SELECT * EXCLUDE (place) FROM (
    SELECT *, row_number() OVER (
        PARTITION BY code, severity ORDER BY coalesce(times, 1) DESC, file, sheet, cell
    ) AS place FROM problems
) WHERE place <= 2
"""

COUNTRIES_SQL = """
SELECT country_code, count(*) AS activities
FROM countries_stated JOIN counted USING (activity_id)
GROUP BY country_code ORDER BY activities DESC, country_code
"""

LABELS_SQL = """
SELECT label, count(*) AS activities FROM (
    SELECT label FROM counted WHERE label IS NOT NULL
    UNION ALL
    SELECT r.label FROM reports r JOIN counted USING (report_id) WHERE r.label IS NOT NULL
) GROUP BY label ORDER BY label
"""
