"""How fast files become quads: `kg import` by format, and rdflib serialising the same as a peer.

    python -m benchmarks.importing ged.csv=ucdp-ged actors.csv=ucdp-actor … [--times 10]

Each FILE=FORMAT is read three times, each in a process of its own; the median is told, with how much
memory reading took at its peak (Linux). `--times` repeats a
file's rows under new ids, for UCDP GED alone, to show that memory does not grow with the file.
The peer reads the same file with csv and adds the triples of one claim a row to an rdflib graph, as
a script of one's own would; per triple, not per row.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

ONE = """
import re, sys, time
from pathlib import Path
from kg import importing
def peak():  # of this process alone; getrusage gives a child the peak of its parent
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
base = peak()
options = dict(pair.split("=", 1) for pair in sys.argv[4:])
started = time.perf_counter()
report = importing.import_files(sys.argv[1], [sys.argv[2]], Path(sys.argv[3]), options=options)
took = time.perf_counter() - started
print(report.rows, report.quads, took, (peak() - base) / 1024)
"""


def measure(format_: str, path: Path, folder: Path, options: list[str]) -> None:
    command = [sys.executable, "-c", ONE, format_, str(path), str(folder / "out.nq"), *options]
    runs = [
        list(map(float, subprocess.run(command, check=True, capture_output=True).stdout.split()))
        for _ in range(3)
    ]
    rows, quads, took, grown = sorted(runs, key=lambda run: run[2])[1]  # the median by time
    print(
        f"{format_:12} {rows:9,.0f} rows {quads:11,.0f} quads {took:7.2f} s {quads / took:10,.0f} quads/s"
        f" {grown:6.0f} MB more"
    )


def peer(path: Path) -> None:
    """One claim a row, cell by cell, into rdflib, and out as N-Quads."""
    from rdflib import Dataset, Literal, Namespace

    started = time.perf_counter()
    ns = Namespace("https://example.org/")
    graph = Dataset().graph(ns["g"])
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            for name, value in row.items():
                graph.add((ns[f"row/{number}"], ns[name.replace(" ", "-")], Literal(value)))
    graph.serialize(format="nt")
    took = time.perf_counter() - started
    print(
        f"{'rdflib':12} {len(graph):32,} triples {took:5.2f} s {len(graph) / took:10,.0f} triples/s"
    )


def repeated(path: Path, times: int, folder: Path) -> Path:
    """Write the rows of UCDP GED several times, each with ids of its own."""
    target = folder / "repeated.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    rows = [row for row in rows if row[0]]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for n in range(times):
            writer.writerows([f"{n + 1}{row[0].zfill(7)}", *row[1:]] for row in rows)
    return target


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", metavar="FILE=FORMAT[,KEY=VALUE…]")
    parser.add_argument("--times", type=int, default=0)
    given = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file in given.files:
            path, _, rest = file.partition("=")
            format_, *options = rest.split(",")
            measure(format_, Path(path), folder, options)
            if format_ == "ucdp-ged":
                peer(Path(path))
                if given.times:
                    measure(format_, repeated(Path(path), given.times, folder), folder, options)


if __name__ == "__main__":
    main()
