"""Results lead to the line of the statement; to the row of a table; else to the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.vocabulary import AG, RDFS
from tests.projects import loaded, of_rdf

if TYPE_CHECKING:
    from pathlib import Path

    from kg.ingest.whereabouts import Whereabouts
    from kg.model.values import Origin

LABEL = RDFS.label.value
NODE = NamedNode("x:a")
FIRST = f"<x:a>\n  a <{AG}Battle> ;\n  <{LABEL}> 'one',\n    'two'@en .\n<x:b> <x:p> <x:a> ."
SECOND = f"\n\n\n\n\n\n<x:a>\n<x:p> 'other', <x:o> .\n<x:a> <{LABEL}>\n\n'one' ."


def where(folder: Path, *, has_second: bool = True) -> Whereabouts:
    of_rdf(folder, FIRST)
    if has_second:
        (folder / "more.ttl").write_text(SECOND, encoding="utf-8")
        more = '\n[[source]]\nid = "more"\nformat = "rdf"\npath = "more.ttl"\n'
        with (folder / "kg.toml").open("a", encoding="utf-8") as file:
            file.write(more)
    return loaded(folder).whereabouts([NODE])


def lines(places: tuple[Origin, ...]) -> list[tuple[str, int | None]]:
    assert {place.row for place in places} == {None}
    return [(place.file, place.line) for place in places]


def test_a_node_leads_to_where_it_begins_in_each_file(tmp_path: Path) -> None:
    assert lines(where(tmp_path).places(NODE)) == [("data.ttl", 1), ("more.ttl", 7)]


def test_a_property_leads_to_where_it_stands(tmp_path: Path) -> None:
    found = where(tmp_path).places(NODE, LABEL)
    assert lines(found) == [("data.ttl", 3), ("more.ttl", 9)]


def test_a_value_leads_to_where_it_stands(tmp_path: Path) -> None:
    found = where(tmp_path)
    assert lines(found.places(NODE, LABEL, "two")) == [("data.ttl", 4)]
    assert lines(found.places(NODE, LABEL, "one")) == [("data.ttl", 3), ("more.ttl", 11)]
    assert lines(found.places(NODE, "x:p", "x:o")) == [("more.ttl", 8)]


def test_a_value_that_no_file_states_leads_to_the_property(tmp_path: Path) -> None:
    assert lines(where(tmp_path).places(NODE, "x:p", "none")) == [("more.ttl", 8)]


def test_a_property_that_is_missing_leads_to_the_node(tmp_path: Path) -> None:
    assert lines(where(tmp_path, has_second=False).places(NODE, "x:zzz")) == [("data.ttl", 1)]


def test_a_node_that_was_not_asked_for_leads_nowhere(tmp_path: Path) -> None:
    assert where(tmp_path).places(NamedNode("x:b")) == ()
