"""For every date, what our closure holds then is what owlrl concludes from what holds then.

The ontologies and facts are random, the constructs all those of OWL 2 RL that facts can show.
``KG_PROPERTY_SEED`` draws others than those that a run always begins with.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, seed, settings

from tests.properties import worlds
from tests.properties.oracle import differences

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import Triple

EXAMPLES = int(os.environ.get("KG_PROPERTY_EXAMPLES", "200"))
SEED = os.environ.get("KG_PROPERTY_SEED")


def drawn(test: Callable[..., None]) -> Callable[..., None]:
    """Run a property on as many examples as are asked for, always the same for one seed."""
    steady = settings(
        max_examples=EXAMPLES, deadline=None, derandomize=SEED is None,
        suppress_health_check=[HealthCheck.too_slow],
    )  # fmt: skip
    test = steady(test)
    return seed(int(SEED))(test) if SEED else test


@drawn
@given(worlds.ontologies(), worlds.timed_facts, worlds.several_days)
def test_slice_of_closure_is_closure_of_slice(
    ontology: list[Triple], timed: list[tuple[Triple, tuple[int, int]]], days: list[int]
) -> None:
    assert differences(ontology, timed, days, worlds.THINGS) == []
