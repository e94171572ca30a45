"""ACLED's columns and codes, by its codebook of 2024, and what they are in our terms.

The classes of events are those of ``ontology/alignments.ttl`` (ag:acledCode); a test keeps them so.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING

from kg.errors import InvalidRows, Problem
from kg.model import edtf
from kg.vocabulary import AG

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

REQUIRED = (
    "event_id_cnty", "event_date", "time_precision", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "country", "admin1", "admin2",
    "location", "latitude", "longitude", "geo_precision", "source", "fatalities",
)  # fmt: skip
OPTIONAL = (  # not in the exports of every year
    "year", "disorder_type", "civilian_targeting", "iso", "region", "admin3", "source_scale",
    "tags", "timestamp",
)  # fmt: skip
LEFT_OUT: Mapping[str, str] = {
    "notes": "sentences of ACLED's own, which its terms do not let others pass on",
    "interaction": "follows from inter1 and inter2",
    "data_id": "a number of former exports; event_id_cnty names the event",
    "event_id_no_cnty": "a number of former exports; event_id_cnty names the event",
    "iso3": "follows from the country",
    "population_1km": "an estimate of the people around, made by others than ACLED",
    "population_2km": "an estimate of the people around, made by others than ACLED",
    "population_5km": "an estimate of the people around, made by others than ACLED",
    "population_best": "an estimate of the people around, made by others than ACLED",
}
_FORMERLY = {
    "ally_actor_1": "assoc_actor_1", "ally_actor_2": "assoc_actor_2",
    "associated_actor_1": "assoc_actor_1", "associated_actor_2": "assoc_actor_2",
    "time_precisi": "time_precision", "time_preci": "time_precision",
    "geo_precisi": "geo_precision", "geo_precis": "geo_precision", "event_id_cnt": "event_id_cnty",
    "sub_event_t": "sub_event_type", "civilian_ta": "civilian_targeting",
}  # fmt: skip

BATTLES, REMOTE, CIVILIANS = "Battles", "Explosions/Remote violence", "Violence against civilians"
PROTESTS, RIOTS, STRATEGIC = "Protests", "Riots", "Strategic developments"
EVENT_TYPES = {
    BATTLES: AG.Battle, REMOTE: AG.Attack, CIVILIANS: AG.Attack, PROTESTS: AG.Event,
    RIOTS: AG.Event, STRATEGIC: AG.Event,
}  # fmt: skip
# Where the two actors are opponents. An agreement has two actors who did not fight.
OPPOSED = (BATTLES, REMOTE, CIVILIANS, RIOTS)
REGAINED, OVERTAKEN = "Government regains territory", "Non-state actor overtakes territory"
TRANSFERRED, BASE = "Non-violent transfer of territory", "Headquarters or base established"
BASE_ROLE = "headquarters or base"
CHANGED = "Change to group/activity"
SUB_EVENT_TYPES = {
    REGAINED: AG.Battle, OVERTAKEN: AG.Battle, "Armed clash": AG.Battle,
    "Chemical weapon": AG.Attack, "Air/drone strike": AG.AirStrike, "Suicide bomb": AG.Bombing,
    "Shelling/artillery/missile attack": AG.Attack, "Remote explosive/landmine/IED": AG.Bombing,
    "Grenade": AG.Bombing, "Sexual violence": AG.Attack, "Attack": AG.Attack,
    "Abduction/forced disappearance": AG.Attack, "Peaceful protest": AG.Event,
    "Protest with intervention": AG.Event, "Excessive force against protesters": AG.Event,
    "Violent demonstration": AG.Event, "Mob violence": AG.Event, "Agreement": AG.Event,
    "Arrests": AG.Event, CHANGED: AG.Event, "Disrupted weapons use": AG.Event, BASE: AG.Event,
    "Looting/property destruction": AG.Event, TRANSFERRED: AG.Event, "Other": AG.Event,
}  # fmt: skip

# inter1, inter2: numbers in former exports, words in those since 2024.
STATE, REBELS = "state force", "rebel group"
POLITICAL, IDENTITY = "political militia", "identity militia"
RIOTERS, PROTESTERS, VICTIMS = "rioter", "protester", "civilian"
EXTERNAL = "external/other force"
INTERS = {
    "1": STATE, "2": REBELS, "3": POLITICAL, "4": IDENTITY, "5": RIOTERS, "6": PROTESTERS,
    "7": VICTIMS, "8": EXTERNAL,
}  # fmt: skip
GEO_PRECISIONS = {"1": AG.WithinSettlement, "2": AG.NearPoint, "3": AG.AreaCentroid}
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip


def usual(heading: str) -> str:
    """Return the present name of a column.

    >>> usual("EVENT_DATE"), usual("ALLY_ACTOR_1")
    ('event_date', 'assoc_actor_1')
    """
    name = heading.strip().lower().replace(" ", "_")
    return _FORMERLY.get(name, name)


def left_out(name: str, columns: Sequence[str]) -> dict[str, str]:
    """Return the columns that are not carried, and why; `InvalidRows` if one is missing."""
    faults = [
        Problem(name, 1, column, None, "is missing from the header", "export the column as well")
        for column in REQUIRED
        if column not in columns
    ]
    known = (*REQUIRED, *OPTIONAL)
    found = {c: LEFT_OUT.get(c, "is no column of ACLED's codebook") for c in columns
             if c not in known}  # fmt: skip
    absent = [column for column in known if column not in columns]
    faults += [
        Problem(name, 1, column, column, "is not a column of ACLED's exports",
                f"did you mean {near[0]!r}?")
        for column in found
        if column not in LEFT_OUT and (near := get_close_matches(column, absent, 1, cutoff=0.8))
    ]  # fmt: skip
    if faults:
        raise InvalidRows(faults)
    return found


def inter(text: str) -> str:
    """Return the type of an actor as a word in the singular; empty for none.

    >>> inter("2"), inter("Rebel Groups"), inter("0")
    ('rebel group', 'rebel group', '')
    >>> inter("9")
    Traceback (most recent call last):
    ValueError: is no type of actor; write 1 to 8, or words such as Rebel group
    """
    word = INTERS.get(text, text.lower().removesuffix("s"))
    if text in ("", "0"):
        return ""
    if word not in INTERS.values():
        raise ValueError("is no type of actor; write 1 to 8, or words such as Rebel group")
    return word


def day(text: str) -> date:
    """Read a date whose year has four digits and whose month is no guess.

    >>> day("03 May 2021") == day("2021-05-03")
    True
    >>> day("3-May-21")
    Traceback (most recent call last):
    ValueError: has a year of two digits; export it again with dates such as 2021-05-03
    """
    remedy = "export it again with dates such as 2021-05-03"
    iso = text if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else ""
    if match := re.fullmatch(r"(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})", text):
        months = [m for m in _MONTHS if m.startswith(match[2].lower())]
        iso = f"{match[3]}-{_MONTHS.index(months[0]) + 1:02}-{match[1]:0>2}" if months else ""
    if iso:
        found = edtf.parse(iso).start.first
        assert found is not None
        return found
    if re.search(r"[A-Za-z][ -]\d{2}$", text):
        raise ValueError(f"has a year of two digits; {remedy}")
    if re.fullmatch(r"\d+[./-]\d+[./-]\d+", text):
        raise ValueError(f"may have the day or the month first; {remedy}")
    raise ValueError(f"is no date; {remedy}")


def when(event_date: date, time_precision: str) -> str:
    """Write the day of an event as EDTF, by the codebook's "time precision".

    1 is the day; 2 some day of a week, of which ACLED gives the middle; 3 some day of the month.

    >>> when(date(2021, 5, 3), "2"), when(date(2021, 5, 16), "3")
    ('[2021-04-30..2021-05-06]', '2021-05')
    """
    if time_precision == "2":
        some = timedelta(days=3)
        return f"[{event_date - some}..{event_date + some}]"
    return f"{event_date:%Y-%m}" if time_precision == "3" else f"{event_date}"
