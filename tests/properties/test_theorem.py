"""For every date, what our closure holds then is what owlrl concludes from what holds then.

The ontologies and facts are random, the constructs all those of OWL 2 RL that facts can show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given

from tests.properties import worlds
from tests.properties.oracle import differences
from tests.properties.worlds import drawn

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from tests.properties.worlds import TimedFact


@drawn
@given(worlds.ontologies(), worlds.timed_facts(), worlds.several_days)
def test_slice_of_closure_is_closure_of_slice(
    ontology: list[Triple], timed: list[TimedFact], days: list[int]
) -> None:
    assert differences(ontology, timed, days, worlds.THINGS) == []
