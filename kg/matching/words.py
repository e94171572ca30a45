"""Words that tell little of a name, or much: the languages are those that the lists are in."""

from __future__ import annotations


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


# Articles and small words tell nothing apart.
PARTICLES = _words(
    "a ad al an ar as ash at az el ul ur us i e y o u the of for in and to on by fi wa wal bi lil",
    "li min de la le les des du da do di del los las et pour en dans von der den die ve van ou",
)
# Words that many groups share; a name without them is still that group's name.
GENERIC = _words(
    "group groups groupe grupo gruppe movement mouvement movimiento harakat haraka harakah",
    "organization organisation organizacion organizasyon tanzim party faction forces force militia",
    "network branch office offices",
)
LEGAL = _words(
    "ltd limited co company inc llc sa sarl srl gmbh corp corporation plc bv nv sal fze pjsc jsc",
    "ooo oao zao pvt pte cv",
)
# A word of these on one side alone tells a part or a splinter from the whole.
PARTING = _words(
    "faction wing dissidents dissident splinter breakaway province wilayat wilayah north south",
    "east west real provisional continuity official new command renove reformed united youth",
    "women brigade battalion unit front",
)
