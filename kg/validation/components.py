"""The constraint components of SHACL Core, each over all focus nodes at once (SHACL section 4).

A check is given the focus nodes of a shape with their value nodes, and yields what it finds: the
focus node, the value (None where the standard lays down none), and what else differs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.validation import of_nodes, of_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.validation.check import Check, Hit

COMPONENTS: dict[str, Callable[[Check], Iterator[Hit]]] = {
    "minCount": of_nodes.min_count,
    "maxCount": of_nodes.max_count,
    "class": of_values.class_,
    "datatype": of_values.datatype_,
    "nodeKind": of_values.node_kind,
    "minExclusive": of_values.bounds,
    "minInclusive": of_values.bounds,
    "maxExclusive": of_values.bounds,
    "maxInclusive": of_values.bounds,
    "minLength": of_values.lengths,
    "maxLength": of_values.lengths,
    "pattern": of_values.pattern,
    "languageIn": of_values.language_in,
    "uniqueLang": of_nodes.unique_lang,
    "in": of_values.in_,
    "hasValue": of_nodes.has_value,
    "equals": of_nodes.equals,
    "disjoint": of_nodes.disjoint,
    "lessThan": of_nodes.less_than,
    "lessThanOrEquals": of_nodes.less_than,
    "not": of_values.logic,
    "and": of_values.logic,
    "or": of_values.logic,
    "xone": of_values.logic,
    "node": of_values.node,
    "qualifiedValueShape": of_nodes.qualified,
    "closed": of_nodes.closed,
}
"""The check of each parameter; two that share one are run by it once."""
