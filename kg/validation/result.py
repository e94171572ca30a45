"""What one validation result says, whichever engine found it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One result of a validation, as SHACL section 3.6 lays down; IRIs and values as text.

    A blank node (a shape or a path without a name, a value) is "", since its name differs from run
    to run.
    """

    severity: str
    focus: str
    path: str
    value: str
    message: str
    component: str
    shape: str

    @property
    def is_violation(self) -> bool:
        """Whether it makes the graph invalid; warnings and infos do not."""
        return self.severity == "Violation"


def default_message(component: str) -> str:
    """Return what a result says whose shape has no sh:message; `component` is an IRI.

    Our own words in every engine: pySHACL's hold the names of blank nodes.

    >>> default_message("http://www.w3.org/ns/shacl#MinCountConstraintComponent")
    'does not satisfy MinCount; see the shape, and correct the node'
    """
    name = component.rpartition("#")[2].removesuffix("ConstraintComponent")
    return f"does not satisfy {name}; see the shape, and correct the node"
