"""A made-up project in which every question about groups, places and persons has an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.projects import CLAIM, SOURCE, of_sheets

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ENTITIES = {
    "ArmedGroup": ["north", "south", "league", "splinter"],
    "StateForce": ["army"],
    "Government": ["ministry"],
    "Person": ["chief", "deputy"],
    "AdministrativeArea": ["province"],
    "Settlement": ["town", "village"],
    "Battle": ["siege", "ambush", "raid", "skirmish"],
    "CollectiveLabel": ["elders"],
}


def _claim(
    name: str, kind: str, one: str, other: str = "", start: str = "", end: str = "", **more: str
) -> Mapping[str, str]:
    return {
        **CLAIM, "id": name, "relationship": kind, "subject": one, "object": other,
        "start": start, "end": end, **more,
    }  # fmt: skip


# The chief leads the north while he advises the south; of the deputy's two ties no day is known.
# The north leaves the league before it follows the south. The town changes hands with a summer in
# which nobody is known to hold it, and a month in which two hold it.
CLAIMS = [
    _claim("leads", "Leadership", "chief", "north", "2015-01-01", "2016-12-31", role="commander"),
    _claim("advises", "Membership", "chief", "south", "2016-06-01", "2018-12-31", role="adviser"),
    _claim("deputy-north", "Membership", "deputy", "north"),
    _claim("deputy-south", "Membership", "deputy", "south", "2017-01-01", "2017-12-31"),
    _claim("left", "Allegiance", "north", "league", "2014-01-01", "2015-12-31"),
    _claim("follows", "Allegiance", "north", "south", "2016-03-01", source="s9", page="4"),
    _claim("belongs", "Membership", "south", "league", "2013-01-01", attested="2017-05-01"),
    _claim("by-elders", "Leadership", "elders", "south", "2013-01-01", "2018-12-31"),
    _claim("army-town", "Control", "army", "town", "2014-01-01", "2014-06-30"),
    _claim("north-town", "Control", "north", "town", "2014-09-01", "2015-03-31"),
    _claim("south-town", "Control", "south", "town", "2015-03-01", "2015-12-31", source="s9"),
    _claim("army-village", "Control", "army", "village"),
    _claim("town-in", "Containment", "town", "province", "1990-01-01", attested="2019-01-01"),
    _claim("village-in", "Containment", "village", "province"),
    _claim("siege-at", "Occurrence", "siege", "town", "2014-06-15", "2014-06-30"),
    _claim("siege-army", "Participation", "army", "siege", "2014-06-15", "2014-06-30",
           side="government"),
    _claim("siege-north", "Participation", "north", "siege", "2014-06-15", "2014-06-30",
           side="rebels"),
    _claim("ambush-at", "Occurrence", "ambush", "village", "2016-12-30", "2017-01-02"),
    _claim("ambush-army", "Participation", "army", "ambush", "2016-12-30", "2017-01-02",
           side="government"),
    _claim("ambush-north", "Participation", "north", "ambush", "2016-12-30", "2017-01-02",
           side="rebels", claimer="army"),
    _claim("raid-at", "Occurrence", "raid", "town", "2015", "2015"),
    _claim("raid-army", "Participation", "army", "raid", "2015", "2015", side="government"),
    _claim("raid-south", "Participation", "south", "raid", "2015", "2015", side="rebels"),
    # Of the skirmish neither day nor place is known.
    _claim("skirmish-army", "Participation", "army", "skirmish", side="government"),
    _claim("skirmish-south", "Participation", "south", "skirmish", side="rebels"),
    _claim("split", "Split", "splinter", "north", attested="2016-08"),
    _claim("merger", "Merger", "north", "league", attested="2019-02-01"),
    _claim("end", "Dissolution", "south", attested="2020-01-01"),
    _claim("listed", "Designation", "ministry", "north", "2014-02-01", "2016-08-01", role="List A"),
    _claim("on-list", "Designation", "ministry", "league", "2014-02-01", role="List A"),
    _claim("off-list", "Designation", "ministry", "south", "2018-01-01", role="List B",
           stance="denies"),
]  # fmt: skip


def questions(folder: Path) -> Path:
    """Make the project."""
    entities = [
        {"id": name, "type": kind, "name": name.title()}
        for kind, names in ENTITIES.items()
        for name in names
    ]
    return of_sheets(folder, sources=[SOURCE], entities=entities, claims=CLAIMS)
