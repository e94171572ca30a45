"""Cases for the checks that look across rows: each a fault, and what comes near it and is none.

Added to the graph of `tests.projects.RDF`: a brigade, a front, a town, a report of 2017, one claim.
"""

from __future__ import annotations

HEAD = """
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix sf: <http://www.opengis.net/ont/sf#> .
@prefix x: <https://example.net/x#> .
"""
PEOPLE = "".join(
    f'e:{name} a ag:Person ; rdfs:label "{name.title()}"@en .\n' for name in ("ana", "ben")
)
PLACES = "".join(
    f'e:{name} a ag:{kind} ; rdfs:label "{name.title()}"@en .\n'
    for name, kind in (
        ("province", "AdministrativeArea"), ("north", "Country"), ("south", "Country"),
    )
)  # fmt: skip
EVENTS = (
    'e:battle a ag:Battle ; rdfs:label "Battle"@en . e:raid a ag:Attack ; rdfs:label "Raid" .\n'
)


def days(
    start: str = "", start_by: str = "", until_after: str = "", end: str = ""
) -> str:  # the four bounds
    names = ("earliestStart", "latestStart", "earliestEnd", "latestEnd")
    given = zip(names, (start, start_by, until_after, end), strict=True)
    return " ; ".join(f'ag:{name} "{day}"^^xsd:date' for name, day in given if day)


def sure(first: str, last: str) -> str:
    """Date a claim that surely holds from one day to another."""
    return days(first, first, last, last)


def said(name: str, kind: str, roles: str, more: str = "", **other: str) -> str:
    """Write a relationship of that name and one claim about it."""
    return f"r:{name} a ag:{kind} ; {roles} .\n" + again(name, name, more, **other)


def again(name: str, about: str, more: str = "", **other: str) -> str:
    """Write one more claim about a relationship."""
    told = {
        "statedIn": "source:notes", "stance": "ag:Affirms", "modality": "ag:Stated",
        "status": "ag:Accepted", "sourceReliability": "ag:ReliabilityB",
        "informationCredibility": "ag:Credibility2", **other,
    }  # fmt: skip
    lines = " ; ".join(f"ag:{key} {value}" for key, value in told.items())
    return (
        f"claim:{name} a ag:Claim ; ag:about r:{about} ; {lines} {'; ' + more if more else ''} .\n"
    )


def leads(name: str, who: str, group: str, dates: str, role: str = "emir", **other: str) -> str:
    roles = f'ag:leader e:{who} ; ag:led e:{group} ; ag:role "{role}"'
    return said(name, "Leadership", roles, dates, **other)


def within(name: str, part: str, whole: str, dates: str = "", **other: str) -> str:
    return said(name, "Containment", f"ag:part e:{part} ; ag:whole e:{whole}", dates, **other)


def split(name: str, child: str, parent: str, dates: str = "", **other: str) -> str:
    roles = f"ag:splinter e:{child} ; ag:parentOrganisation e:{parent}"
    return said(name, "Split", roles, dates, **other)


def part(name: str, small: str, large: str, **other: str) -> str:
    return said(name, "Inclusion", f"ag:subEvent e:{small} ; ag:superEvent e:{large}", **other)


def drawn(what: str, wkt: str, kind: str = "Point", precision: str = "WithinSettlement") -> str:
    return (
        f"e:{what} geo:hasGeometry <g/{what}> . "
        f'<g/{what}> a sf:{kind} ; geo:asWKT "{wkt}"^^geo:wktLiteral ; '
        f"dcterms:source source:notes ; ag:placePrecision ag:{precision} .\n"
    )


def there(name: str, dates: str, what: str = "brigade", **other: str) -> str:
    return said(name, "Existence", f"ag:existing e:{what}", dates, **other)


def holds(name: str, dates: str, **other: str) -> str:
    roles = "ag:controller e:brigade ; ag:territory e:town"
    return said(name, "Control", roles, dates, **other)


