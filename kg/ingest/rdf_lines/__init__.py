"""On which line of its file each statement of RDF stands.

The parser (`pyoxigraph`) reads the statements and gives no positions. The scanners here find the
lines, and nothing else: they are no second parser. Those of Turtle, TriG, N-Triples, N-Quads and
RDF/XML go through the file in the order in which the parser gives its statements; if the two
disagree about a single statement, no line of that file is told, since a wrong one would be worse
than none. That of JSON-LD finds the lines of node objects that have an ``@id``.
"""

from __future__ import annotations

from kg.ingest.rdf_lines.faults import fault_line
from kg.ingest.rdf_lines.finding import lines_of
from kg.ingest.rdf_lines.lines import Lines, Located, Places

__all__ = ["Lines", "Located", "Places", "fault_line", "lines_of"]
