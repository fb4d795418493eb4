"""The SQL of reading, put together from constants only; values always travel as parameters."""

from typing import Any, Final

from chuangmo.store import rows
from chuangmo.store.statements import filled, query

#: Batches that count: their last event is no withdrawal, and a reviewer let in what was submitted.
ACTIVE: Final = """active AS (
    SELECT batch FROM batch_events GROUP BY batch
    HAVING arg_max(event, seq) IN ('committed', 'restored', 'approved'))"""

#: Batches that never counted: submitted and waiting, or returned.
_NEVER: Final = """never AS (
    SELECT batch FROM batch_events GROUP BY batch
    HAVING arg_max(event, seq) IN ('submitted', 'returned'))"""

_CHOSEN_ANYWHERE: Final = """chosen AS (
    SELECT * FROM observations
    WHERE (len($indicators::VARCHAR[]) = 0 OR list_contains($indicators::VARCHAR[], indicator))
      AND (len($areas::VARCHAR[]) = 0 OR list_contains($areas::VARCHAR[], area))
      AND (len($kinds::VARCHAR[]) = 0 OR list_contains($kinds::VARCHAR[], kind))
      AND ($site IS NULL OR ($site = '' AND site IS NULL) OR site = $site)
      AND "start" >= $start::TIMESTAMP AND "end" <= $end::TIMESTAMP)"""

#: Of the board's own places unless the selection says otherwise: what a city outside the board
#: reports stands in the same table and is seen by no query that does not ask for it.
CHOSEN: Final = (
    _CHOSEN_ANYWHERE[:-1]
    + "\n      AND ($outside IS NULL OR (outside IS TRUE) = $outside::BOOLEAN))"
)

#: The row that holds per grain: highest active batch, an unaudited row only where there is no
#: other. The filters above only name grain columns, so choosing first and ranking afterwards gives
#: the same rows. One number orders them (2**40 lines a batch, unaudited rows 2**62 below all
#: others), so that only the grain is sorted and not whole rows.
HELD: Final = """best AS (
    SELECT max(@RANK) AS rank FROM chosen
    WHERE batch IN (SELECT batch FROM active) GROUP BY @GRAIN),
held AS (SELECT * FROM chosen WHERE @RANK IN (SELECT rank FROM best))"""

CURRENT: Final = query(
    """SELECT @OBSERVED, h.batch, b.demo, b.file
    FROM held h JOIN batches b ON b.batch = h.batch
    WHERE h.qualifier IS DISTINCT FROM 'removed' ORDER BY @ORDER""",
    ACTIVE,
    CHOSEN,
    HELD,
)

_COUNTED: Final = """counted AS (
    SELECT h.*, b.demo,
           value IS NOT NULL AND coalesce(qualifier, '') NOT IN ('missing', 'invalid') AS counts,
           h.audit @UNAUDITED AS unaudited
    FROM held h JOIN batches b ON b.batch = h.batch
    WHERE qualifier IS DISTINCT FROM 'removed')"""

#: 8-hour running means that lie inside one day: every hour belongs to those ending with it and up
#: to seven hours later, the first ends with the hour from 7 to 8 o'clock. Hours that a sheet gives
#: as running means already are taken as they are.
_EIGHTS: Final = """eights AS (
    SELECT indicator, area, site, dust, day, ending, sum(value) AS total, count(*) AS n,
           coalesce(sum(value) FILTER (WHERE below), 0) AS under, max(value) FILTER (WHERE below)
           AS detection, bool_and(below) AS all_below, bool_or(demo) AS demo,
           bool_or(unaudited) AS unaudited
    FROM (SELECT *, unnest(CASE WHEN statistic = 'mean'
        THEN range(greatest(7, hour), least(23, hour + 7) + 1)
        WHEN hour >= 7 THEN [hour] ELSE [] END) AS ending FROM run_hours)
    GROUP BY indicator, area, site, dust, statistic, day, ending
    HAVING statistic <> 'mean' OR count(*) >= $running_hours)"""

_RUN_HOURS: Final = """run_hours AS (
    SELECT indicator, area, site, dust, statistic, value, demo, unaudited, hour("start") AS hour,
           date_trunc('day', "start")::TIMESTAMP AS day, qualifier = 'below' AS below
    FROM counted WHERE kind = 'hour' AND counts AND statistic IN ('mean', 'mda8')
      AND list_contains($running::VARCHAR[], indicator))"""

