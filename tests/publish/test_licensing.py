"""What may not be published openly is in no open release."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kg
from kg.errors import NotOpen
from kg.vocabulary.licences import is_open, licence
from tests.projects import RDF, of_rdf

if TYPE_CHECKING:
    from pathlib import Path

UN = "https://www.un.org/en/about-us/terms-of-use"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CC-BY-4.0", True), ("CC-BY-SA-4.0", True), ("CC0-1.0", True), ("public-domain", True),
        ("ODbL-1.0", True), ("LGPL-2.1", True), ("CC-BY-NC-4.0", False), ("CC-BY-ND-4.0", False),
        ("https://creativecommons.org/licenses/by-nc-sa/3.0/", False), ("unknown", False),
        (UN, False),
    ],
)  # fmt: skip
def test_which_licences_are_open(text: str, *, expected: bool) -> None:
    assert is_open(licence(text)) == expected


def test_a_graph_that_is_not_open_is_in_no_open_release(tmp_path: Path) -> None:
    folder = of_rdf(tmp_path, RDF)
    toml = folder / "kg.toml"
    given = toml.read_text(encoding="utf-8").replace(
        'format = "rdf"', f'format = "rdf"\nlicence = "{UN}"'
    )
    toml.write_text(given, encoding="utf-8")
    with pytest.raises(NotOpen) as raised:
        kg.build(folder)
    assert raised.value.graphs == (("https://example.org/p/graph/data", UN),)
    assert f"https://example.org/p/graph/data is under {UN}" in str(raised.value)
    assert not (folder / "release").exists()
    # Under the licence of the list itself it can be built.
    toml.write_text(given.replace('licence = "CC-BY-4.0"', f'licence = "{UN}"'), encoding="utf-8")
    assert kg.build(folder).manifest["project"]["licence"] == UN
