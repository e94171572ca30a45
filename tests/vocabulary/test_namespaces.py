"""The namespaces are closed, in order, and the same for Oxigraph and rdflib."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest
from pyoxigraph import NamedNode
from rdflib import OWL as RDFLIB_OWL
from rdflib import URIRef

from kg import vocabulary
from kg.vocabulary import AG, DCTERMS, PREFIXES, SH, XSD, ClosedNamespace

NAMESPACES = {
    name: value for name, value in vars(vocabulary).items() if isinstance(value, ClosedNamespace)
}


def test_a_term_is_a_named_node() -> None:
    assert AG.Allegiance == NamedNode("https://w3id.org/allegiance/ontology#Allegiance")
    assert AG["about"] == AG.about
    assert SH["class"].value == "http://www.w3.org/ns/shacl#class"
    assert AG.iri("about") == AG.about.value


def test_an_unknown_attribute_names_the_nearest_term() -> None:
    with pytest.raises(AttributeError, match=r"'Alegiance' is no term of .*; try 'Allegiance'"):
        _ = AG.Alegiance
    with pytest.raises(AttributeError, match=r"'xyzzy' is no term of https://\S+#$"):
        _ = AG.xyzzy


@pytest.mark.parametrize("look_up", [AG.__getitem__, AG.iri])
def test_an_unknown_item_names_the_nearest_term(look_up: object) -> None:
    assert callable(look_up)
    with pytest.raises(KeyError, match="try 'subordinate'"):
        look_up("subordinat")


def test_membership_takes_names_iris_and_terms() -> None:
    for term in ("Allegiance", AG.iri("Allegiance"), AG.Allegiance, AG.rdflib.Allegiance):
        assert term in AG
    for other in ("Obedience", DCTERMS.title, NamedNode("https://e.org/Allegiance"), 7):
        assert other not in AG


def test_iteration_is_in_order() -> None:
    for namespace in NAMESPACES.values():
        assert list(namespace) == sorted(set(namespace))
        assert len(namespace) == len(list(namespace)) > 0


def test_rdflib_gives_the_same_terms() -> None:
    for namespace in NAMESPACES.values():
        assert list(namespace.rdflib) == list(namespace)
        for name in namespace:
            assert namespace.rdflib[name] == URIRef(namespace[name].value)
            assert type(namespace.rdflib[name]) is URIRef
    assert NAMESPACES["OWL"].rdflib.Class == RDFLIB_OWL.Class
    assert AG.rdflib is AG.rdflib
    with pytest.raises(AttributeError, match="try 'Allegiance'"):
        _ = AG.rdflib.Alegiance


def test_no_term_hides_behind_a_method() -> None:
    for namespace in NAMESPACES.values():
        assert not set(namespace) & set(vars(ClosedNamespace))


def test_terms_can_be_completed() -> None:
    assert {"Allegiance", "iri"} <= set(dir(AG))


def test_a_namespace_survives_copying() -> None:
    copy = pickle.loads(pickle.dumps(XSD.rdflib))  # noqa: S301
    assert copy.date == XSD.rdflib.date


def test_prefixes_are_the_namespaces_in_order() -> None:
    assert dict(PREFIXES) == {name.lower(): str(value) for name, value in NAMESPACES.items()}
    assert list(PREFIXES) == sorted(PREFIXES)
    with pytest.raises(TypeError):
        PREFIXES["ex"] = "https://example.org/"  # type: ignore[index]


def test_importing_the_vocabulary_does_not_import_rdflib() -> None:
    code = "import sys, kg.vocabulary as v; v.AG.about; sys.exit('rdflib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