#: 840 is divisible by every count of hours from 1 to 8: means compare exactly. Half the detection
#: limit counts where an hour is below it.
_LARGEST: Final = """largest AS (
    SELECT indicator, area, site, 'mda8' AS statistic, dust, day,
           arg_max({'total': total, 'n': n, 'under': under}, (2 * total - under) * (840 // n))
           AS top, count(DISTINCT ending) AS means, bool_and(all_below) AS all_below,
           max(detection) AS detection, bool_or(demo) AS demo, bool_or(unaudited) AS unaudited
    FROM eights GROUP BY indicator, area, site, dust, day
    UNION ALL
    SELECT indicator, area, site, 'max', dust, day,
           arg_max({'total': value::DECIMAL(38,12), 'n': 1::BIGINT,
                    'under': CASE WHEN below THEN value ELSE 0 END::DECIMAL(38,12)},
                   CASE WHEN below THEN value ELSE 2 * value END),
           count(*), bool_and(below), max(value) FILTER (WHERE below), bool_or(demo),
           bool_or(unaudited)
    FROM run_hours WHERE statistic = 'mean' GROUP BY indicator, area, site, dust, day)"""

DAY_SUMS: Final = query(
    """SELECT h.* FROM (
    SELECT indicator, area, site, kind, statistic, dust,
           date_trunc('day', "start")::TIMESTAMP AS "start",
           (date_trunc('day', "start") + INTERVAL 1 DAY)::TIMESTAMP AS "end",
           sum(value) FILTER (WHERE counts) AS total, count(*) FILTER (WHERE counts) AS n,
           NULL::DECIMAL(30,12) AS numerator, NULL::DECIMAL(30,12) AS denominator,
           NULL::DECIMAL(30,12) AS weight, NULL::INTEGER AS n_valid, NULL::INTEGER AS n_expected,
           CASE WHEN bool_and(qualifier IS NOT DISTINCT FROM 'below') FILTER (WHERE counts)
           THEN 'below' WHEN bool_or(counts) THEN '' ELSE 'missing' END AS qualifier,
           bool_or(demo) AS demo,
           sum(value) FILTER (WHERE counts AND qualifier = 'below') AS below,
           max(value) FILTER (WHERE counts AND qualifier = 'below') AS detection,
           bool_or(unaudited AND counts) AS unaudited
    FROM counted WHERE kind = 'hour'
      AND NOT (statistic = 'mda8' AND list_contains($running::VARCHAR[], indicator))
    GROUP BY indicator, area, site, kind, statistic, dust, date_trunc('day', "start")
    UNION ALL
    SELECT indicator, area, site, 'hour', statistic, dust, day,
           (day + INTERVAL 1 DAY)::TIMESTAMP, top.total, top.n, NULL, NULL, NULL,
           means::INTEGER, NULL, CASE WHEN all_below THEN 'below' ELSE '' END, demo,
           top.under, detection, unaudited
    FROM largest
    UNION ALL
    SELECT indicator, area, site, kind, statistic, dust, "start", "end",
           CASE WHEN counts THEN value END::DECIMAL(38,12), counts::BIGINT, numerator,
           denominator, weight, n_valid, n_expected, qualifier, demo, NULL, NULL, unaudited
    FROM counted WHERE kind <> 'hour') h ORDER BY @ORDER""",
    ACTIVE,
    CHOSEN,
    HELD,
    _COUNTED,
    _RUN_HOURS,
    _EIGHTS,
    _LARGEST,
)

HISTORY: Final = query(
    """SELECT @OBSERVED, h.batch, b.demo, b.file, b.sha256,
    CASE WHEN h.batch IN (SELECT batch FROM active) THEN 'active' ELSE 'withdrawn' END AS state,
    CASE WHEN now.batch <> h.batch THEN now.batch END AS superseded_by
    FROM chosen h JOIN batches b ON b.batch = h.batch LEFT JOIN held now
    ON @SAME_GRAIN_AS_NOW WHERE h.batch NOT IN (SELECT batch FROM never)
    ORDER BY @ORDER, h.batch, h.line""",
    ACTIVE,
    _NEVER,
    CHOSEN,
    HELD,
)

#: Parts of observations of all batches, a batch after the other, in the order of their table.
PARTS: Final = query(
    "SELECT p.batch, @PARTS FROM chosen p ORDER BY p.batch, p.line",
    _CHOSEN_ANYWHERE.replace("FROM observations", "FROM parts"),
)