def took_part(name: str, dates: str = "", side: str = "one") -> str:
    roles = f'ag:participant e:brigade ; ag:contest e:battle ; ag:side "{side}"'
    return said(name, "Participation", roles, dates)


def occurred(name: str, dates: str, what: str = "battle", **other: str) -> str:
    return said(name, "Occurrence", f"ag:occurring e:{what} ; ag:scene e:town", dates, **other)


def counts(name: str, measure: str, figures: str, more: str = "", **other: str) -> str:
    roles = f"ag:estimated e:battle ; ag:measure ag:{measure} {more}"
    return said(name, "Estimate", roles, figures, **other)


def located(more: str, kind: str = "Report", digest: str = "") -> str:
    """Point a claim into a source of a kind; `more` is what its locator says."""
    return (
        f'source:other a ag:{kind} ; dcterms:title "Other" ; ag:edtfDate "2018" {digest} ; '
        "dcterms:license <https://creativecommons.org/licenses/by/4.0/> .\n"
        + again("2", "1", "ag:locator <l>", statedIn="source:other")
        + f"<l> a ag:Locator ; ag:inSource source:other {more} .\n"
    )


SQUARE = drawn(
    "province", "MULTIPOLYGON(((0 0,2 0,2 2,0 2,0 0)))", "MultiPolygon", "UnknownPrecision"
)
TWICE = 'e:xxx a ag:ArmedGroup ; rdfs:label "Brigade"@en . e:yyy rdfs:label "Brigade"@en .\n'
DIGEST = f'; ag:textDigest "{"0" * 64}"'
UNTIL_2016, FROM_2017 = sure("2015-01-01", "2016-06-01"), sure("2017-01-01", "2018-01-01")
EDGE = sure("2016-06-01", "2017-06-01")  # meets UNTIL_2016 on one day, and FROM_2017 on many
BORN_2016 = days("2016-01-01", "2016-12-31", "2016-01-01")
OVER_2016 = days(end="2016-12-31", until_after="2016-01-01", start_by="2016-12-31")
PERSON_HERE = PEOPLE + PLACES + within("w1", "town", "north") + said(
    "p1", "Presence", "ag:present e:ana ; ag:location e:town", EDGE
)  # fmt: skip
NORTH = PLACES + within("a", "town", "north", EDGE)
CODED = PLACES + 'e:town ag:countryCode "PH" .\n'

