"""Which activities are counted, and what each is worth: the tables every other query starts from.

Built in the order of `BUILD_SQL`. Wanted beside the picture's tables: sector_classes
(sector_code, group_code, task_code, dimension_code).
"""

ASKED_SQL = """
CREATE TEMP TABLE asked AS
SELECT $as_of::DATE AS as_of, $country::VARCHAR AS country
"""

# An activity's countries: as it states them, else where its places lie, else what its
# transactions say, else the one country its report is about.
COUNTRIES_SQL = """
CREATE TEMP TABLE countries_stated AS
WITH stated AS (
    SELECT activity_id, upper(trim(source_code)) AS country_code, share, 1 AS strength
    FROM activity_locations
    WHERE kind = 'country' AND source_code IS NOT NULL
    UNION ALL
    SELECT DISTINCT activity_id, upper(trim(country_code)), NULL::DOUBLE, 2
    FROM transactions WHERE country_code IS NOT NULL
    UNION ALL
    SELECT DISTINCT l.activity_id, p.country_code, NULL::DOUBLE, 3
    FROM activity_locations l JOIN places p USING (place_code)
    WHERE p.country_code IS NOT NULL
    UNION ALL
    SELECT a.activity_id, upper(r.covers_countries), NULL::DOUBLE, 4
    FROM activities a JOIN reports r USING (report_id)
    WHERE length(trim(r.covers_countries)) = 2
),
strongest AS (
    SELECT * FROM stated
    QUALIFY strength = min(strength) OVER (PARTITION BY activity_id)
),
summed AS (
    SELECT activity_id, country_code,
        CASE WHEN count(*) = count(share) THEN least(sum(share), 1) END AS share
    FROM strongest GROUP BY activity_id, country_code
)
SELECT activity_id, country_code, count(*) OVER (PARTITION BY activity_id) AS countries,
    -- One country alone has the whole of it, unless the report says that it has a part.
    CASE WHEN count(*) OVER (PARTITION BY activity_id) = 1 THEN coalesce(share, 1)
         ELSE share END AS share
FROM summed
"""

SCOPE_SQL = """
CREATE TEMP TABLE scope AS
SELECT a.activity_id,
    CASE WHEN asked.country IS NULL THEN 1 ELSE c.share END AS share,
    coalesce(c.countries, n.countries, 0) > 1 OR coalesce(c.share < 0.9999, false) AS is_shared
FROM activities a CROSS JOIN asked
LEFT JOIN countries_stated c
    ON c.activity_id = a.activity_id AND c.country_code = asked.country
LEFT JOIN (SELECT DISTINCT activity_id, countries FROM countries_stated) n
    ON n.activity_id = a.activity_id
WHERE asked.country IS NULL OR c.activity_id IS NOT NULL
"""

# IATI TransactionType: 2 outgoing commitment, 3 disbursement, 4 expenditure,
# 11 incoming commitment. A transaction that names its country belongs to that one whole.
MOVEMENTS_SQL = """
CREATE TEMP TABLE movements AS
SELECT t.activity_id,
    CASE t.kind WHEN '2' THEN 'committed' WHEN '11' THEN 'incoming' ELSE 'spent' END AS what,
    t."on",
    t.value_usd * CASE WHEN asked.country IS NULL OR nullif(trim(t.country_code), '') IS NOT NULL
                       THEN 1
                       ELSE s.share END AS usd
FROM transactions t JOIN scope s USING (activity_id) CROSS JOIN asked
WHERE t.kind IN ('2', '3', '4', '11')
    AND (asked.country IS NULL OR nullif(trim(t.country_code), '') IS NULL
         OR upper(trim(t.country_code)) = asked.country)
"""

