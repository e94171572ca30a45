"""Names of places made comparable: marks, case and words such as "town" put aside."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Words that say what a place is. They are dropped where a name begins or ends with them, and they
# tell a municipality, or a part of one, from the province or the region of the same name.
LOCAL = frozenset({
    "barangay", "barrio", "city", "district", "municipality", "subdistrict", "sitio", "town",
    "township", "village",
})  # fmt: skip
WIDE = frozenset({
    "department", "governorate", "muhafazah", "popularate", "prefecture", "province", "state",
})  # fmt: skip
_WORDS = LOCAL | WIDE | {"area", "county", "country", "region"}
_LEADING = re.compile(rf"^(?:islamic )?(?:{'|'.join(sorted(_WORDS))}) of (?=\w)")
# Abbreviations on the maps of the countries that the tests are held to.
_ABBREVIATED = {
    "sta": "santa", "sto": "santo", "gen": "general", "pres": "president", "mt": "mount",
}  # fmt: skip
_LEAST = 3  # letters of a key: what is shorter stands for too much


def words(text: str) -> list[str]:
    """Return the words of a name in plain letters.

    >>> words("Al Ismā'īlīyah"), words("Sto. Niño")
    (['al', 'ismailiyah'], ['santo', 'nino'])
    """
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    # Marks on letters, and signs for sounds that transliterations write and leave out at will.
    plain = "".join(
        c
        for c in decomposed
        if not unicodedata.combining(c) and c not in "'`´ʻʼʾʿ‘’ʹ"  # noqa: RUF001
    )
    return [_ABBREVIATED.get(word, word) for word in re.findall(r"\w+", plain)]


def level(text: str) -> str:
    """Return ``local``, ``wide`` or ``region``, as the words of a name say; blank for none.

    >>> level("Cotabato City municipality"), level("Cotabato province"), level("Cotabato")
    ('local', 'wide', '')
    """
    found = set(words(text))
    kinds = (("local", LOCAL), ("wide", WIDE), ("region", {"region"}))
    return next((kind for kind, said in kinds if found & said), "")


@lru_cache(maxsize=65536)
def keys(name: str, *, inner: bool = False) -> tuple[str, ...]:
    """Return what a name is compared by; empty where nothing of it is left.

    The first is its letters, the second its words in order of the alphabet, for names that are
    written either way round. `inner` adds those of what stands in brackets.

    >>> keys("Lanao del Sur province")
    ('lanaodelsur', 'del lanao sur')
    >>> keys("Occidental Mindoro")[1] == keys("Mindoro Occidental")[1]
    True
    >>> keys("Islamic City of Marawi"), keys("Quezon City town"), keys("City")
    (('marawi',), ('quezon',), ('city',))
    >>> keys("Homs (Hims)", inner=True)
    ('homs', 'hims')
    """
    outside = re.sub(r"\([^)]*\)?", " ", name)
    texts = [outside, *re.findall(r"\(([^)]+)\)", name)] if inner else [outside]
    found: dict[str, None] = {}
    for text in texts:
        left = words(_LEADING.sub("", " ".join(words(text))))
        while len(left) > 1 and left[-1] in _WORDS:
            left.pop()
        if len("".join(left)) >= _LEAST:
            found["".join(left)] = None
        if len(left) > 1:
            found[" ".join(sorted(left))] = None
    return tuple(found)
