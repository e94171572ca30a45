"""Apache Parquet, with types, written by DuckDB; see `kg.query.formats.typed` for which types.

Rows pass through a file beside, and not through Python lists; DuckDB still takes some 100 MB for
a million of them.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.query.formats.base import Out, Row


def write(columns: Sequence[str], rows: Iterable[Row], out: Out) -> None:
    """Write one file of Parquet; its end says where its parts lie, so it is made beside first.

    >>> import io
    >>> from pyoxigraph import Literal
    >>> out = io.BytesIO()
    >>> write(["n"], [(Literal(7),)], out)
    >>> out.getvalue()[:4], out.getvalue()[-4:]
    (b'PAR1', b'PAR1')
    """
    from kg.query.formats.typed import typed  # noqa: PLC0415  (DuckDB is slow to import)

    with tempfile.TemporaryDirectory(prefix="kg-parquet-") as folder:
        path = Path(folder) / "rows.parquet"
        with typed(columns, rows) as (db, select):
            db.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
        with path.open("rb") as made:
            shutil.copyfileobj(made, out)
