"""Who is in each cell of need, as SQL in named steps over WORKS, CELLS and the tree.

Wanted: works, cells, activities (status), reports, above (place_code, above_code, steps: each unit
with itself and those above it), wanted (sector_code, place_code, region_code), related
(sector_code, related_code), asked (from_on, to_on). Built in the order of BUILD_SQL; PRESENCE_SQL
and SCOPE_SQL ask.
"""

# A day that is not known is neither a yes nor a no.
STATES_SQL = """
CREATE TEMP TABLE states AS
SELECT w.activity_id, w.thing_id, a.report_id, w.ends_on, w.period_basis, w.starts_on,
    CASE
        WHEN a.status IN ('cancelled', 'suspended') OR w.ends_on < from_on THEN 'over'
        WHEN w.starts_on > to_on OR a.status = 'pipeline' THEN 'planned'
        WHEN w.starts_on IS NULL THEN 'undated'
        ELSE 'here'
    END AS state
FROM works w JOIN activities a USING (activity_id), asked
"""

# What a thing reaches in a cell is told by the report that stands for it; what only another
# report of it says of a cell has no share.
THINGS_SQL = """
CREATE TEMP TABLE things AS
SELECT activity_id AS thing_id, people_once, usd_once FROM works WHERE is_counted
"""

FACTS_SQL = """
CREATE TEMP TABLE facts AS
SELECT s.activity_id, s.thing_id, s.state, s.starts_on, s.ends_on, s.period_basis,
    c.sector_code, c.place_code,
    CASE WHEN s.activity_id = s.thing_id THEN c.share END AS share
FROM states s JOIN cells c USING (activity_id)
WHERE s.state <> 'over'
"""

# Somebody in the cell or in a place below it; in a place above it; in a sector like it, in either.
MET_SQL = """
CREATE TEMP TABLE met AS
SELECT w.sector_code, w.place_code, f.thing_id, f.state, f.starts_on, f.ends_on,
    f.period_basis, f.share, 'in' AS how
FROM wanted w JOIN above a ON a.above_code = w.place_code
JOIN facts f ON f.place_code = a.place_code AND f.sector_code = w.sector_code
UNION ALL
SELECT w.sector_code, w.place_code, f.thing_id, f.state, f.starts_on, f.ends_on,
    f.period_basis, f.share, 'wider'
FROM wanted w JOIN above a ON a.place_code = w.place_code AND a.steps > 0
JOIN facts f ON f.place_code = a.above_code AND f.sector_code = w.sector_code
UNION ALL
SELECT w.sector_code, w.place_code, f.thing_id, f.state, f.starts_on, f.ends_on,
    f.period_basis, NULL, 'related'
FROM wanted w JOIN related r USING (sector_code) JOIN above a ON a.above_code = w.place_code
JOIN facts f ON f.place_code = a.place_code AND f.sector_code = r.related_code
UNION ALL
SELECT w.sector_code, w.place_code, f.thing_id, f.state, f.starts_on, f.ends_on,
    f.period_basis, NULL, 'related'
FROM wanted w JOIN related r USING (sector_code)
JOIN above a ON a.place_code = w.place_code AND a.steps > 0
JOIN facts f ON f.place_code = a.above_code AND f.sector_code = r.related_code
UNION ALL
SELECT w.sector_code, w.place_code, f.thing_id, f.state, f.starts_on, f.ends_on,
    f.period_basis, NULL, 'no_sector'
FROM wanted w JOIN above a ON a.above_code = w.place_code
JOIN facts f ON f.place_code = a.place_code AND f.sector_code IS NULL
UNION ALL
SELECT w.sector_code, w.place_code, f.thing_id, f.state, f.starts_on, f.ends_on,
    f.period_basis, NULL, 'no_sector'
FROM wanted w JOIN above a ON a.place_code = w.place_code AND a.steps > 0
JOIN facts f ON f.place_code = a.above_code AND f.sector_code IS NULL
"""