#: Where there is anything at all; ``unsure`` marks what only the rows that hold can tell: a
#: tombstone may hide others, hours given as running means may make no day.
PAIRS: Final = query(
    """SELECT indicator, area, bool_or(coalesce(qualifier = 'removed', false)
        OR (kind = 'hour' AND statistic = 'mda8')) AS unsure
    FROM chosen WHERE batch IN (SELECT batch FROM active) GROUP BY indicator, area""",
    ACTIVE,
    CHOSEN,
)

#: How many rows of all batches a selection has, by the month they end in.
STORED: Final = query(
    """SELECT date_trunc('month', "end" - INTERVAL 1 MICROSECOND)::DATE AS month, count(*)
    FROM chosen WHERE batch NOT IN (SELECT batch FROM never) GROUP BY month ORDER BY month""",
    CHOSEN,
    _NEVER,
)

#: One row if the selection holds anything at all.
ANY_HELD: Final = query(
    "SELECT 1 FROM chosen WHERE batch IN (SELECT batch FROM active) LIMIT 1", ACTIVE, CHOSEN
)

#: Staged rows, and what is held, each with the kinds of its count as one text (``told``).
#: The heading of a numerator and where parts stand may differ freely.
_STAGED_TOLD: Final = """staged_told AS (
    SELECT @GRAIN, @TOLD FROM staged_parts WHERE role = 'of_which' GROUP BY @GRAIN),
staged AS (SELECT r.*, t.told FROM staged_rows r LEFT JOIN staged_told t ON @SAME_GRAIN_AS_TOLD)"""
_HELD_TOLD: Final = """held_told AS (
    SELECT batch, @GRAIN, @TOLD FROM parts WHERE role = 'of_which' GROUP BY batch, @GRAIN),
held_whole AS (
    SELECT r.*, t.told FROM held r LEFT JOIN held_told t
    ON r.batch = t.batch AND @SAME_GRAIN_AS_TOLD WHERE r.qualifier IS DISTINCT FROM 'removed')"""

#: The same where neither has any kinds; without a join.
_STAGED_BARE: Final = "staged AS (SELECT *, NULL::VARCHAR AS told FROM staged_rows)"
_HELD_BARE: Final = """held_whole AS (
    SELECT *, NULL::VARCHAR AS told FROM held WHERE qualifier IS DISTINCT FROM 'removed')"""

#: Whether any row of a selection has parts.
ANY_PARTS: Final = query(
    "SELECT 1 FROM chosen LIMIT 1", _CHOSEN_ANYWHERE.replace("FROM observations", "FROM parts")
)

#: Every staged row beside the value that holds now; the views ``staged_rows`` and ``staged_parts``
#: are registered. ``mark`` is a fingerprint of what would change from what to what; null where
#: nothing would. ``told`` are the kinds of a count, compared like what else it says.
_DIFFERENCE: Final = """SELECT s.line, CASE
        WHEN s.qualifier IS NOT DISTINCT FROM 'removed' AND h.batch IS NULL THEN 'gone'
        WHEN s.qualifier IS NOT DISTINCT FROM 'removed' AND @OUTRANKED THEN 'gone'
        WHEN s.qualifier IS NOT DISTINCT FROM 'removed' THEN 'removed'
        WHEN h.batch IS NULL THEN 'added'
        WHEN @OUTRANKED THEN 'unchanged'
        WHEN @SAME_CONTENT AND @SAME_AUDIT AND s.told IS NOT DISTINCT FROM h.told THEN 'unchanged'
        ELSE 'changed' END AS state,
    h.value AS old_value, h.batch AS old_batch, s.told AS new_told, h.told AS old_told,
    CASE WHEN state NOT IN ('unchanged', 'gone') THEN hash(state, @TO, s.told, @FROM, h.told)
    END AS mark
    FROM staged s LEFT JOIN held_whole h ON @SAME_GRAIN_AS_STAGED ORDER BY s.line"""
DIFFERENCE: Final = query(_DIFFERENCE, ACTIVE, CHOSEN, HELD, _STAGED_TOLD, _HELD_TOLD)
DIFFERENCE_BARE: Final = query(_DIFFERENCE, ACTIVE, CHOSEN, HELD, _STAGED_BARE, _HELD_BARE)

