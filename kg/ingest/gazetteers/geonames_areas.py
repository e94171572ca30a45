"""The countries and divisions that GeoNames' places lie in, known by name or by code alone."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.errors import Problem
from kg.vocabulary.minting import slug

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.ingest.gazetteers.geonames_rows import Place

_NO_DIVISION = ("", "00")  # GeoNames writes 00 where it has put a place in no division yet
_COUNTRY_CODE = re.compile("[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Key:
    """A country, or a division of it, by GeoNames' own codes: PH, PH.14, PH.14.LAS.

    >>> Key(("PH", "14")).local_id, str(Key(("PH", "14"))), str(Key(("PH", "14")).whole)
    ('geonames-admin1-ph-14', 'PH.14', 'PH')
    """

    codes: tuple[str, ...]

    def __str__(self) -> str:
        return ".".join(self.codes)

    @property
    def local_id(self) -> str:
        """Return the id of its entity, which follows from the codes."""
        kind = f"admin{len(self.codes) - 1}" if len(self.codes) > 1 else "country"
        return f"geonames-{kind}-{slug('-'.join(self.codes))}"

    @property
    def whole(self) -> Key | None:
        """Return what it lies in; None for a country."""
        return Key(self.codes[:-1]) if len(self.codes) > 1 else None


@dataclass(slots=True)
class Areas:
    """Which areas have been added, and which were only referred to, with the first row that did."""

    added: set[Key] = field(default_factory=set)
    referred: dict[Key, int | None] = field(default_factory=dict)

    def refer(self, key: Key, row: int | None) -> None:
        """Remember that a row refers to an area, and so to all around it."""
        whole: Key | None = key
        while whole and whole not in self.referred:
            self.referred[whole] = row
            whole = whole.whole

    def unknown(self) -> list[tuple[Key, int | None]]:
        """Return the areas that were referred to and never added."""
        return [(key, row) for key, row in self.referred.items() if key not in self.added]


def key_of(place: Place, *, deepest: int = 2) -> Key | None:
    """Return the closest area that a row is put in; None where it has no country code.

    `deepest` is 0 for the country alone, 1 for its divisions, 2 for theirs.
    """
    country = place["country code"]
    if not country:
        return None
    if not _COUNTRY_CODE.fullmatch(country):
        remedy = "write two capitals, such as PH"
        place.fault("country code", "is no ISO 3166-1 code", remedy)
        return None
    codes = [country]
    for column in ("admin1 code", "admin2 code")[:deepest]:
        if place[column] in _NO_DIVISION:
            break
        codes.append(place[column])
    return Key(tuple(codes))


def countries(path: Path | None, name: str, problems: list[Problem]) -> Mapping[str, Any]:
    """Return the list of countries by code; what is wrong with it goes to the problems."""
    if path is None:
        return {}
    try:
        found = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        problems.append(Problem(name, None, None, None, f"cannot be read ({error.strerror})",
                                "give the list of countries, or leave the option out"))  # fmt: skip
        return {}
    except ValueError as error:
        problems.append(Problem(name, None, None, None, f"is no JSON in UTF-8 ({error})",
                                "get the list of countries anew"))  # fmt: skip
        return {}
    if not isinstance(found, dict):
        problems.append(Problem(name, None, None, None, "is no list of countries by code",
                                'give {"PH": {"name": …, "geonameid": …}}'))  # fmt: skip
        return {}
    sound = {}
    for number, (code, country) in enumerate(found.items(), 1):
        if not _COUNTRY_CODE.fullmatch(code) or not (
            isinstance(country, dict) and country.get("name") and country.get("geonameid")
        ):
            problems.append(Problem(name, number, None, code, "is no country with its name and "
                                    "geonameid", "complete or remove the entry"))  # fmt: skip
        else:
            sound[code] = country
    return sound