# Commitments and spending come from transactions; an activity without any has what its report
# states of it as a whole. `usd` is what an activity is worth in every table: committed, else
# budgeted. No sum is ever made up of nothing: sum() of no rows is null.
COUNTED_SQL = """
CREATE TEMP TABLE counted AS
WITH moved AS (
    SELECT activity_id,
        sum(usd) FILTER (what = 'committed') AS committed_usd,
        sum(usd) FILTER (what = 'incoming') AS incoming_usd,
        sum(usd) FILTER (what = 'spent') AS spent_usd
    FROM movements GROUP BY activity_id
),
itemized AS (
    SELECT activity_id, bool_or(kind = '2') AS commitments, bool_or(kind IN ('3', '4')) AS spending
    FROM transactions GROUP BY activity_id
)
SELECT a.activity_id, a.report_id, a.organization_id, a.status, a.starts_on, a.ends_on,
    a.period_basis, a.people_targeted, a.people, a.label, s.share, s.is_shared,
    m.committed_usd, m.incoming_usd,
    CASE WHEN m.committed_usd IS NULL
              AND (i.commitments IS NOT TRUE OR a.budget_basis = 'budgets')
         THEN a.budget_usd * s.share END AS budgeted_usd,
    CASE WHEN i.spending IS NOT TRUE THEN a.spent_usd * s.share END AS spent_undated_usd,
    coalesce(m.spent_usd, spent_undated_usd) AS spent_usd,
    coalesce(m.committed_usd, budgeted_usd) AS usd,
    a.starts_on IS NOT NULL AND a.starts_on <= asked.as_of
        AND coalesce(a.ends_on, asked.as_of) >= asked.as_of
        AND coalesce(a.status, '') NOT IN ('pipeline', 'closed', 'cancelled', 'suspended')
        AS is_running
FROM activities a JOIN scope s USING (activity_id) CROSS JOIN asked
LEFT JOIN moved m USING (activity_id)
LEFT JOIN itemized i USING (activity_id)
"""

# The first-level place and the place of the map's level that each location lies in; `part` is
# the location's part of the activity, spread evenly where the report says nothing.
PLACED_SQL = """
CREATE TEMP TABLE placed AS
WITH RECURSIVE tree AS (
    SELECT place_code, place_code AS above_code, parent_code, level FROM shown_places
    UNION ALL
    SELECT t.place_code, p.place_code, p.parent_code, p.level
    FROM tree t JOIN shown_places p ON p.place_code = t.parent_code
    WHERE p.level < t.level
),
ancestry AS (
    SELECT t.place_code,
        max(t.above_code) FILTER (t.level = 1) AS first_code,
        max(t.above_code) FILTER (t.level = m.level) AS unit_code
    FROM tree t CROSS JOIN map_level m GROUP BY t.place_code
),
located AS (
    SELECT l.activity_id, l.place_code, l.share,
        count(*) OVER (PARTITION BY l.activity_id) AS locations,
        count(l.share) OVER (PARTITION BY l.activity_id) AS with_share
    FROM activity_locations l JOIN counted USING (activity_id)
    WHERE l.kind = 'location'
)
SELECT l.activity_id, a.first_code, a.unit_code,
    CASE WHEN l.with_share = l.locations THEN l.share ELSE 1 / l.locations END AS part
FROM located l JOIN ancestry a USING (place_code)
WHERE a.first_code IS NOT NULL
"""

# `part` is the sector's part of the activity: its share, by which money is divided.
SECTORED_SQL = """
CREATE TEMP TABLE sectored AS
SELECT x.activity_id, x.sector_code, c.group_code, c.task_code, c.dimension_code,
    sum(x.share) AS part
FROM activity_sectors x JOIN counted USING (activity_id)
LEFT JOIN sector_classes c USING (sector_code)
WHERE x.sector_code IS NOT NULL AND x.share IS NOT NULL
GROUP BY ALL
"""

# The map's level: districts where the tree has them, else its first level.
PLACES_SQL = """
CREATE TEMP TABLE shown_places AS
SELECT p.place_code, p.parent_code, p.level, p.name, p.population
FROM places p CROSS JOIN asked
WHERE (asked.country IS NULL OR p.country_code IS NULL OR p.country_code = asked.country)
    AND coalesce(p.valid_from_on, asked.as_of) <= asked.as_of
    AND coalesce(p.valid_to_on, asked.as_of) >= asked.as_of;
CREATE TEMP TABLE map_level AS
SELECT least(max(level), 2) AS level FROM shown_places WHERE level >= 1
"""

BUILD_SQL = (
    ASKED_SQL,
    COUNTRIES_SQL,
    SCOPE_SQL,
    MOVEMENTS_SQL,
    COUNTED_SQL,
    PLACES_SQL,
    PLACED_SQL,
    SECTORED_SQL,
)