# One row a cell and thing: what it reaches there.
REACHED_SQL = """
CREATE TEMP TABLE reached AS
SELECT m.sector_code, m.place_code, m.thing_id, m.how, m.state,
    sum(m.share) * any_value(t.people_once) AS people,
    sum(m.share) * any_value(t.usd_once) AS usd,
    bool_or(m.ends_on IS NULL OR m.period_basis <> 'stated') AS is_open,
    max(m.ends_on) AS ends_on, min(m.starts_on) AS starts_on
FROM met m JOIN things t USING (thing_id)
GROUP BY ALL
"""

# How many things of each sector, or of none, say no place in the country: they may be anywhere.
UNPLACED_SQL = """
CREATE TEMP TABLE unplaced AS
SELECT sector_code, count(DISTINCT thing_id) AS unplaced FROM facts
WHERE place_code IS NULL AND state <> 'planned' GROUP BY sector_code
"""

# What each report that covers the time speaks of, in whatever state.
SPOKEN_SQL = """
CREATE TEMP TABLE covering AS
SELECT report_id FROM reports, asked
WHERE coalesce(reports.from_on <= asked.to_on, true)
    AND coalesce(reports.to_on >= asked.from_on, true);
CREATE TEMP TABLE spoken_sectors AS
SELECT DISTINCT report_id, sector_code FROM states JOIN covering USING (report_id)
JOIN cells USING (activity_id) WHERE sector_code IS NOT NULL;
CREATE TEMP TABLE spoken_places AS
SELECT DISTINCT report_id, above_code FROM states JOIN covering USING (report_id)
JOIN cells USING (activity_id) JOIN above USING (place_code)
"""

BUILD_SQL = (
    STATES_SQL, THINGS_SQL, FACTS_SQL, MET_SQL, REACHED_SQL, UNPLACED_SQL, SPOKEN_SQL,
)  # fmt: skip

PRESENCE_SQL = """
WITH counted AS (
    SELECT sector_code, place_code,
        count(*) FILTER (how = 'in' AND state = 'here') AS here,
        count(people) FILTER (how = 'in' AND state = 'here') AS here_with_people,
        max(people) FILTER (how = 'in' AND state = 'here') AS people_least,
        sum(people) FILTER (how = 'in' AND state = 'here') AS people_most,
        bool_or(is_open) FILTER (how = 'in' AND state = 'here') AS is_open,
        max(ends_on) FILTER (how = 'in' AND state = 'here') AS ends_on,
        count(*) FILTER (how = 'in' AND state = 'undated') AS undated,
        count(*) FILTER (how = 'in' AND state = 'planned') AS planned,
        min(starts_on) FILTER (how = 'in' AND state = 'planned') AS planned_on,
        count(*) FILTER (how = 'wider' AND state <> 'planned') AS wider,
        count(*) FILTER (how = 'related' AND state <> 'planned') AS related,
        count(*) FILTER (how = 'no_sector' AND state <> 'planned') AS no_sector
    FROM reached GROUP BY ALL
)
SELECT w.sector_code, w.place_code, c.* EXCLUDE (sector_code, place_code), u.unplaced,
    (SELECT unplaced FROM unplaced WHERE sector_code IS NULL) AS neither
FROM wanted w LEFT JOIN counted c USING (sector_code, place_code)
LEFT JOIN unplaced u USING (sector_code)
"""

# Whether one report that covers the time speaks of the sector and of the cell's region.
SCOPE_SQL = """
SELECT w.sector_code, w.place_code,
    EXISTS (SELECT 1 FROM spoken_sectors s WHERE s.sector_code = w.sector_code) AS has_sector,
    EXISTS (SELECT 1 FROM spoken_places p WHERE p.above_code = w.region_code) AS has_region,
    EXISTS (
        SELECT 1 FROM spoken_sectors s JOIN spoken_places p USING (report_id)
        WHERE s.sector_code = w.sector_code AND p.above_code = w.region_code
    ) AS has_both
FROM wanted w
"""