# The shape, the nodes at fault, the other node that is named ("" where there is none), the graph.
CASES = [
    ("BeforeExistenceShape", "claim/a", "claim/b",
     holds("a", UNTIL_2016) + there("b", BORN_2016)),
    ("BeforeExistenceShape", "claim/a", "claim/b", holds("a", UNTIL_2016)
     + said("b", "Founding", "ag:founded e:brigade ; ag:founder e:front", BORN_2016)),
    ("AfterExistenceShape", "claim/a", "claim/b", holds("a", FROM_2017) + there("b", OVER_2016)),
    ("AfterExistenceShape", "claim/a", "claim/b", holds("a", FROM_2017)
     + said("b", "Dissolution", "ag:dissolved e:brigade", sure("2016-06-01", "2016-06-02"))),
    ("EndedBeforeBegunShape", "claim/a", "claim/b",
     said("a", "Dissolution", "ag:dissolved e:brigade", sure("2015-06-01", "2015-06-02"))
     + said("b", "Founding", "ag:founded e:brigade ; ag:founder e:front", BORN_2016)),
    ("SplinterOlderShape", "claim/a", "claim/b",
     split("a", "front", "brigade", UNTIL_2016) + there("b", BORN_2016)),
    ("SplinterOlderShape", "claim/a", "claim/b", split("a", "front", "brigade")
     + there("b", BORN_2016) + there("c", UNTIL_2016, "front")),
    ("SplitLoopShape", "claim/a claim/b", "",
     split("a", "front", "brigade") + split("b", "brigade", "front")),
    ("SelfRelationshipShape", "relationship/a", "entity/brigade",
     said("a", "Alliance", "ag:ally e:brigade ; ag:alliedParty e:brigade")),
    ("TwoLeadersShape", "claim/a", "claim/b", PEOPLE + leads("a", "ana", "brigade", EDGE)
     + leads("b", "ben", "brigade", FROM_2017, "Emir")),
    ("LeaderElsewhereShape", "claim/a", "claim/b", PEOPLE + leads("a", "ana", "brigade", EDGE)
     + leads("b", "ana", "third", FROM_2017) + 'e:third a ag:ArmedGroup ; rdfs:label "Third" .'),
    ("PersonInTwoCountriesShape", "claim/p1", "claim/p2", PERSON_HERE.replace("e:town", "e:aaa")
     + within("w2", "zzz", "south")
     + said("p2", "Presence", "ag:present e:ana ; ag:location e:zzz", FROM_2017)),
    ("MutualAllegianceShape", "claim/1", "claim/a",
     said("a", "Allegiance", "ag:subordinate e:front ; ag:superior e:brigade")),
    ("AllyAndRivalShape", "claim/a", "claim/b",
     said("a", "Alliance", "ag:ally e:brigade ; ag:alliedParty e:front", EDGE)
     + said("b", "Rivalry", "ag:rival e:front ; ag:rivalParty e:brigade", FROM_2017)),
    ("LabelAsOrganisationShape", "claim/a", "entity/fighters", PEOPLE
     + 'e:fighters a ag:CollectiveLabel ; rdfs:label "fighters" .'
     + leads("a", "ana", "fighters", "")),
    ("MatchOfKindsShape", "claim/a", "entity/town",
     said("a", "ExactMatch", "ag:matched e:brigade ; ag:match e:town")),
    ("ContainmentLoopShape", "claim/a claim/b claim/c", "", PLACES + within("a", "town", "province")
     + within("b", "province", "north") + within("c", "north", "town")
     + within("d", "south", "town")),
    ("TwoCountriesShape", "claim/a", "claim/b", NORTH + within("b", "town", "south", FROM_2017)),
    ("TwoCountriesShape", "claim/a", "claim/b", NORTH
     + within("c", "town", "province", sure("2010-01-01", "2020-01-01"))
     + within("b", "province", "south", FROM_2017)),
    ("CountryCodeMismatchShape", "claim/a", "entity/town",
     CODED + within("a", "town", "north") + 'e:north ag:countryCode "MY" .'),
    ("OutsideAreaShape", "claim/a", "entity/province", PLACES + SQUARE
     + within("a", "town", "province") + drawn("town", "POINT(3 1)")),
    # By way of a province, with the bounds that a gazetteer has for the country.
    ("OutsideAreaShape", "claim/a", "entity/north", PLACES + within("a", "town", "province")
     + within("b", "province", "north") + drawn("town", "POINT(1 2.1)")
     + drawn("south", "MULTIPOLYGON(((0 0,2 0,2 2,0 2,0 0)))", "MultiPolygon")
     + said("m", "ExactMatch", "ag:matched e:south ; ag:match e:north")),
    ("OutsideAreaShape", "claim/b", "entity/province", PLACES + SQUARE + EVENTS
     + said("b", "Occurrence", "ag:occurring e:battle ; ag:scene e:province")
     + drawn("battle", "POINT(1 2.4)", precision="NearPoint")),
    ("ParticipationOutsideEventShape", "claim/a", "claim/b",
     EVENTS + took_part("a", FROM_2017) + occurred("b", UNTIL_2016)),
    ("ParticipationOutsideEventShape", "claim/a", "claim/b",
     EVENTS + took_part("a", UNTIL_2016) + occurred("b", FROM_2017)),
    ("PartOutsideEventShape", "claim/a", "claim/b", EVENTS + part("a", "raid", "battle")
     + occurred("b", UNTIL_2016) + occurred("c", FROM_2017, "raid")),
    ("InclusionLoopShape", "claim/a claim/b", "",
     EVENTS + part("a", "raid", "battle") + part("b", "battle", "raid")),
    ("BothSidesShape", "claim/a", "claim/b",
     EVENTS + took_part("a") + took_part("b", side="other")),
    ("SidesExceedTotalShape", "claim/a", "", EVENTS
     + counts("a", "Deaths", 'ag:low 1.0 ; ag:best 5.0 ; ag:high 8.0 ; ag:unit "persons"')
     + counts("b", "CombatantDeaths", 'ag:best 6.0 ; ag:unit "persons"', '; ag:side "one"')
     + counts("c", "CivilianDeaths", 'ag:best 3.0 ; ag:unit "persons"')),
    ("FiguresMissingShape", "claim/a", "", EVENTS + counts("a", "Deaths", "")),
    ("FiguresMisplacedShape", "claim/a", "7.5", holds("a", "ag:best 7.5")),
    ("UnitMissingShape", "claim/a", "7.5", EVENTS + counts("a", "Deaths", "ag:best 7.5")),
    ("UnitsDifferShape", "claim/a", "claim/b", EVENTS
     + counts("a", "Fighters", 'ag:best 7.0 ; ag:unit "percent"')
     + again("b", "a", 'ag:best 500.0 ; ag:unit "persons"')),
    ("OverHundredPercentShape", "claim/a", "120.5", EVENTS
     + counts("a", "ForeignFighterShare", 'ag:best 120.5 ; ag:unit "percent"')),
    ("DeniedByBetterShape", "claim/1", "claim/a",
     again("a", "1", stance="ag:Denies", sourceReliability="ag:ReliabilityA")),
    ("AffirmedAndDeniedShape", "claim/1", "claim/a", again("a", "1", stance="ag:Denies")),
    ("DuplicateClaimShape", "claim/b", "claim/a",
     holds("a", EDGE) + again("b", "a", EDGE + ' ; ag:note "pasted"')),
    ("DuplicateClaimShape", "claim/b", "claim/a",
     holds("a", "ag:locator <l>") + again("b", "a", "ag:locator <l>")
     + "<l> a ag:Locator ; ag:inSource source:notes ; ag:page 4 ."),
    ("ConditionLoopShape", "claim/a", "claim/a", holds("a", "ag:conditionalOn claim:a")),
    ("FallenConditionShape", "claim/a", "claim/b", holds("a", "ag:conditionalOn claim:b")
     + again("b", "1", status="ag:Retracted")),
    ("SupersededAloneShape", "claim/a", "", holds("a", "", status="ag:Superseded")),
    ("NameAgainShape", "claim/a", "Brigade", said(
        "a", "Naming", 'ag:named e:brigade ; ag:name "Brigade" ; ag:role "alias"')),
    ("AfterPublicationShape", "claim/a", "source/notes", holds("a", FROM_2017)),
    ("AfterPublicationShape", "claim/a", "source/late", holds(
        "a", days(start="2017-08-01"), statedIn="source:late")
     + 'source:late ag:edtfDate "[2017-07-01..2017-07-10]" .'),
    ("UnboundedDatesShape", "claim/a", "2016-03", holds("a", 'ag:edtfStart "2016-03"')),
    ("SharedCodeShape", "entity/brigade", "entity/front",
     'e:brigade dcterms:identifier "UCDP 1" . e:front dcterms:identifier "UCDP 1" .'),
    ("DerivedPropertyShape", "entity/brigade", "entity/front",
     "e:brigade ag:foughtAgainst e:front ."),
    ("SameNameShape", "entity/brigade", "entity/zzz",
     'e:zzz a ag:ArmedGroup ; rdfs:label "Brigade"@en .'),
    ("SameNameShape", "entity/brigade", "entity/xxx", TWICE + "e:yyy ag:note 'of another kind' ."),
    ("SameNameShape", "entity/brigade entity/xxx", "", TWICE + "e:yyy a ag:ArmedGroup ."),
    # Matched with the next, it leads to the one after that.
    ("SameNameShape", "entity/brigade entity/xxx", "entity/yyy", TWICE + "e:yyy a ag:ArmedGroup ."
     + said("m", "ExactMatch", "ag:matched e:brigade ; ag:match e:xxx")),
    ("LocatorElsewhereShape", "claim/2", "l", located("; ag:page 4").replace(
        "ag:inSource source:other", "ag:inSource source:notes")),
    ("PageInDatasetShape", "l", "4", located("; ag:page 4", "Dataset")),
    ("RowInArticleShape", "l", "4", located("; ag:row 4", "Article")),
    ("SpanWithoutTextShape", "l", "source/other", located("; oa:start 4 ; oa:end 9")),
    ("SpanWithoutDigestShape", "l", "4", located("; oa:start 4 ; oa:end 9", digest=DIGEST)),
    ("LocatorEmptyShape", "l", "source/other", located("")),
    ("ForeignClassShape", "entity/odd", "https://example.net/x#Militia", "e:odd a x:Militia ."),
    ("ForeignPropertyShape", "entity/brigade", "https://example.net/x#flag",
     'e:brigade x:flag "red" .'),
]  # fmt: skip

