"""The vocabularies that this package speaks, as closed namespaces: a misspelt term is an error.

`AG` holds every term of our ontology; the others hold the terms we use, and no more.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from pyoxigraph import NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from rdflib import URIRef

Term_co = TypeVar("Term_co", covariant=True)


class ClosedNamespace(Generic[Term_co]):
    """The terms that begin with one IRI, by their local names.

    A name that is none of them raises AttributeError, or KeyError where it was looked up by
    brackets; both name the nearest one that there is.

    >>> AG.Allegiance
    <NamedNode value=https://w3id.org/allegiance/ontology#Allegiance>
    >>> AG["Alegiance"]
    Traceback (most recent call last):
    KeyError: "'Alegiance' is no term of https://w3id.org/allegiance/ontology#; try 'Allegiance'"
    >>> "Allegiance" in AG, AG.Allegiance in AG, "Obedience" in AG
    (True, True, False)
    >>> list(GEO)
    ['Feature', 'Geometry', 'asWKT', 'hasGeometry', 'wktLiteral']
    """

    def __init__(self, base: str, names: Iterable[str], make: Callable[[str], Term_co]) -> None:
        self._base = base
        self._terms = {name: make(base + name) for name in sorted(names)}

    def __getattr__(self, name: str) -> Term_co:
        """Return the term of that local name."""
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._terms:
            raise AttributeError(self._unknown(name), name=name, obj=self)
        return self._terms[name]

    def __getitem__(self, name: str) -> Term_co:
        """Return the term of that local name, which need not be a Python name."""
        if name not in self._terms:
            raise KeyError(self._unknown(name))
        return self._terms[name]

    def __contains__(self, term: object) -> bool:
        """Tell whether a local name, an IRI or a term is one of these."""
        text = term.value if isinstance(term, NamedNode) else str(term)
        return text.removeprefix(self._base) in self._terms

    def __iter__(self) -> Iterator[str]:
        """Yield the local names in order."""
        return iter(self._terms)

    def __len__(self) -> int:
        """Return the number of terms."""
        return len(self._terms)

    def __dir__(self) -> list[str]:
        """List the terms too, for completion."""
        return [*super().__dir__(), *self._terms]

    def __str__(self) -> str:
        """Return the IRI that all terms begin with."""
        return self._base

    def __repr__(self) -> str:
        """Name the namespace and its size."""
        return f"ClosedNamespace({self._base!r}, {len(self)} terms)"

    def iri(self, name: str) -> str:
        """Return the IRI of a term as text.

        >>> AG.iri("about")
        'https://w3id.org/allegiance/ontology#about'
        """
        self[name]  # refuses a name that is none
        return self._base + name

    @cached_property
    def rdflib(self) -> ClosedNamespace[URIRef]:
        """The same namespace with rdflib's terms; rdflib is imported only here.

        >>> AG.rdflib.about
        rdflib.term.URIRef('https://w3id.org/allegiance/ontology#about')
        """
        from rdflib import URIRef  # noqa: PLC0415

        return ClosedNamespace(self._base, self._terms, URIRef)

    def _unknown(self, name: str) -> str:
        near = get_close_matches(name, self._terms, n=1, cutoff=0.5)
        hint = f"; try {near[0]!r}" if near else ""
        return f"{name!r} is no term of {self._base}{hint}"


def _closed(base: str, *names: str) -> ClosedNamespace[NamedNode]:
    """Close a namespace over names, each argument a line of them."""
    return ClosedNamespace(base, (name for line in names for name in line.split()), NamedNode)


AG: Final = _closed(
    "https://w3id.org/allegiance/ontology#",
    # Annotations of the model itself
    "subjectRole objectRole directProperty ucdpCode acledCode problem solution",
    # Parties
    "Entity Party Actor Organisation ArmedGroup StateForce Coalition Government CommunalGroup",
    "MediaOutlet Person CollectiveLabel",
    # Places
    "Place Country AdministrativeArea Settlement District Island Region Site",
    "placePrecision countryCode eventClarity",
    # Events and measures
    "Event Conflict Dyad Campaign Battle Attack Bombing AirStrike Plot Measure",
    # Relationships: class, subject role, object role, direct property, inverse
    "Relationship role side",
    "Affiliation affiliate principal affiliatedWith hasAffiliate",
    "Allegiance subordinate superior allegiantTo hasAllegianceOf",
    "Membership member group memberOf hasMember",
    "Leadership leader led leads ledBy SoleOffice SoleOffices HeadOfGroup",
    "Alliance ally alliedParty alliedWith",
    "Rivalry rival rivalParty rivalOf",
    "Support supporter supported supports supportedBy",
    "Recognition recogniser recognised recognises recognisedBy",
    "Designation designator designee designates designatedBy",
    "Association associate associatedParty associatedWith",
    "Control controller territory controls controlledBy",
    "Presence present location presentIn hasPresenceOf",
    "Origin originating origin originatesFrom originOf",
    "Harbouring harbour guest harbours harbouredIn",
    "Containment part whole within containsPlace",
    "Participation participant contest participatedIn hasParticipant",
    "Planning planner plannedEvent hasPlanned plannedBy",
    "Targeting targeting target targets targetedBy",
    "Occurrence occurring scene occurredAt sceneOf",
    "Inclusion subEvent superEvent partOfEvent hasSubEvent",
    "Estimate estimated measure hasEstimateOf",
    "Naming named name knownAs",
    "ExactMatch matched match",
    "CloseMatch closelyMatched nearMatch",
    "Existence existing",
    # Relationships: change events
    "ChangeEvent",
    "Founding founded founder foundedBy founderOf",
    "Rename renamed newName renamedTo",
    "Split splinter parentOrganisation splinterOf hasSplinter",
    "Merger mergedOrganisation mergerResult mergedInto mergerOf",
    "Joining joiner joinedGroup joined joinedBy",
    "Dissolution dissolved",
    "Succession successor predecessor succeeds succeededBy",
    # Conclusions
    "answersTo servesUnder activeIn foughtAgainst foughtAlongside",
    "couldHarbour couldHarbourByControl couldHarbourByPresence couldHarbourByAssessment",
    # Claims
    "Claim about statedIn claimer locator conditionalOn",
    "stance status modality sourceReliability informationCredibility",
    "earliestStart latestStart earliestEnd latestEnd edtfStart edtfEnd edtfAttested",
    "low best high unit note boundedBy",
    # Sources and locators
    "Source Article Report Dataset SanctionsList Curation",
    "defaultReliability edtfDate textDigest",
    "Locator inSource paragraph page row record spanDigest cites informant",
    # Enumerations: class, scheme, values
    "Stance Stances Affirms Denies",
    "Status Statuses Accepted Contested Superseded Retracted",
    "Modality Modalities Stated Expected Likely Possible Planned",
    "TimedFact mode holdsFrom holdsUntil derivedBy Mode Modes CertainMode PossibleMode",
    "Reliability ReliabilityScale ReliabilityA ReliabilityB ReliabilityC ReliabilityD",
    "ReliabilityE ReliabilityF",
    "Credibility CredibilityScale Credibility1 Credibility2 Credibility3 Credibility4",
    "Credibility5 Credibility6",
    "PlacePrecision PlacePrecisions ExactPoint NearPoint WithinSettlement AreaCentroid",
    "CountryCentroid UnknownPrecision",
    "Measures Deaths CivilianDeaths CombatantDeaths Wounded Fighters ForeignFighterShare",
    "CiviliansPresent AircraftTargeted SuicideBombings DurationInMonths",
)

RDF: Final = _closed(
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "type first rest nil List Property langString PlainLiteral XMLLiteral",
    "Statement subject predicate object reifies",
)
RDFS: Final = _closed(
    "http://www.w3.org/2000/01/rdf-schema#",
    "Class Datatype Literal Resource ContainerMembershipProperty",
    "label comment seeAlso isDefinedBy subClassOf subPropertyOf domain range member",
)
OWL: Final = _closed(
    "http://www.w3.org/2002/07/owl#",
    "Ontology Thing Nothing topObjectProperty bottomObjectProperty topDataProperty",
    "bottomDataProperty versionIRI versionInfo imports priorVersion backwardCompatibleWith",
    "incompatibleWith deprecated DeprecatedClass DeprecatedProperty OntologyProperty",
    # Kinds of terms
    "Class DataRange NamedIndividual ObjectProperty DatatypeProperty AnnotationProperty",
    "FunctionalProperty InverseFunctionalProperty SymmetricProperty AsymmetricProperty",
    "ReflexiveProperty IrreflexiveProperty TransitiveProperty",
    # Expressions
    "Restriction onProperty onProperties onClass onDataRange someValuesFrom allValuesFrom",
    "hasValue hasSelf minCardinality maxCardinality cardinality minQualifiedCardinality",
    "maxQualifiedCardinality qualifiedCardinality unionOf intersectionOf complementOf",
    "datatypeComplementOf oneOf onDatatype withRestrictions real rational",
    # Axioms
    "equivalentClass disjointWith disjointUnionOf AllDisjointClasses members hasKey",
    "equivalentProperty inverseOf propertyDisjointWith AllDisjointProperties",
    "propertyChainAxiom sameAs differentFrom AllDifferent distinctMembers",
    "NegativePropertyAssertion sourceIndividual assertionProperty targetIndividual targetValue",
    "Axiom Annotation annotatedSource annotatedProperty annotatedTarget",
)
XSD: Final = _closed(
    "http://www.w3.org/2001/XMLSchema#",
    "string boolean decimal integer nonNegativeInteger nonPositiveInteger positiveInteger",
    "negativeInteger long int short byte unsignedLong unsignedInt unsignedShort unsignedByte",
    "float double normalizedString token language Name NCName NMTOKEN hexBinary base64Binary",
    "anyURI date dateTime dateTimeStamp time gYear gYearMonth",
)
SKOS: Final = _closed(
    "http://www.w3.org/2004/02/skos/core#",
    "Concept ConceptScheme inScheme hasTopConcept topConceptOf notation prefLabel altLabel",
    "hiddenLabel definition example note scopeNote editorialNote changeNote historyNote",
    "broader narrower related exactMatch closeMatch broadMatch narrowMatch relatedMatch",
)
PROV: Final = _closed(
    "http://www.w3.org/ns/prov#",
    "Entity Activity Agent Person Organization SoftwareAgent Plan Association Collection",
    "wasGeneratedBy wasDerivedFrom wasRevisionOf wasAttributedTo wasAssociatedWith used",
    "hadPrimarySource qualifiedAssociation agent hadPlan hadMember wasInformedBy",
    "startedAtTime endedAtTime generatedAtTime value",
)
ORG: Final = _closed(
    "http://www.w3.org/ns/org#",
    "Organization Membership ChangeEvent originalOrganization resultingOrganization",
)
DCTERMS: Final = _closed(
    "http://purl.org/dc/terms/",
    "title description identifier creator contributor publisher source license rights issued",
    "created modified language subject type format extent references isReferencedBy hasPart",
    "isPartOf replaces isReplacedBy isVersionOf hasVersion conformsTo provenance temporal spatial",
    "accessRights bibliographicCitation PeriodOfTime Location MediaType",
)
DCAT: Final = _closed(
    "http://www.w3.org/ns/dcat#",
    "Catalog Dataset Distribution DataService dataset distribution accessService accessURL",
    "downloadURL endpointURL endpointDescription servesDataset mediaType compressFormat byteSize",
    "version previousVersion hasVersion isVersionOf hasCurrentVersion landingPage contactPoint",
    "keyword theme startDate endDate temporalResolution spatialResolutionInMeters bbox",
)
OA: Final = _closed(
    "http://www.w3.org/ns/oa#",
    "Selector TextPositionSelector FragmentSelector TextQuoteSelector start end exact",
)
GEO: Final = _closed(
    "http://www.opengis.net/ont/geosparql#", "Feature Geometry hasGeometry asWKT wktLiteral"
)
SF: Final = _closed("http://www.opengis.net/ont/sf#", "Point Polygon MultiPolygon")
FOAF: Final = _closed(
    "http://xmlns.com/foaf/0.1/",
    "Agent Person Organization name page homepage primaryTopic isPrimaryTopicOf",
)
VOID: Final = _closed(
    "http://rdfs.org/ns/void#",
    "Dataset DatasetDescription Linkset TechnicalFeature subset inDataset feature dataDump",
    "sparqlEndpoint uriSpace uriRegexPattern vocabulary exampleResource rootResource triples",
    "entities classes properties distinctSubjects distinctObjects documents classPartition class",
    "propertyPartition property target subjectsTarget objectsTarget linkPredicate",
)
SH: Final = _closed(
    "http://www.w3.org/ns/shacl#",
    "NodeShape PropertyShape Shape ValidationReport ValidationResult conforms result",
    "focusNode resultPath value resultMessage resultSeverity sourceShape detail",
    "sourceConstraint sourceConstraintComponent Violation Warning Info",
    "targetClass targetNode targetSubjectsOf targetObjectsOf property path node name description",
    "order group message severity deactivated class datatype nodeKind IRI Literal BlankNode",
    "BlankNodeOrIRI BlankNodeOrLiteral IRIOrLiteral minCount maxCount minInclusive",
    "maxInclusive minExclusive maxExclusive minLength maxLength pattern flags languageIn",
    "uniqueLang equals disjoint lessThan lessThanOrEquals in hasValue and or not xone",
    "qualifiedValueShape qualifiedMinCount qualifiedMaxCount closed ignoredProperties",
    "inversePath alternativePath zeroOrMorePath oneOrMorePath zeroOrOnePath",
    "sparql select ask prefixes declare prefix namespace SPARQLConstraint",
    "shapesGraph shapesGraphWellFormed",
)

_NAMESPACES = {
    "ag": AG, "dcat": DCAT, "dcterms": DCTERMS, "foaf": FOAF, "geo": GEO, "oa": OA, "org": ORG,
    "owl": OWL, "prov": PROV, "rdf": RDF, "rdfs": RDFS, "sf": SF, "sh": SH, "skos": SKOS,
    "void": VOID, "xsd": XSD,
}  # fmt: skip
PREFIXES: Final[Mapping[str, str]] = MappingProxyType({k: str(v) for k, v in _NAMESPACES.items()})
"""The prefixes of all our files and queries, in order.

>>> PREFIXES["ag"]
'https://w3id.org/allegiance/ontology#'
"""
