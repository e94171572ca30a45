"""Names: one alphabet, whatever the spelling; what tells two names apart, and what does not."""

from __future__ import annotations

import pytest

from kg.matching.names import alike, forms, plain, skeleton
from kg.matching.weights import Weights


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ejército de Liberación Nacional", ["ejercito", "de", "liberacion", "nacional"]),
        ("Имарат Кавказ", ["imarat", "kavkaz"]),
        ("\uff21\uff42\uff55 Sayyaf", ["abu", "sayyaf"]),  # letters of full width
        ("Jama’at  Al-Tawhid", ["jamaat", "al", "tawhid"]),  # noqa: RUF001  (as UCDP writes it)
        ("U.W.S.A.", ["uwsa"]),
    ],
)
def test_a_text_is_read_in_one_alphabet(text: str, words: list[str]) -> None:
    assert plain(text) == words


def test_articles_and_legal_forms_do_not_count() -> None:
    assert forms("The Front of the al-Sham Trading Co., Ltd.")[0].words == (
        "front", "sham", "trading",
    )  # fmt: skip


def test_a_name_of_nothing_but_articles_is_kept() -> None:
    assert forms("Al-La")[0].words == ("al", "la")
    assert forms("…") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ranao Network (RNW)", [("ranao", "network"), ("rnw",)]),
        ("HARAKAT UL-DELTA / HUD", [("harakat", "delta"), ("hud",)]),
        # What stands in brackets and abbreviates nothing tells a branch from the others.
        ("AL-DELTA FOUNDATION (SOMALIA)", [("delta", "foundation", "somalia")]),
        ("Lord's Resistance Movement/Army", [("lords", "resistance", "movement", "army")]),
    ],
)
def test_an_abbreviation_is_a_name_of_its_own(text: str, names: list[tuple[str, ...]]) -> None:
    assert [form.words for form in forms(text)] == names


def test_initials_are_taken_with_and_without_the_small_words() -> None:
    (form,) = forms("Forces démocratiques de libération du Rwanda")
    assert form.initials == {"fdlr", "fddldr"}


@pytest.mark.parametrize(
    ("one", "other"),
    [("tayyiba", "toiba"), ("qaeda", "qaida"), ("mujahideen", "mujahidin"), ("shabaab", "chabab"),
     ("jamaat", "dzhamaat"), ("hizballah", "hezbollah"), ("daawa", "dawa")],
)  # fmt: skip
def test_spellings_of_one_word_are_alike(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)
    assert alike(one, other) == alike(other, one) > 0.8


@pytest.mark.parametrize(
    ("one", "other"),
    [("national", "islamic"), ("33rd", "77th"), ("23", "24"), ("iraq", "iran"),
     ("kenya", "tanzania"), ("north", "south")],
)  # fmt: skip
def test_other_words_are_not(one: str, other: str) -> None:
    assert alike(one, other) == 0


def degree(one: str, other: str) -> float:
    (a,), (b,) = forms(one), forms(other)
    return (
        Weights([[a], [b], forms("Islamic Front"), forms("Liberation Army")]).likeness(a, b).degree
    )


def test_a_faction_is_less_like_its_whole_than_a_spelling_is() -> None:
    assert degree("Abu Sayyaf", "Abu Sayaf Group") > 0.85
    assert degree("Abu Sayyaf", "Radullan faction of Abu Sayyaf") < 0.6
    assert degree("Taliban", "Taliban - Rasool faction") < 0.6


def test_words_that_each_lacks_make_two_names() -> None:
    assert degree("Moro National Liberation Front", "Moro Islamic Liberation Front") < 0.6
    assert degree("Front for National Salvation", "National Salvation Front") == 1


def test_where_the_words_are_parted_does_not_matter() -> None:
    assert degree("Ansarallah", "Ansar Allah") > 0.9