NEAR = [
    # In the year of its founding it may have been there already.
    ("BeforeExistenceShape", holds("a", sure("2016-01-01", "2016-02-01")) + there("b", BORN_2016)),
    # Another source lets it be older; an expectation says nothing.
    ("BeforeExistenceShape", holds("a", UNTIL_2016) + there("b", BORN_2016)
     + there("c", days("2010-01-01", "2010-12-31"))),
    ("BeforeExistenceShape", holds("a", UNTIL_2016, modality="ag:Planned") + there("b", BORN_2016)),
    ("AfterExistenceShape", holds("a", days("2015-01-01", "2015-01-01", "2016-12-31"))
     + there("b", OVER_2016)),
    ("AfterExistenceShape", holds("a", FROM_2017) + there("b", OVER_2016)
     + there("c", days(end="2019-01-01"))),
    ("EndedBeforeBegunShape",
     said("a", "Dissolution", "ag:dissolved e:brigade", sure("2016-06-01", "2016-06-02"))
     + said("b", "Founding", "ag:founded e:brigade ; ag:founder e:front", BORN_2016)),
    ("SplinterOlderShape", split("a", "front", "brigade", FROM_2017) + there("b", BORN_2016)),
    ("SplitLoopShape", split("a", "front", "brigade")
     + split("b", "brigade", "front", stance="ag:Denies")),
    ("SelfRelationshipShape", said("a", "Alliance", "ag:ally e:brigade ; ag:alliedParty e:front")),
    # A hand-over on one day; an office that many hold; two words.
    ("TwoLeadersShape", PEOPLE + leads("a", "ana", "brigade", UNTIL_2016)
     + leads("b", "ben", "brigade", EDGE)),
    ("TwoLeadersShape", PEOPLE + leads("a", "ana", "brigade", EDGE, "commander")
     + leads("b", "ben", "brigade", FROM_2017, "commander")),
    ("TwoLeadersShape", PEOPLE + leads("a", "ana", "brigade", EDGE)
     + leads("b", "ben", "brigade", FROM_2017, "chairman")),
    # A front of which the group is part: the two have to do with each other.
    ("LeaderElsewhereShape", PEOPLE + leads("a", "ana", "brigade", EDGE)
     + leads("b", "ana", "front", FROM_2017)),
    ("PersonInTwoCountriesShape", PERSON_HERE + within("w2", "province", "north")
     + said("p2", "Presence", "ag:present e:ana ; ag:location e:province", FROM_2017)),
    ("PersonInTwoCountriesShape", PERSON_HERE + within("w2", "province", "south")
     + said("p2", "Presence", "ag:present e:ana ; ag:location e:province", UNTIL_2016)),
    ("MutualAllegianceShape",
     said("a", "Allegiance", "ag:subordinate e:front ; ag:superior e:brigade", stance="ag:Denies")),
    ("AllyAndRivalShape", said("a", "Alliance", "ag:ally e:brigade ; ag:alliedParty e:front", EDGE)
     + said("b", "Rivalry", "ag:rival e:front ; ag:rivalParty e:brigade", UNTIL_2016)),
    ("LabelAsOrganisationShape", 'e:fighters a ag:CollectiveLabel ; rdfs:label "fighters" .'
     + said("a", "Membership", "ag:member e:fighters ; ag:group e:front")),
    ("MatchOfKindsShape", said("a", "ExactMatch", "ag:matched e:brigade ; ag:match e:front")),
    # A border that moves: the way back is denied.
    ("ContainmentLoopShape", PLACES + within("a", "town", "province")
     + within("b", "province", "town", stance="ag:Denies")),
    ("TwoCountriesShape", NORTH + within("b", "town", "south", UNTIL_2016)),
    ("TwoCountriesShape", NORTH + within("b", "town", "south")),
    ("CountryCodeMismatchShape", CODED + within("a", "town", "north")
     + 'e:north ag:countryCode "PH" .'),
    # 9 km outside; near a place 33 km outside; a centroid; a way that is denied, a possible match.
    ("OutsideAreaShape", PLACES + SQUARE + within("a", "town", "province")
     + drawn("town", "POINT(1 2.08)")),
    ("OutsideAreaShape", PLACES + SQUARE + within("a", "town", "province")
     + drawn("town", "POINT(1 2.3)", precision="NearPoint")),
    ("OutsideAreaShape", PLACES + SQUARE + within("a", "town", "province")
     + drawn("town", "POINT(3 1)", precision="AreaCentroid")),
    ("OutsideAreaShape", PLACES + SQUARE + drawn("town", "POINT(3 1)")
     + within("a", "town", "north") + within("b", "north", "province", stance="ag:Denies")),
    ("OutsideAreaShape", PLACES + SQUARE + drawn("town", "POINT(3 1)")
     + within("a", "town", "south") + said("m", "ExactMatch",
       "ag:matched e:south ; ag:match e:province", modality="ag:Possible")),
    ("ParticipationOutsideEventShape", EVENTS + took_part("a", FROM_2017) + occurred("b", EDGE)
     + occurred("c", FROM_2017, status="ag:Contested")),
    ("PartOutsideEventShape", EVENTS + part("a", "raid", "battle") + occurred("b", EDGE)
     + occurred("c", sure("2016-06-01", "2016-07-01"), "raid")),
    ("InclusionLoopShape", EVENTS + part("a", "raid", "battle")
     + part("b", "battle", "raid", status="ag:Retracted")),
    ("BothSidesShape", EVENTS + took_part("a", UNTIL_2016) + took_part("b", FROM_2017, "other")),
    ("SidesExceedTotalShape", EVENTS
     + counts("a", "Deaths", 'ag:low 1.0 ; ag:best 5.0 ; ag:high 9.0 ; ag:unit "persons"')
     + counts("b", "CombatantDeaths", 'ag:best 6.0 ; ag:unit "persons"', '; ag:side "one"')
     + counts("c", "CivilianDeaths", 'ag:best 3.0 ; ag:unit "persons"')
     + counts("d", "CombatantDeaths", 'ag:best 6.0 ; ag:unit "persons"')),
    ("FiguresMissingShape", EVENTS + counts("a", "Deaths", "", stance="ag:Denies")),
    ("FiguresMisplacedShape", EVENTS + counts("a", "Deaths", "ag:best 7.0")),
    ("UnitMissingShape", EVENTS + counts("a", "Deaths", 'ag:best 7.0 ; ag:unit "persons"')),
    ("UnitsDifferShape", EVENTS + counts("a", "Fighters", 'ag:best 7.0 ; ag:unit "persons"')
     + again("b", "a", 'ag:best 500.0 ; ag:unit "persons"')),
    ("OverHundredPercentShape", EVENTS
     + counts("a", "ForeignFighterShare", 'ag:best 100.0 ; ag:unit "percent"')),
    # F says that nothing is known of the source; a worse source is no reason.
    ("DeniedByBetterShape", again("a", "1", stance="ag:Denies", sourceReliability="ag:ReliabilityF")
     + again("b", "1", stance="ag:Denies", sourceReliability="ag:ReliabilityC")),
    ("DeniedByBetterShape", holds("a", UNTIL_2016) + again(
        "b", "a", FROM_2017, stance="ag:Denies", sourceReliability="ag:ReliabilityA")),
    ("AffirmedAndDeniedShape", again("a", "1", "ag:claimer e:front", stance="ag:Denies")),
    ("AffirmedAndDeniedShape", holds("a", UNTIL_2016)
     + again("b", "a", FROM_2017, stance="ag:Denies")),
    ("DuplicateClaimShape", holds("a", EDGE) + again("b", "a", UNTIL_2016)
     + again("c", "a", EDGE, stance="ag:Denies")),
    ("ConditionLoopShape", holds("a", "ag:conditionalOn claim:1")),
    ("FallenConditionShape", holds("a", "ag:conditionalOn claim:1")),
    ("SupersededAloneShape", holds("a", "", status="ag:Superseded") + again("b", "a", EDGE)),
    ("NameAgainShape", said(
        "a", "Naming", 'ag:named e:brigade ; ag:name "The Brigade" ; ag:role "alias"')
     + said("b", "Naming", 'ag:named e:front ; ag:name "Front" ; ag:role "name used by UCDP"')),
    # The year of publication; about a year; foretold.
    ("AfterPublicationShape", holds("a", sure("2017-12-31", "2017-12-31"))),
    ("AfterPublicationShape", holds("a", FROM_2017, statedIn="source:late")
     + 'source:late ag:edtfDate "2017~" .'),
    ("AfterPublicationShape", holds("a", FROM_2017, statedIn="source:late")
     + 'source:late ag:edtfDate "[2017..]" .'),
    ("AfterPublicationShape", holds("a", FROM_2017, modality="ag:Expected")),
    ("UnboundedDatesShape", holds("a", 'ag:edtfStart ".."')
     + again("b", "a", 'ag:edtfStart "2016" ; ' + days("2016-01-01"))),
    ("SharedCodeShape",
     'e:brigade dcterms:identifier "UCDP 1" . e:town dcterms:identifier "UCDP 1" .'),
    ("DerivedPropertyShape", said("a", "Alliance", "ag:ally e:brigade ; ag:alliedParty e:front")),
    ("SameNameShape", 'e:zzz a ag:Person ; rdfs:label "Brigade"@en .'),
    ("LocatorElsewhereShape", located("; ag:page 4")),
    ("PageInDatasetShape", located("; ag:row 4", "Dataset")),
    ("RowInArticleShape", located("; ag:paragraph 4", "Article")),
    ("SpanWithoutTextShape", located("; oa:start 4 ; oa:end 9", digest=DIGEST)),
    ("SpanWithoutDigestShape", located('; oa:start 4 ; oa:end 9 ; ag:spanDigest "00"')),
    ("LocatorEmptyShape", located('; ag:record "QDe.001"', "SanctionsList")),
    ("ForeignClassShape",
     "e:odd a x:Militia . x:Militia a owl:Class ; rdfs:subClassOf ag:ArmedGroup ."),
    ("ForeignPropertyShape", 'e:brigade x:flag "red" . x:flag a owl:DatatypeProperty .'),
]  # fmt: skip
