"""Rows are written as they come: of many, few are alive at once."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal

from kg.query.formats import ROW_FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.query.formats.base import Cell

STREAMED = ("csv", "tsv", "json", "xml", "markdown", "parquet", "arrow", "arrows")
MANY = 5_000


class Counted(list["Cell"]):
    """A row that can be watched; a tuple cannot."""


class Watch:
    """Yields rows, and counts those that somebody still holds."""

    def __init__(self) -> None:
        self.alive, self.most, self.given = 0, 0, 0

    def rows(self) -> Iterator[Counted]:
        for n in range(MANY):
            row = Counted([Literal(n), Literal("a text"), None])
            self.alive += 1
            self.given += 1
            self.most = max(self.most, self.alive)
            weakref.finalize(row, self._gone)
            yield row

    def _gone(self) -> None:
        self.alive -= 1


class Sink:
    """Takes bytes, keeps none; tells how many rows were asked for, at most, between two writes."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.most, self.before = 0, 0

    def write(self, _data: bytes, /) -> None:
        self.most = max(self.most, self.watch.given - self.before)
        self.before = self.watch.given


@pytest.mark.parametrize("name", STREAMED)
def test_few_rows_are_alive_at_once(name: str) -> None:
    watch = Watch()
    sink = Sink(watch)
    ROW_FORMATS[name].write(["n", "text", "gone"], watch.rows(), sink)
    assert watch.given == MANY
    assert watch.most <= 3
    if not ROW_FORMATS[name].is_binary:  # the types of the others are known at the end
        assert sink.most == 1
        assert sink.before == MANY


def test_geojson_holds_them_and_the_others_do_not() -> None:
    assert set(ROW_FORMATS) - set(STREAMED) == {"geojson"}
    watch = Watch()
    ROW_FORMATS["geojson"].write(["n", "text", "wkt"], watch.rows(), Sink(watch))
    assert watch.most == MANY
