"""Who is in each cell, and who pays for it, before and after counting once, as SQL in named steps.

Wanted: works, cells, activities (status), doers, reporters and funders (activity_id, actor), shown
(place_code, unit_code), groups (sector_code, group_code), asked (from_on, to_on). Built in the
order of BUILD_SQL.
"""

THERE_SQL = """
CREATE TEMP TABLE there AS
SELECT w.activity_id, w.thing_id, w.usd, w.usd_once
FROM works w JOIN activities a USING (activity_id), asked
WHERE w.starts_on <= to_on AND coalesce(w.ends_on >= from_on, true)
    AND coalesce(a.status, '') NOT IN ('cancelled', 'suspended', 'pipeline')
"""

# A place as fine as is shown; a region's work is in no single district.
GROUNDS_SQL = """
CREATE TEMP TABLE grounds AS
SELECT t.activity_id, t.thing_id, c.sector_code, s.unit_code AS place_code
FROM there t JOIN cells c USING (activity_id) JOIN shown s USING (place_code)
WHERE c.sector_code IS NOT NULL
"""

# Each thing is shared evenly among those who carry it out.
PARTS_SQL = """
CREATE TEMP TABLE carrying AS
SELECT DISTINCT g.sector_code, g.place_code, g.thing_id, d.actor
FROM grounds g JOIN doers d USING (activity_id);
CREATE TEMP TABLE parts AS
SELECT sector_code, place_code, actor,
    1 / count(*) OVER (PARTITION BY sector_code, place_code, thing_id) AS part
FROM carrying
"""

BUILD_SQL = (THERE_SQL, GROUNDS_SQL, PARTS_SQL)

CROWDED_SQL = """
WITH before AS (
    SELECT sector_code, place_code, count(DISTINCT activity_id) AS activities_reported,
        count(DISTINCT r.actor) AS reporters
    FROM grounds LEFT JOIN reporters r USING (activity_id) GROUP BY ALL
),
things AS (
    SELECT sector_code, place_code, count(DISTINCT thing_id) AS activities
    FROM grounds GROUP BY ALL
),
sums AS (
    SELECT sector_code, place_code, actor, sum(part) AS part FROM parts GROUP BY ALL
),
after AS (
    SELECT sector_code, place_code, list(actor ORDER BY actor) AS actors,
        list(part ORDER BY actor) AS part_of_each
    FROM sums GROUP BY ALL
)
SELECT * FROM before JOIN things USING (sector_code, place_code)
LEFT JOIN after USING (sector_code, place_code)
ORDER BY sector_code, place_code
"""

# Money of a thing is shared evenly among those who fund it, and goes by its sectors' shares.
PAID_SQL = """
WITH sides AS (
    SELECT activity_id, g.group_code, sum(c.share) AS share
    FROM cells c JOIN groups g USING (sector_code) GROUP BY ALL
),
payers AS (
    SELECT DISTINCT t.{thing} AS thing_id, f.actor
    FROM there t JOIN funders f USING (activity_id)
),
each AS (
    SELECT thing_id, actor, 1 / count(*) OVER (PARTITION BY thing_id) AS part FROM payers
)
SELECT s.group_code, e.actor, sum(t.{usd} * s.share * e.part) AS usd,
    count(DISTINCT e.thing_id) FILTER (t.{usd} IS NULL) AS unknown
FROM each e JOIN there t ON t.activity_id = e.thing_id JOIN sides s USING (activity_id)
GROUP BY ALL ORDER BY group_code, actor
"""