#: The same where nothing is held that could be compared; without a join of what is held.
_ALL_NEW: Final = """SELECT s.line, CASE WHEN s.qualifier IS NOT DISTINCT FROM 'removed' THEN 'gone'
        ELSE 'added' END AS state,
    NULL AS old_value, NULL AS old_batch, s.told AS new_told, NULL::VARCHAR AS old_told,
    CASE WHEN state = 'added' THEN hash(state, @TO, s.told, @NOTHING, NULL::VARCHAR) END AS mark
    FROM staged s ORDER BY s.line"""
ALL_NEW: Final = query(_ALL_NEW, _STAGED_TOLD)
ALL_NEW_BARE: Final = query(_ALL_NEW, _STAGED_BARE)

#: Staged rows not yet audited beside which something else is held, a removal too; by their line.
OUTRANKED: Final = query(
    """SELECT s.line FROM staged_rows s JOIN held h ON @SAME_GRAIN_AS_STAGED
    WHERE @OUTRANKED ORDER BY s.line""",
    ACTIVE,
    CHOSEN,
    HELD,
)

#: What the same form reported before and does not any more: current values inside the first to
#: the last period of the staged rows of one indicator, place, kind, statistic and layout. Rows not
#: yet audited leave out none but such ones.
ABSENT: Final = query(
    """SELECT @OBSERVED, h.batch FROM held h JOIN wide p
    ON @SAME_SERIES AND h."start" >= p.first AND h."end" <= p.last
    ANTI JOIN staged_rows s ON @SAME_GRAIN_AS_STAGED
    WHERE h.qualifier IS DISTINCT FROM 'removed' AND (NOT p.unaudited OR h.audit @UNAUDITED)
    ORDER BY @ORDER""",
    ACTIVE,
    CHOSEN,
    HELD,
    """spans AS (
    SELECT indicator, area, site, kind, statistic, dust, form,
           min("start") AS first, max("end") AS last, bool_and(audit @UNAUDITED) AS unaudited
    FROM staged_rows GROUP BY ALL)""",
    """wide AS (
    SELECT p.* EXCLUDE (first, last),
           coalesce(t.first, p.first) AS first, coalesce(t.last, p.last) AS last
    FROM spans p LEFT JOIN titled_months t
    ON p.kind = 'day' AND p.first >= t.first AND p.last <= t.last)""",
)

_LISTS: Final = """lists AS (
    SELECT DISTINCT kind, area, "year", as_of, batch FROM ledger_items
    WHERE batch IN (SELECT batch FROM active) AND kind = $kind
      AND ($as_of IS NULL OR as_of <= $as_of::DATE)
    QUALIFY dense_rank() OVER (
        PARTITION BY kind, area, "year" ORDER BY as_of DESC, batch DESC) = 1)"""

LEDGER: Final = query(
    """SELECT @LISTED, i.batch, b.demo, b.file
    FROM ledger_items i JOIN batches b ON b.batch = i.batch SEMI JOIN lists l
    ON @SAME_LIST ORDER BY i.area, i."year" NULLS FIRST, i.line""",
    ACTIVE,
    _LISTS,
)

BATCHES: Final = query(
    """SELECT b.batch, b.file, b.sha256,
    CASE WHEN a.batch IS NOT NULL THEN 'active' WHEN e.event IN ('submitted', 'returned')
    THEN e.event ELSE 'withdrawn' END,
    b.actor, b."at", b.reason, b.demo, b.counts, b."first", b."last"
    FROM batches b LEFT JOIN active a ON a.batch = b.batch LEFT JOIN (SELECT batch,
    arg_max(event, seq) AS event FROM batch_events GROUP BY batch) e ON e.batch = b.batch
    ORDER BY b.batch""",
    ACTIVE,
)
EVENTS: Final = """SELECT batch, event, actor, "at", reason FROM batch_events ORDER BY seq"""
DIAGNOSTICS: Final = """SELECT code, severity, confirm, sheet, cell, found, message
    FROM diagnostics WHERE batch = ? ORDER BY line"""

#: Which active batch first carried a month: rows by the month they end in, lists by their date.
ARRIVALS: Final = query(
    """SELECT indicator AS name, area,
        date_trunc('month', "end" - INTERVAL 1 MICROSECOND)::DATE AS month, min(batch) AS batch
    FROM chosen WHERE batch IN (SELECT batch FROM active)
      AND qualifier IS DISTINCT FROM 'removed' GROUP BY ALL
    UNION ALL
    SELECT kind, area, date_trunc('month', as_of)::DATE, min(batch) FROM ledger_items
    WHERE batch IN (SELECT batch FROM active)
      AND as_of >= $start::TIMESTAMP AND as_of < $end::TIMESTAMP GROUP BY ALL
    ORDER BY name, area, month""",
    ACTIVE,
    CHOSEN,
)

