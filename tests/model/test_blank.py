"""Blank nodes are named by the order that they appear in."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse

from kg.model.blank import numbered


def renamed(text: str) -> list[str]:
    quads = parse(input=text, format=RdfFormat.TRIG)
    return [str(quad) for quad in numbered(quads, lambda n: NamedNode(f"x:{n}"))]


def test_subjects_objects_and_graphs_are_renamed_and_nothing_else() -> None:
    text = '_:a <x:p> _:b . _:g { _:b <x:p> "text" , <x:a> . }'
    assert renamed(text) == [
        "<x:1> <x:p> <x:2>",
        '<x:2> <x:p> "text" <x:3>',
        "<x:2> <x:p> <x:a> <x:3>",
    ]


def test_the_names_that_a_file_gives_do_not_matter() -> None:
    assert renamed("_:a <x:p> _:b .") == renamed("_:zz <x:p> _:a .") == renamed("[] <x:p> [] .")


def test_a_triple_inside_a_triple_is_refused() -> None:
    with pytest.raises(ValueError, match=r"a triple inside a triple at .*; state it as a claim"):
        renamed("<x:a> <x:p> <<( <x:a> <x:b> <x:c> )>> .")


def test_a_name_may_be_a_blank_node_again() -> None:
    node = BlankNode("random")
    found = numbered([Quad(node, NamedNode("x:p"), node)], lambda n: BlankNode(f"b{n}"))
    assert [str(quad) for quad in found] == ["_:b1 <x:p> _:b1"]
