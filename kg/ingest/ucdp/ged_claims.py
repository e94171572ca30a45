"""What the rows of UCDP GED say, as SELECTs over the table ``event`` of `kg.ingest.ucdp.ged`.

- An event began and ended on one day each between date_start and date_end (date_prec says how far
  these lie apart): all four bounds, so that only a single day is certain.
- It occurred at a place as large as where_prec leaves open: a place known by name (1), the
  surroundings of one (2), a second- or first-order division (3, 4), a stretch without clear bounds
  (5), the country (6), waters or airspace of no country (7). A point is published of 1 and 2 alone:
  beyond that UCDP's coordinates are the middle of an area, and the area is what is known.
- Surroundings and stretches may reach beyond the division that their point lies in: that they lie
  within it is only possible.
- Deaths are the three figures of all, and one best figure for each side that had any.
- That an actor existed is attested by its first and its last event, and said to be from these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.ingest.tables.columns import quoted
from kg.ingest.ucdp.common import LABEL
from kg.vocabulary import AG

if TYPE_CHECKING:
    import duckdb

    from kg.ingest.tables.columns import Columns

_DAYS = "ds AS earliest_start, de AS latest_start, ds AS earliest_end, de AS latest_end"
# On these days it was so, for an event says so: between the first and the last it is taken to last.
_SPAN = "min(de) AS latest_start, max(ds) AS earliest_end"
_PRECISION = """CASE where_prec WHEN '1' THEN 'WithinSettlement' WHEN '2' THEN 'NearPoint'
  WHEN '6' THEN 'CountryCentroid' WHEN '7' THEN 'UnknownPrecision' ELSE 'AreaCentroid' END"""
_OLD_DATE = r"\b\d{1,2} [A-Z][a-z]{2} \d{4}\b"  # as in: R 7 Dec 2001 "Philippine troops …
_EVENT = "'ucdp-ged-' || id"
_DYAD = "'ucdp-dyad-' || dyad_id"
_CONFLICT = "'ucdp-conflict-' || conflict_id"


def add_all(columns: Columns, source_id: str) -> None:
    """Add all that the events say."""
    _prepare(columns.db)
    _entities(columns)
    _citations(columns)
    claim = f"{quoted(source_id)} || '-'"
    _of_events(columns, claim)
    _deaths(columns, claim)
    _of_actors(columns, claim, source_id)
    _of_places(columns, claim)


def _slug(text: str) -> str:
    """Return the SQL of a local id, as `kg.vocabulary.minting.slug` makes it; a digest if empty."""
    plain = f"trim(regexp_replace(lower(strip_accents({text})), '[^a-z0-9]+', '-', 'g'), '-')"
    return f"coalesce(nullif({plain}, ''), sha256({text})[:8])"


def _prepare(db: duckdb.DuckDBPyConnection) -> None:
    country = "'ucdp-country-' || country_id"
    first = f"'ucdp-' || country_id || '-' || {_slug('adm_1')}"
    second = f"{first} || '-' || {_slug('adm_2')}"
    where = "concat_ws('|', adm_1, adm_2, where_coordinates, latitude, longitude)"
    named = f"'ucdp-' || country_id || '-' || {_slug('where_coordinates')}"
    point = f"{named} || '-' || sha256({where})[:8]"
    db.execute(
        f"""CREATE TABLE placed AS
        SELECT *, date_start[:10]::DATE AS ds, date_end[:10]::DATE AS de, {country} AS nation,
          {first} AS first, {second} AS second,
          CASE where_prec WHEN '1' THEN {point} WHEN '2' THEN {point} || '-around'
            WHEN '3' THEN
              coalesce({second}, {first} || '-' || {_slug("where_coordinates")}, {named})
            WHEN '4' THEN coalesce({first}, {named})
            WHEN '6' THEN {country}
            WHEN '5' THEN {named} || '-stretch'
            ELSE 'ucdp-waters-' || {_slug("where_coordinates")} END AS scene
        FROM event ORDER BY row"""
    )
    # A side may be a list: then its names are one for each id, or the whole for each.
    sides = " UNION ALL ".join(
        f"""SELECT row, id, type_of_violence AS type, ds, de, {quoted(side.upper())} AS side,
        regexp_split_to_array(side_{side}_id, '\\s*[,;]\\s*') AS ids, side_{side} AS name,
        regexp_split_to_array(side_{side}, '\\s*[,;]\\s*') AS names, gwno{side} AS state
        FROM placed"""
        for side in "ab"
    )
    db.execute(
        f"""CREATE TABLE party AS
        SELECT row, id, type, ds, de, side, 'ucdp-actor-' || ids[n] AS actor,
          CASE WHEN len(names) = len(ids) THEN names[n] ELSE name END AS name,
          CASE WHEN len(ids) = 1 THEN state END AS state, ids[n] AS number
        FROM (SELECT *, unnest(range(1, len(ids) + 1)) AS n FROM ({sides})) ORDER BY row, side, n"""
    )
    _contain(db)


def _contain(db: duckdb.DuckDBPyConnection) -> None:
    """Make ``inside``: each place with the places that it lies within, surely or possibly."""
    sure, maybe = "NULL", "'possible'"
    pairs = (
        ("scene", "coalesce(second, first, nation)", "where_prec = '1'", sure),
        ("scene", "nation", "where_prec IN ('2', '5')", sure),
        ("scene", "coalesce(second, first)", "where_prec IN ('2', '5')", maybe),
        ("scene", "first", "where_prec = '2'", maybe),
        ("scene", "coalesce(first, nation)", "where_prec = '3' AND second IS NULL", sure),
        ("scene", "nation", "where_prec = '4' AND first IS NULL", sure),
        ("second", "first", "where_prec <> '7'", sure),
        ("first", "nation", "where_prec <> '7'", sure),
        ("nation", f"'ucdp-region-' || {_slug('region')}", "true", sure),
    )
    found = " UNION ALL ".join(
        f"SELECT row, ds, de, {part} AS part, {whole} AS whole, {modality}::VARCHAR AS modality "
        f"FROM placed WHERE {condition}"
        for part, whole, condition, modality in pairs
    )
    # Where one row makes sure of what another leaves open, it is sure.
    db.execute(
        f"""CREATE TABLE inside AS SELECT part, whole, min(row) AS row, {_SPAN},
          CASE WHEN bool_or(modality IS NULL) THEN NULL ELSE min(modality) END AS modality
        FROM ({found}) WHERE part IS NOT NULL AND whole IS NOT NULL AND part <> whole
        GROUP BY part, whole ORDER BY row, part, whole"""
    )


def _entities(columns: Columns) -> None:
    status = "CASE WHEN code_status <> 'Clear' THEN 'UCDP code status: ' || code_status END"
    days = "ds || CASE WHEN de <> ds THEN ' to ' || de ELSE '' END"
    columns.entities(
        f"""SELECT {_EVENT} AS id, CASE type_of_violence WHEN '3' THEN 'Attack' ELSE 'Battle' END
          AS kind, concat_ws(', ', dyad_name, where_coordinates, {days}) AS label,
          list_filter(['UCDP GED ' || id, 'UCDP GED ' || relid], lambda code: code IS NOT NULL)
          AS codes, event_clarity AS clarity, {status} AS note, row FROM placed"""
    )
    for number, name, node, kind in (
        ("dyad_id", "dyad_name", _DYAD, "Dyad"),
        ("conflict_id", "conflict_name", _CONFLICT, "Conflict"),
    ):
        columns.entities(
            f"""SELECT {node} AS id, {quoted(kind)} AS kind, arg_min({name}, row) AS label,
              ['UCDP {kind.lower()} ' || {number}] AS codes, min(row) AS row
            FROM placed GROUP BY {number} ORDER BY row, id"""
        )
    # The strongest of what is said of an actor: that it governs, that it is only a label, and that
    # it fights a government or kills civilians, which UCDP counts of organised groups alone.
    kinds = ("Government", "CollectiveLabel", "ArmedGroup", "Party")
    kind = f"""CASE WHEN starts_with(name, 'Government of ') THEN 1
      WHEN regexp_matches(name, {quoted(LABEL)}) THEN 2 WHEN type <> '2' THEN 3 ELSE 4 END"""
    columns.entities(
        f"""SELECT actor AS id, {list(kinds)}[min({kind})] AS kind, arg_min(name, row) AS label,
          list_concat(['UCDP actor ' || any_value(number)],
            list_sort(list_transform(list_distinct(list(state)), lambda s: 'Gleditsch-Ward ' || s)))
          AS codes, min(row) AS row FROM party GROUP BY actor ORDER BY row, id"""
    )
    _place_entities(columns)


def _place_entities(columns: Columns) -> None:
    """Describe each place once, as the first row that names it does."""
    settlement = r"\b(town|city|village|sub-village|district)\b"
    kind = f"""CASE WHEN where_prec IN ('3', '4') THEN 'AdministrativeArea'
      WHEN where_prec = '1' AND regexp_matches(lower(where_coordinates), {quoted(settlement)})
      THEN 'Settlement' ELSE 'Place' END"""
    named = "coalesce(where_coordinates, adm_2, adm_1)"
    label = f"CASE where_prec WHEN '2' THEN 'surroundings of ' || {named} ELSE {named} END"
    has_point = "where_prec IN ('1', '2')"
    columns.entities(
        f"""SELECT scene AS id, arg_min({kind}, row) AS kind, arg_min({label}, row) AS label,
          arg_min(CASE WHEN {has_point} THEN latitude END, row) AS latitude,
          arg_min(CASE WHEN {has_point} THEN longitude END, row) AS longitude,
          arg_min(CASE WHEN {has_point} THEN {_PRECISION} END, row) AS precision, min(row) AS row
        FROM placed WHERE scene <> nation AND scene IS DISTINCT FROM first
          AND scene IS DISTINCT FROM second GROUP BY scene ORDER BY row, id"""
    )
    for node, name, kind_, codes in (
        ("second", "adm_2", "AdministrativeArea", "[]"),
        ("first", "adm_1", "AdministrativeArea", "[]"),
        ("nation", "country", "Country",
         "list_distinct(list_concat(['Gleditsch-Ward ' || any_value(country_id)], "
         "list_sort(list('ISO 3166-1 ' || iso3) FILTER (iso3 IS NOT NULL))))"),
        (f"'ucdp-region-' || {_slug('region')}", "region", "Region", "[]"),
    ):  # fmt: skip
        columns.entities(
            f"""SELECT {node} AS id, {quoted(kind_)} AS kind, arg_min({name}, row) AS label,
              {codes}::VARCHAR[] AS codes, min(row) AS row FROM placed
            WHERE {node} IS NOT NULL GROUP BY {node} ORDER BY row, id"""
        )


def _citations(columns: Columns) -> None:
    """Describe the rows and the reports they cite: "office,date,headline" in later versions."""
    report = r"^(.*?),(\d{4}-\d\d-\d\d),(.*)$"
    old = f"try_strptime(regexp_extract(part, {quoted(_OLD_DATE)}), '%d %b %Y')"
    columns.db.execute(
        f"""CREATE TABLE citation AS SELECT row, part,
          CASE WHEN is_told THEN regexp_extract(part, {quoted(report)}, 1) END AS publisher,
          CASE WHEN is_told THEN regexp_extract(part, {quoted(report)}, 2)
            ELSE strftime({old}, '%Y-%m-%d') END AS date,
          CASE WHEN is_told THEN
            coalesce(nullif(trim(regexp_extract(part, {quoted(report)}, 3)), ''), part)
            ELSE part END AS title, 'ucdp-cited-' || sha256(part)[:16] AS id
        FROM (SELECT *, regexp_matches(part, {quoted(report)}) AS is_told FROM (
          SELECT row, trim(unnest(string_split(
            CASE WHEN starts_with(source_article, '"') THEN trim(source_article, '"')
              ELSE source_article END, '";"'))) AS part
          FROM placed WHERE source_article IS NOT NULL)) WHERE part <> '' ORDER BY row"""
    )
    columns.locators("SELECT row, id AS record, source_original AS informant FROM placed")
    columns.cited(
        """SELECT id, any_value(title) AS title, any_value(publisher) AS publisher,
        any_value(date) AS date, min(row) AS row FROM citation GROUP BY id ORDER BY row, id""",
        "SELECT row, id FROM (SELECT DISTINCT row, id FROM citation) ORDER BY row, id",
    )


def _of_events(columns: Columns, claim: str) -> None:
    said = f"{claim} || id || "
    columns.claims(
        AG.Occurrence,
        f"""SELECT {said} '-place' AS id, {_EVENT} AS subject, scene AS object,
          {_PRECISION} AS precision, where_description AS note, {_DAYS}, row
        FROM placed""",
    )
    # Civilians are not a side that fights.
    columns.claims(
        AG.Participation,
        f"""SELECT {said} '-' || lower(side) || '-' || number AS id, actor AS subject,
          {_EVENT} AS object, side, {_DAYS}, row FROM party
        WHERE NOT (type = '3' AND side = 'B')""",
    )
    columns.claims(
        AG.Targeting,
        f"""SELECT {said} '-target-' || number AS id, {_EVENT} AS subject, actor AS object, {_DAYS},
          row FROM party WHERE type = '3' AND side = 'B'""",
    )
    columns.claims(
        AG.Inclusion,
        f"""SELECT {said} '-dyad' AS id, {_EVENT} AS subject, {_DYAD} AS object, {_DAYS}, row
        FROM placed""",
    )
    columns.claims(
        AG.Inclusion,
        f"""SELECT {claim} || 'dyad-' || dyad_id || '-of-' || conflict_id AS id, {_DYAD} AS subject,
          {_CONFLICT} AS object, {_SPAN}, min(row) AS row
        FROM placed GROUP BY dyad_id, conflict_id ORDER BY row, id""",
    )


def _deaths(columns: Columns, claim: str) -> None:
    said = f"{claim} || id || '-deaths"
    columns.claims(
        AG.Estimate,
        f"""SELECT {said}' AS id, {_EVENT} AS subject, '{AG.Deaths.value}' AS object_iri, low, best,
          high, 'persons' AS unit, {_DAYS}, row FROM placed""",
    )
    for column, measure, side, role in (
        ("deaths_a", AG.CombatantDeaths, "A", None),
        ("deaths_b", AG.CombatantDeaths, "B", None),
        ("deaths_civilians", AG.CivilianDeaths, None, None),
        ("deaths_unknown", AG.Deaths, None, "of unknown side or standing"),
    ):
        more = f"{quoted(side) if side else 'NULL'}::VARCHAR AS side, " + (
            f"{quoted(role) if role else 'NULL'}::VARCHAR AS role"
        )
        columns.claims(
            AG.Estimate,
            f"""SELECT {said}-{column[7:]}' AS id, {_EVENT} AS subject,
              '{measure.value}' AS object_iri, {column} AS best, 'persons' AS unit, {more},
              {_DAYS}, row FROM placed WHERE {column}::BIGINT > 0""",
        )


def _of_actors(columns: Columns, claim: str, source_id: str) -> None:
    columns.claims(
        AG.Existence,
        f"""SELECT {claim} || actor || '-existed' AS id, actor AS subject,
          'by its events' AS role, {quoted(source_id)} AS bounded_by, {_SPAN}, min(row) AS row
        FROM party WHERE NOT regexp_matches(name, {quoted(LABEL)})
        GROUP BY actor ORDER BY row, id""",
    )
    columns.claims(
        AG.Naming,
        f"""SELECT {claim} || actor || '-name-' || sha256(name)[:8] AS id, actor AS subject,
          name AS object_text, 'name used by UCDP' AS role, {_SPAN}, min(row) AS row
        FROM party GROUP BY actor, name ORDER BY row, id""",
    )


def _of_places(columns: Columns, claim: str) -> None:
    columns.claims(
        AG.Containment,
        f"""SELECT {claim} || part || '-in-' || whole AS id, part AS subject, whole AS object,
          modality, latest_start, earliest_end, row FROM inside ORDER BY row, id""",
    )
