"""What Wikidata's properties and classes say in our terms: the property list that is built in.

Wikidata is CC0 1.0. Its statements are nodes, with qualifiers, references and a rank:
https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format
"""

from __future__ import annotations

from kg.ingest.sparql.properties import Property, PropertyList
from kg.vocabulary import AG, PREFIXES, RDFS

ENTITY = "http://www.wikidata.org/entity/"
STATEMENT = f"{ENTITY}statement/"
UNKNOWN = "http://www.wikidata.org/.well-known/genid/"  # "some value"
NO_VALUE = "http://www.wikidata.org/prop/novalue/"
QUALIFIER = "http://www.wikidata.org/prop/qualifier/"
QUALIFIER_NODE = "http://www.wikidata.org/prop/qualifier/value/"
REFERENCE = "http://www.wikidata.org/prop/reference/"
REFERENCE_NODE = "http://www.wikidata.org/prop/reference/value/"
ONTOLOGY = "http://wikiba.se/ontology#"
DERIVED_FROM = f"{PREFIXES['prov']}wasDerivedFrom"

_ROLES = (
    f"{QUALIFIER}P2868",
    f"{QUALIFIER}P3831",
)  # subject has role, object of statement has role
# property, relationship, whether its value is the subject. A property that stands for several
# relationships has each; which it is follows from the kinds of the two parties.
_PROPERTIES = (
    ("P463", AG.Membership, False),  # member of
    ("P749", AG.Affiliation, False),  # parent organisation: of what kind the tie is, it leaves open
    ("P527", AG.Membership, True),  # has part
    ("P527", AG.Inclusion, True),
    ("P527", AG.Containment, True),
    ("P361", AG.Membership, False),  # part of
    ("P361", AG.Inclusion, False),
    ("P361", AG.Containment, False),
    ("P945", AG.Allegiance, False),  # allegiance
    ("P607", AG.Participation, False),  # conflict
    ("P1344", AG.Participation, False),  # participant in
    ("P710", AG.Participation, True),  # participant
    ("P112", AG.Founding, False),  # founded by
    ("P1365", AG.Succession, False),  # replaces
    ("P1366", AG.Succession, True),  # replaced by
)
_KINDS = {
    "Q5": AG.Person,  # human
    "Q17149090": AG.ArmedGroup,  # armed organization
    "Q772547": AG.StateForce,  # armed forces
    "Q7188": AG.Government,  # government
    "Q11032": AG.MediaOutlet,  # newspaper
    "Q178561": AG.Battle,  # battle
    "Q188055": AG.Battle,  # siege
    "Q891854": AG.Bombing,  # bomb attack
    "Q2223653": AG.Attack,  # terrorist attack
    "Q831663": AG.Campaign,  # military campaign
    "Q645883": AG.Campaign,  # military operation
    "Q198": AG.Conflict,  # war
    "Q8465": AG.Conflict,  # civil war
    "Q350604": AG.Conflict,  # armed conflict
    "Q3624078": AG.Country,  # sovereign state
    "Q6256": AG.Country,  # country
    "Q515": AG.Settlement,  # city
    "Q486972": AG.Settlement,  # human settlement
    "Q56061": AG.AdministrativeArea,  # administrative territorial entity
    "Q123705": AG.District,  # neighborhood
    "Q23442": AG.Island,  # island
    "Q82794": AG.Region,  # geographic region
    # What is said of these is no more than that they are organised, or that they happened.
    "Q17127659": AG.Organisation,  # terrorist organization: a judgement, which no class repeats
    "Q176799": AG.Organisation,  # military unit, of a state or not
    "Q7278": AG.Organisation,  # political party
    "Q7210356": AG.Organisation,  # political organization
    "Q484652": AG.Organisation,  # international organization
    "Q43229": AG.Organisation,  # organization
    "Q1656682": AG.Event,  # event
}

PROFILE = PropertyList(
    tuple(
        Property(
            f"http://www.wikidata.org/prop/{number}", relationship, is_swapped,
            f"http://www.wikidata.org/prop/statement/{number}",
            f"{QUALIFIER}P580", f"{QUALIFIER}P582", f"{QUALIFIER}P585", _ROLES,
        )
        for number, relationship, is_swapped in _PROPERTIES
    ),
    {f"{ENTITY}{number}": kind for number, kind in _KINDS.items()},
    "http://www.wikidata.org/prop/direct/P31",
    (RDFS.label.value,),
    is_wikibase=True,
)  # fmt: skip

# P1319 earliest date, P8555 latest start date; P8554 earliest end date, P1326 latest date.
BOUNDS = {
    f"{QUALIFIER}P580": (f"{QUALIFIER}P1319", f"{QUALIFIER}P8555"),
    f"{QUALIFIER}P582": (f"{QUALIFIER}P8554", f"{QUALIFIER}P1326"),
}
DOUBT = (f"{QUALIFIER}P1480", f"{QUALIFIER}P5102")  # sourcing circumstances, nature of statement
REASON = f"{QUALIFIER}P2241"  # reason for deprecated rank
CIRCA = {"Q5727902", "Q60070514", "Q37113960"}  # circa, approximately, estimate
DISPUTED = "Q18912752"
MODALITIES = {
    "Q18122778": "likely",  # presumably
    "Q56644435": "likely",  # probably
    "Q30230067": "possible",  # possibly
    "Q18603603": "possible",  # hypothetically
    "Q32188232": "possible",  # allegedly
}
