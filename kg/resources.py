"""Where the ontology, the shapes, the queries and the shipped data lie.

The only module that knows: in a checkout they are folders beside the package, in a wheel they
lie in ``kg/_resources``. Both hold the same files; a test compares them.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from kg.errors import MissingResource

FOLDERS = ("ontology", "shapes", "queries", "data")


def folder(name: str) -> Path:
    """Return the folder of that name, one of `FOLDERS`.

    Raises `MissingResource` if the installation does not hold it.

    >>> (folder("ontology") / "allegiance.ttl").is_file()
    True
    """
    checkout = Path(__file__).parent.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    installed = Path(str(files("kg"))) / "_resources" / name
    if installed.is_dir():
        return installed
    raise MissingResource(
        f"the folder {name!r} is neither in {checkout} nor in {installed.parent}; "
        "reinstall allegiance-kg, or run it from a whole checkout"
    )
