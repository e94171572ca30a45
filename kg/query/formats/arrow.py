"""Apache Arrow's IPC format, with types, as a file or a stream; needs the extra ``arrow``.

The types are those of Parquet, see `kg.query.formats.typed`. Batches are written one after the
other, as DuckDB gives them; what it holds for that grows with the rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.errors import MissingExtra
from kg.query.formats.typed import typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pyarrow as pa

    from kg.query.formats.base import Out, Row


def write_file(columns: Sequence[str], rows: Iterable[Row], out: Out) -> None:
    """Write an Arrow file, also known as Feather, version 2: its batches can be read in any order.

    >>> import io
    >>> from pyoxigraph import Literal
    >>> out = io.BytesIO()
    >>> write_file(["n"], [(Literal(7),)], out)
    >>> out.getvalue()[:6]
    b'ARROW1'
    """
    pyarrow = _pyarrow()
    _write(pyarrow, pyarrow.ipc.new_file, columns, rows, out)


def write_stream(columns: Sequence[str], rows: Iterable[Row], out: Out) -> None:
    """Write an Arrow stream, to be read from its beginning, as it comes."""
    pyarrow = _pyarrow()
    _write(pyarrow, pyarrow.ipc.new_stream, columns, rows, out)


def table(columns: Sequence[str], rows: Iterable[Row]) -> pa.Table:
    """Return the rows as a table in memory."""
    reader = _pyarrow().RecordBatchReader
    with typed(columns, rows) as (db, select):
        return reader.from_stream(db.sql(select)).read_all()


def _write(
    pyarrow: Any,  # noqa: ANN401  (it has no types)
    new: Callable[..., Any],
    columns: Sequence[str],
    rows: Iterable[Row],
    out: Out,
) -> None:
    with typed(columns, rows) as (db, select):
        batches = pyarrow.RecordBatchReader.from_stream(db.sql(select))
        with new(_Counted(out), batches.schema) as writer:
            for batch in batches:
                # Under what is unbound, DuckDB leaves whatever was in memory. A copy has zeros.
                places = pyarrow.array(range(batch.num_rows), pyarrow.int32())
                writer.write_batch(batch.take(places))


class _Counted:
    """A stream that knows how far it is, which a pipe does not; the file's end refers to it."""

    closed = False

    def __init__(self, out: Out) -> None:
        self._out, self._at = out, 0

    def write(self, data: memoryview | bytes) -> int:
        self._out.write(bytes(data))
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        """Leave it to whoever opened the stream."""


def _pyarrow() -> Any:  # noqa: ANN401  (it has no types)
    try:
        import pyarrow.ipc  # noqa: PLC0415  (optional, and slow to import)
    except ImportError as error:
        raise MissingExtra("pyarrow", "arrow", "Arrow") from error
    return pyarrow
