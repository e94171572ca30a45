"""What the stored queries must find in the shipped dataset, by the article and by UCDP."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg import Release


def column(release: Release, query: str, name: str, **parameters: str) -> list[object]:
    return [row[name] for row in release.query(query, **parameters).to_dicts()]


def test_who_answered_to_whom(release: Release) -> None:
    ties = {
        (row["subordinate"], row["tie"], row["superior"], row["holds"])
        for row in release.query("allegiances", date="2017-07-01").to_dicts()
    }
    assert ("Maute group", "Affiliation", "Islamic State", "possible") in ties
    assert ("Abu Sayyaf", "Affiliation", "Islamic State", "possible") in ties
    # UCDP has a splinter of Abu Sayyaf join the Islamic State, and not Abu Sayyaf.
    assert ("al-Harakat al-Islamiyah", "Joining", "IS", "possible") in ties
    assert not any(sub == "ASG" and sup == "IS" for sub, _, sup, _ in ties)


def test_a_group_has_the_names_of_both_sources(release: Release) -> None:
    names = set(column(release, "names", "name", entity="islamic-state"))
    assert {"ISIS", "Islamic State", "TQJBR", "The Monotheism and Jihad Group"} <= names
    assert "ASG" not in names


def test_lineage_of_the_islamic_states_affiliates(release: Release) -> None:
    rows = release.query("lineage", group="ucdp-actor-6998").to_dicts()
    assert any("ASG" in map(str, row.values()) for row in rows)


def test_who_led_abu_sayyaf(release: Release) -> None:
    rows = release.query("leaders", group="abu-sayyaf").to_dicts()
    assert any("Isnilon Hapilon" in map(str, row.values()) for row in rows)


def test_who_held_marawi(release: Release) -> None:
    rows = release.query("control", place="marawi", date="2017-06-15").to_dicts()
    assert any(row["holder"] == "Islamic State" for row in rows)
    assert release.query("control", place="marawi", date="2017-06-15").to_dicts() != []


def test_both_sides_of_the_battle_of_marawi(release: Release) -> None:
    rows = release.query("participants", event="battle-of-marawi").to_dicts()
    fighters = {str(value) for row in rows for value in row.values()}
    assert {"Islamic State", "Maute group", "Abu Sayyaf"} <= fighters


def test_figures_are_bounds(release: Release) -> None:
    lows = {str(row["low"]): row["high"] for row in release.query("estimates").to_dicts()}
    assert lows["500"] is None
    assert lows["60000"] is None
    assert lows["70"] is None
    assert str(lows["11"]) == "11"


def test_sources_disagree_on_abu_sayyaf(release: Release) -> None:
    rows = release.query("disagreements", party="abu-sayyaf").to_dicts()
    assert any(
        str(row["disagreement"]).startswith("4") and row["lesser"] == "Abu Sayyaf" for row in rows
    )


def test_maute_is_an_affiliate_to_one_and_a_joiner_to_the_other(release: Release) -> None:
    rows = release.query("disagreements", party="maute-group").to_dicts()
    assert any({row["tie"], row["against_tie"]} == {"Affiliation", "Joining"} for row in rows)


def test_what_is_expected_is_no_statement(release: Release) -> None:
    assert not {"stated"} & {str(v) for v in column(release, "expectations", "modality")}


def test_where_the_group_could_find_harbour(release: Release) -> None:
    found = {(row["grounds"], row["place"]) for row in release.query("could-harbour").to_dicts()}
    assert ("1 held by the group itself", "Marawi") in found
    assert ("2 held by an affiliate", "Remote hideouts of Abu Sayyaf") in found
    assert ("5 deemed possible by a source", "Southeast Asia") in found
    places = {place for _, place in found}
    assert {"Libya", "Malaysia", "Indonesia"} <= places
    # They are taken to have fallen; and the article ties nobody on Basilan to the group.
    assert not {"Mosul", "Raqqa", "Basilan"} & places


def test_each_ground_names_its_claim_and_source(release: Release) -> None:
    for row in release.query("could-harbour").to_dicts():
        assert row["claim"]
        assert row["source"]
        assert row["locator"]
        assert row["tie_claim"] or row["grounds"] in {
            "1 held by the group itself",
            "5 deemed possible by a source",
            "6 sympathisers from there might help",
        }
