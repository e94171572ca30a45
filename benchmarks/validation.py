"""Validation by our shapes, in one run: pySHACL, the fast engine, and peers where they are installed.

    python -m benchmarks.validation [--sizes 100000 1000000] [--data quads.nq …]
    python -m benchmarks.validation --sizes 2000 --engines reference fast --limit 270

Each engine runs in a process of its own on the same triples: claims made from a seed, one in 200 at
fault, or a file of quads, such as `kg import` writes. Told are the seconds of reading the file, which
every caller has done before, and of validating, which begins with triples in memory (for a peer: their
N-Triples, its own parsing included). Peers (shacl-rust, pyshifty) are measured, not used; they are run if
the interpreter given by `--peers` has them. Quote ratios of one run; they are to the first engine, which
may be `reference`, where pySHACL asks the questions across rows too. One that has not ended after `--limit`
seconds is told as such.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

AG = "https://w3id.org/allegiance/ontology#"
XSD = "http://www.w3.org/2001/XMLSchema#"
A = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
BASE = "https://example.org/p/"
PEERS = {
    "shacl-rust": """
import shacl_rust
report = shacl_rust.validate(data, shapes, data_format="nt", shapes_format="nt", experimental_index=True)
count = len(report["results"])
""",
    "shifty": """
import shifty
_, graph, _ = shifty.validate(data, shapes)
count = sum(1 for _ in graph.subjects(None, __import__("rdflib").SH.ValidationResult))
""",
}


def claims(size: int, path: Path) -> None:
    """Write about so many triples: claims of allegiance between groups, as N-Triples."""
    draw = random.Random(5)
    groups = max(2, size // 100)
    with path.open("w", encoding="utf-8") as file:
        write = lambda s, p, o: file.write(f"<{BASE}{s}> {p} {o} .\n")  # noqa: E731
        write("source/s", A, f"<{AG}Dataset>")
        write("source/s", "<http://purl.org/dc/terms/title>", '"S"')
        write("source/s", f"<{AG}edtfDate>", '"2017"')
        write("source/s", "<http://purl.org/dc/terms/license>", "<https://example.org/licence>")
        for number in range(groups):
            write(f"entity/{number}", A, f"<{AG}ArmedGroup>")
            write(
                f"entity/{number}",
                "<http://www.w3.org/2000/01/rdf-schema#label>",
                f'"G {number}"@en',
            )
        for number in range((size - 2 * groups) // 14):
            tie, claim, faulty = f"relationship/{number}", f"claim/{number}", draw.random() < 0.005
            write(tie, A, f"<{AG}Allegiance>")
            write(tie, f"<{AG}subordinate>", f"<{BASE}entity/{draw.randrange(groups)}>")
            write(tie, f"<{AG}superior>", f"<{BASE}entity/{draw.randrange(groups)}>")
            write(claim, A, f"<{AG}Claim>")
            write(claim, f"<{AG}about>", f"<{BASE}{tie}>")
            write(claim, f"<{AG}statedIn>", f"<{BASE}source/s>")
            for name, value in (
                ("stance", "Affirms"), ("modality", "Stated"), ("sourceReliability", "ReliabilityB"),
                ("status", "Denies" if faulty else "Accepted"), ("informationCredibility", "Credibility2"),
            ):  # fmt: skip
                write(claim, f"<{AG}{name}>", f"<{AG}{value}>")
            year = draw.randint(2000, 2020)
            for name, plus in (
                ("earliestStart", 0),
                ("latestStart", 0),
                ("latestEnd", draw.choice([-1, 1, 2, 3]) if faulty else 1),
            ):
                write(
                    claim, f"<{AG}{name}>", f'"{year + plus}-01-0{draw.randint(1, 9)}"^^<{XSD}date>'
                )


def one(engine: str, path: Path) -> dict[str, float]:
    """Validate in this process; the seconds of reading and of validating, and how many results."""
    from pyoxigraph import RdfFormat, parse

    from kg.model import schema as schemas
    from kg.validation import shacl, shapes

    schema = schemas.load()
    started = time.perf_counter()
    form = RdfFormat.N_QUADS if path.suffix == ".nq" else RdfFormat.N_TRIPLES
    data = {quad.triple for quad in parse(path=path, format=form)} | set(schema.triples)
    loaded = time.perf_counter()
    found = shacl.validate(data, shapes.load(schema), engine)  # type: ignore[arg-type]
    ended = time.perf_counter()
    return {
        "triples": len(data), "load": loaded - started, "validate": ended - loaded,
        "results": len(found),
    }  # fmt: skip


def peer(name: str, python: str, data: Path, folder: Path) -> dict[str, float]:
    """Validate by a peer, in its interpreter, from the text of the same triples and shapes."""
    from pyoxigraph import RdfFormat, parse, serialize

    from kg.model import schema as schemas
    from kg.validation import shapes

    schema = schemas.load()
    form = RdfFormat.N_QUADS if data.suffix == ".nq" else RdfFormat.N_TRIPLES
    triples = {quad.triple for quad in parse(path=data, format=form)} | set(schema.triples)
    serialize(triples, folder / "all.nt", format=RdfFormat.N_TRIPLES)
    serialize(shapes.load(schema), folder / "shapes.nt", format=RdfFormat.N_TRIPLES)
    code = (
        "import json, sys, time\nfrom pathlib import Path\n"
        "data, shapes = (Path(p).read_text() for p in sys.argv[1:])\n"
        f"started = time.perf_counter()\n{PEERS[name]}\n"
        "print(json.dumps({'validate': time.perf_counter() - started, 'results': count}))"
    )
    command = [python, "-c", code, str(folder / "all.nt"), str(folder / "shapes.nt")]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        print(f"  {name}: {done.stderr.strip().splitlines()[-1]}")
        return {}
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sizes", nargs="*", type=int, default=[100_000, 1_000_000])
    parser.add_argument("--data", nargs="*", type=Path, default=[])
    parser.add_argument("--engines", nargs="*", default=["pyshacl", "fast"])
    parser.add_argument("--limit", type=float, help="seconds after which an engine is ended")
    parser.add_argument("--peers", default=sys.executable, help="an interpreter that has the peers")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(one(given.one[0], Path(given.one[1]))))
        return
    with TemporaryDirectory() as name:
        files = []
        for size in given.sizes:
            files.append(Path(name) / f"{size}.nt")
            claims(size, files[-1])
        for path in (*files, *given.data):
            compare(path, given.engines, given.limit, given.peers, Path(name))


def compare(path: Path, engines: list[str], limit: float | None, python: str, folder: Path) -> None:
    print(f"{path.name}, load average {os.getloadavg()[0]:.1f}")
    base = 0.0
    for engine in engines:
        command = [sys.executable, "-m", "benchmarks.validation", "--one", engine, str(path)]
        try:
            done = subprocess.run(command, check=True, capture_output=True, timeout=limit)
        except subprocess.TimeoutExpired:
            print(f"  {engine:10} not ended after {limit:.0f} s", flush=True)
            base = base or float(limit or 0)
            continue
        told = json.loads(done.stdout)
        base = base or told["validate"]
        print(f"  {engine:10} {told['triples']:9,} triples  load {told['load']:6.2f} s  ", end="")
        show(told, base)
    for engine in PEERS:
        if told := peer(engine, python, path, folder):
            print(f"  {engine:10} {'':36}", end="")
            show(told, base)


def show(told: dict[str, float], base: float) -> None:
    ratio = base / told["validate"]
    print(
        f"validate {told['validate']:7.2f} s  ratio {ratio:6.1f}  {told['results']:,.0f} results",
        flush=True,
    )


if __name__ == "__main__":
    main()