#: Which sheets the newest active batches had that carry a table of one of these layouts.
SHEETS: Final = query(
    """SELECT batch, sheet, form, indicator AS name FROM observations SEMI JOIN alike
    USING (batch) WHERE sheet IS NOT NULL GROUP BY ALL
    UNION ALL SELECT batch, sheet, '', kind FROM ledger_items SEMI JOIN alike
    USING (batch) WHERE sheet IS NOT NULL GROUP BY ALL ORDER BY batch DESC, sheet, form, name""",
    ACTIVE,
    """alike AS (
    SELECT DISTINCT batch FROM observations WHERE list_contains($forms::VARCHAR[], form)
    AND batch IN (SELECT batch FROM active) ORDER BY batch DESC LIMIT $most)""",
)

#: What one batch carries, in the order of its staged tables.
CARRIED: Final = filled(
    "SELECT @OBSERVED FROM observations h WHERE batch = $batch::BIGINT ORDER BY line"
)
CARRIED_PARTS: Final = filled("SELECT @PARTS FROM parts p WHERE batch = $batch ORDER BY line")
CARRIED_LISTS: Final = filled(
    "SELECT @LISTED FROM ledger_items i WHERE batch = $batch::BIGINT ORDER BY line"
)

EXTENT: Final = query(
    """SELECT min("start") AS first, max("end") AS last,
    coalesce(list_sort(list(DISTINCT indicator)), []) AS indicators,
    coalesce(list_sort(list(DISTINCT area)), []) AS areas,
    coalesce(list_reverse_sort(list(DISTINCT
        date_trunc('month', "end" - INTERVAL 1 MICROSECOND)::DATE)), []) AS months
    FROM observations
    WHERE batch IN (SELECT batch FROM active) AND qualifier IS DISTINCT FROM 'removed'
      AND outside IS NOT TRUE""",
    ACTIVE,
)
EXTENT_BATCHES: Final = query(
    """SELECT coalesce(bool_or(demo), false), max(b.batch),
    (SELECT coalesce(list_sort(list(DISTINCT kind)), []) FROM ledger_items
     WHERE batch IN (SELECT batch FROM active)),
    (SELECT max(as_of) FROM ledger_items WHERE batch IN (SELECT batch FROM active))
    FROM batches b WHERE b.batch IN (SELECT batch FROM active)""",
    ACTIVE,
)

#: A front under which one batch that is not active is; parameter ``restored``.
RESTORED: Final = (
    """batch_events AS (SELECT batch, seq, event FROM main.batch_events
    UNION ALL SELECT $restored::BIGINT, 9223372036854775807, 'restored')""",
)

#: The rows of a batch that would hold if it were active; behind ``RESTORED``.
WOULD_HOLD: Final = query(
    "SELECT @OBSERVED FROM held h WHERE h.batch = $restored::BIGINT ORDER BY h.line",
    ACTIVE,
    CHOSEN,
    HELD,
)


def over(front: tuple[str, ...], query: str) -> str:
    """A query behind common table expressions, which hide the tables of their names from it."""
    return "WITH " + ",\n".join(front) + ",\n" + query.removeprefix("WITH ")


_BEGIN, _END = "0001-01-01 00:00:00", "9999-12-31 23:59:59"


def parameters(selection: rows.Selection) -> dict[str, Any]:
    """The parameters of ``chosen`` for a selection."""
    return {
        "indicators": list(selection.indicators),
        "areas": list(selection.areas),
        "kinds": list(selection.kinds),
        "site": selection.site,
        "outside": selection.outside,
        "start": selection.start or _BEGIN,
        "end": selection.end or _END,
    }


def part_parameters(selection: rows.Selection) -> dict[str, Any]:
    """The parameters of ``PARTS`` and ``ANY_PARTS``: parts go with their figure, wherever it is."""
    return {name: value for name, value in parameters(selection).items() if name != "outside"}


def day_sum_parameters(selection: rows.Selection) -> dict[str, Any]:
    """The parameters of ``DAY_SUMS`` for a selection."""
    running = {"running": list(selection.running), "running_hours": selection.running_hours}
    return parameters(selection) | running
