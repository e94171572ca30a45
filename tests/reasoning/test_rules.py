"""The rules, each on its grounds and on no others; one small world holds all cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, Triple

from kg.conclusions import Basis
from kg.vocabulary import AG, RDF
from tests.projects import CLAIM, of_sheets

if TYPE_CHECKING:
    from pathlib import Path

    from kg.reasoning.claims.infer import Inference

GROUPS = ("caliphate", "affiliate", "member", "sworn", "rival", "stranger", "ally")
PLACES = (
    "held", "held-by-member", "held-by-sworn", "seat", "camp", "denied", "deemed", "stated",
    "doubted", "refused", "expected", "far",
)  # fmt: skip
EVENTS = ("battle", "siege", "skirmish", "parade")


def claims() -> list[dict[str, str]]:
    """Return the world: who is tied to whom, holds what, and fought where."""
    said = [
        ("Affiliation", "affiliate", "caliphate", {}),
        ("Membership", "member", "caliphate", {}),
        ("Allegiance", "sworn", "affiliate", {}),
        ("Control", "affiliate", "held", {}),
        ("Control", "member", "held-by-member", {}),
        ("Control", "sworn", "held-by-sworn", {}),
        ("Control", "caliphate", "seat", {}),
        ("Control", "stranger", "far", {}),
        ("Control", "affiliate", "denied", {"stance": "denies"}),
        ("Control", "affiliate", "expected", {"modality": "expected"}),
        ("Presence", "affiliate", "camp", {}),
        ("Presence", "caliphate", "camp", {}),
        ("Presence", "crowd", "far", {}),
        ("Affiliation", "crowd", "caliphate", {}),
        ("Harbouring", "deemed", "caliphate", {"modality": "possible"}),
        ("Harbouring", "stated", "caliphate", {}),
        ("Harbouring", "doubted", "caliphate", {"modality": "likely", "status": "contested"}),
        ("Harbouring", "refused", "caliphate", {"modality": "likely", "stance": "denies"}),
        ("Harbouring", "far", "crowd", {"modality": "likely"}),
        ("Participation", "caliphate", "battle", {"side": "insurgent"}),
        ("Participation", "affiliate", "battle", {"side": "insurgent"}),
        ("Participation", "rival", "battle", {"side": "government"}),
        ("Participation", "crowd", "battle", {"side": "government"}),
        ("Participation", "stranger", "battle", {}),
        ("Participation", "ally", "siege", {"side": "government"}),
        ("Participation", "rival", "siege", {"side": "government", "modality": "expected"}),
        ("Participation", "caliphate", "siege", {"side": "insurgent", "status": "contested"}),
        ("Participation", "affiliate", "siege", {"side": "insurgent", "stance": "denies"}),
        ("Participation", "ally", "skirmish", {"side": "insurgent"}),
        ("Participation", "ally", "skirmish", {"side": "government"}),
        ("Inclusion", "skirmish", "siege", {}),
    ]
    return [
        {**CLAIM, "relationship": kind, "subject": subject, "object": obj, **more, "id": f"w{n}"}
        for n, (kind, subject, obj, more) in enumerate(said)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def inference(tmp_path_factory: pytest.TempPathFactory) -> Inference:
    entities = [
        *({"id": name, "type": "ArmedGroup", "name": name} for name in GROUPS),
        *({"id": name, "type": "Settlement", "name": name} for name in PLACES),
        *({"id": name, "type": "Battle", "name": name} for name in EVENTS),
        {"id": "crowd", "type": "CollectiveLabel", "name": "crowd"},
    ]
    folder: Path = tmp_path_factory.mktemp("world")
    return Basis.read(of_sheets(folder, entities=entities, claims=claims())).infer()


def pairs(inference: Inference, predicate: NamedNode) -> set[tuple[str, str]]:
    return {
        (name(triple.subject), name(triple.object))
        for triple in inference.possible.conclusions
        if triple.predicate == predicate
    }


def name(term: object) -> str:
    assert isinstance(term, NamedNode)
    return term.value.rpartition("/")[2]


BY_AFFILIATES = {
    ("held", "caliphate"), ("held-by-member", "caliphate"), ("held-by-sworn", "affiliate"),
    ("old-town", "river-front"),  # the template's own
}  # fmt: skip
BY_THEMSELVES = {
    ("held", "affiliate"), ("held-by-member", "member"), ("held-by-sworn", "sworn"),
    ("seat", "caliphate"), ("far", "stranger"), ("old-town", "northern-brigade"),
}  # fmt: skip


def test_control_is_a_ground_for_the_group_itself_and_for_those_it_is_affiliated_with(
    inference: Inference,
) -> None:
    assert pairs(inference, AG.couldHarbourByControl) == BY_AFFILIATES | BY_THEMSELVES


def test_affiliation_is_not_handed_on(inference: Inference) -> None:
    # What is sworn to an affiliate answers to it, and is no affiliate of the caliphate.
    assert ("held-by-sworn", "caliphate") not in pairs(inference, AG.couldHarbour)


def test_control_that_is_denied_or_expected_is_no_ground(inference: Inference) -> None:
    places = {place for place, _ in pairs(inference, AG.couldHarbour)}
    assert not places & {"denied", "expected"}


def test_presence_is_a_ground_for_those_the_group_is_affiliated_with_alone(
    inference: Inference,
) -> None:
    # Who controls a place is present there. A collective label, of which nothing is inferred, is
    # present in the far place.
    expected = BY_AFFILIATES | {("camp", "caliphate")}
    assert pairs(inference, AG.couldHarbourByPresence) == expected


def test_an_assessment_is_a_ground_unless_stated_denied_or_contested(inference: Inference) -> None:
    assert pairs(inference, AG.couldHarbourByAssessment) == {("deemed", "caliphate")}


def test_each_ground_implies_that_it_could_harbour(inference: Inference) -> None:
    grounds = (
        AG.couldHarbourByControl,
        AG.couldHarbourByPresence,
        AG.couldHarbourByAssessment,
    )
    expected = set().union(*(pairs(inference, ground) for ground in grounds))
    assert pairs(inference, AG.couldHarbour) == expected


def test_those_of_different_sides_in_an_event_fought_against_each_other(
    inference: Inference,
) -> None:
    assert pairs(inference, AG.foughtAgainst) == {
        ("caliphate", "rival"), ("rival", "caliphate"),
        ("affiliate", "rival"), ("rival", "affiliate"),
    }  # fmt: skip


def test_those_of_one_side_in_an_event_fought_alongside_each_other(inference: Inference) -> None:
    assert pairs(inference, AG.foughtAlongside) == {
        ("caliphate", "affiliate"), ("affiliate", "caliphate"),
    }  # fmt: skip


def test_nothing_but_its_classes_is_inferred_of_a_collective_label(inference: Inference) -> None:
    crowd = NamedNode("https://example.org/my-project/entity/crowd")
    about = {t for t in inference.possible.conclusions if crowd in (t.subject, t.object)}
    assert about == {Triple(crowd, RDF.type, kind) for kind in (AG.Party, AG.Entity)}


def test_conclusions_are_neither_stated_nor_about_texts(inference: Inference) -> None:
    conclusions = inference.possible.conclusions.keys()
    assert not conclusions & inference.possible.given.direct
    assert all(isinstance(triple.object, NamedNode) for triple in conclusions)
    assert inference.clashes == ()


def test_nothing_is_certain_that_rests_on_undated_claims(inference: Inference) -> None:
    ties = {t for t in inference.certain.conclusions if t.predicate != RDF.type}
    named = {name(term) for t in ties for term in (t.subject, t.object)}
    assert named == {"northern-brigade", "river-front", "old-town"}  # the template's are dated
