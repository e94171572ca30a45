"""What OWL 2 RL costs on graphs of growing size, here and with other engines, side by side.

Each engine is a process of its own on the same files. Runs are interleaved, figures are medians:
quote ratios, and measure again. Run with ``make bench``; engines that are not installed (``pip install
-e '.[bench]'``) are left out.

What is counted is the closure: facts about individuals, given and concluded, each once. Ours writes
its conclusions, which the others keep in memory; "load + reason" leaves that out.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from benchmarks.engines import ENGINES, MODULES, RDF, Figures
from benchmarks.generate import EX, ONTOLOGY, facts, n_triples
from benchmarks.statements import profile
from kg.reasoning.facts import BASE

if TYPE_CHECKING:
    from collections.abc import Iterator

XSD = "http://www.w3.org/2001/XMLSchema#"
AG = "https://w3id.org/allegiance/ontology#"
# Beyond that owlrl takes minutes.
LARGEST = {"owlrl": 10_000}


def timed_n_triples(count: int) -> Iterator[str]:
    """Yield the generator's facts, those with days as nodes ag:TimedFact."""
    for number, ((s, p, o), days) in enumerate(facts(count)):
        predicate = f"{RDF}type" if p == "a" else EX + p
        if days is None:
            yield f"<{EX}{s}> <{predicate}> <{EX}{o}> .\n"
            continue
        node = f"<{EX}f{number}>"
        first, last = (f'"{date.fromordinal(day)}"^^<{XSD}date>' for day in days)
        yield f"{node} <{RDF}type> <{AG}TimedFact> .\n{node} <{RDF}subject> <{EX}{s}> .\n"
        yield f"{node} <{RDF}predicate> <{predicate}> .\n{node} <{RDF}object> <{EX}{o}> .\n"
        yield f"{node} <{AG}holdsFrom> {first} .\n{node} <{AG}holdsUntil> {last} .\n"


def run(engine: str, folder: Path, size: int, seconds: float, gigabytes: float) -> Figures:
    """Run an engine in a process of its own, until it ends or passes a limit."""
    data = folder / f"{size}{'.timed' if engine == 'timed' else ''}.nt"
    out = folder / f"{size}.{engine}.out"
    command = [sys.executable, "-m", "benchmarks.reasoning", "--one", engine, str(data),
               str(folder / "ontology.ttl"), str(out)]  # fmt: skip
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, env=environment)
        reason = _watch(process.pid, start + seconds, gigabytes)
        assert process.stdout
        text = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        spent, peak = time.perf_counter() - start, usage.ru_maxrss / 1024
        if process.returncode:
            errors.seek(0)
            last = errors.read().decode(errors="replace").strip().splitlines()[-1:]
            said = " ".join(last)[:90] or f"signal {-process.returncode}"
            return {"failed": reason or said, "whole": spent, "peak": peak}
    figures: Figures = json.loads(text)
    return {**figures, "whole": spent - figures.get("counting", 0), "peak": peak}


def _watch(pid: int, deadline: float, gigabytes: float) -> str:
    """Wait for a process to end; kill it, and say why, if it passes a limit."""
    pages = Path(f"/proc/{pid}/statm")
    while os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None:
        resident = int(pages.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e9
        over = time.perf_counter() > deadline
        if over or resident > gigabytes:
            os.kill(pid, signal.SIGKILL)
            return "out of time" if over else f"out of memory at {resident:.1f} GB"
        time.sleep(0.02)
    return ""


def sizes_of(folder: Path, size: int) -> tuple[int, int, int | None]:
    """Return the size of our closure, that of the conclusions, and how many of them never held."""
    db = duckdb.connect()

    def lines(name: str) -> str:
        return f"""(SELECT line FROM read_csv('{folder / name}', columns = {{'line': 'VARCHAR'}},
            delim = '\x01', quote = '', escape = '', header = false, auto_detect = false))"""

    given = f"SELECT DISTINCT line FROM {lines(f'{size}.nt')}"
    drawn = f"SELECT line FROM {lines(f'{size}.timeless.out')}"
    plain = f"{lines(f'{size}.timed.out')} WHERE NOT starts_with(line, '<{BASE}fact/')"

    def count(text: str) -> int:
        row = db.execute(f"SELECT count(*) FROM ({text})").fetchone()
        return int(row[0]) if row else 0

    never = None
    if (folder / f"{size}.timed.out").exists():
        never = count(f"{drawn} EXCEPT (SELECT line FROM {plain})")
    return count(given) + count(drawn), count(drawn), never


def report(size: int, found: dict[str, list[Figures]], folder: Path) -> float | None:
    """Print a table of one size; return our seconds for each fact of the closure."""
    print(f"\n{size:,} facts\n{'engine':<12}{'load':>8}{'reason':>8}{'write':>8}{'whole':>8}"
          f"{'peak MB':>9}{'closure':>12}  agrees   load + reason, whole: theirs / ours")  # fmt: skip
    good = {name: [r for r in runs if "failed" not in r] for name, runs in found.items()}
    middle = {
        name: {k: statistics.median(r[k] for r in runs) for k in runs[0]}
        for name, runs in good.items()
        if runs
    }
    base = middle.get("timeless")
    closure, drawn, never = sizes_of(folder, size) if base else (0, 0, None)
    for name, runs in found.items():
        if name not in middle:
            failed = runs[0]
            print(
                f"{name:<12}{failed['failed']} ({failed['whole']:.1f} s, {failed['peak']:.0f} MB)"
            )
            continue
        row = middle[name]
        cells = "".join(
            f"{row[k]:8.2f}" if k in row else f"{'-':>8}"
            for k in ("load", "reason", "write", "whole")
        )
        size_ = closure if name == "timeless" else row.get("closure")
        agrees = "" if size_ is None or name == "timeless" else "yes" if size_ == closure else "no"
        both = row["load"] + row["reason"]
        ratio = (
            f"{both / (base['load'] + base['reason']):.2f}, {row['whole'] / base['whole']:.2f}"
            if base
            else ""
        )
        shown = "" if size_ is None else f"{int(size_):,}"
        print(f"{name:<12}{cells}{row['peak']:9.0f}{shown:>12}  {agrees:<8} {ratio}")
    if base and "timed" in middle:
        timed = middle["timed"]
        steps = (["reason"], ["load", "reason"], ["write"], ["whole"])
        ratios = (sum(timed[k] for k in s) / sum(base[k] for k in s) for s in steps)
        names = ", ".join(f"{' + '.join(s)} {r:.2f}" for s, r in zip(steps, ratios, strict=True))
        print(f"timed / timeless: {names}")
    if never is not None:
        print(f"of {drawn:,} timeless conclusions, {never:,} never held at any date")
    return (base["load"] + base["reason"]) / closure if base else None


def main() -> None:
    """Run the engines on each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000, 5_000_000]
    )
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=300, help="of one run at most")
    parser.add_argument("--gigabytes", type=float, default=8, help="of one run at most")
    parser.add_argument("--profile", action="store_true", help="of our own statements instead")
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        engine, data, ontology, out = options.one
        print(json.dumps(ENGINES[engine](Path(data), Path(ontology), Path(out))))
        return
    costs = {}
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as name:
            costs[size] = measure(Path(name), size, options)
    known = [(size, cost) for size, cost in costs.items() if cost]
    for (one, less), (two, more) in itertools.pairwise(known):
        print(f"cost of a fact of the closure, {two:,} / {one:,}: {more / less:.2f}")


def measure(folder: Path, size: int, options: argparse.Namespace) -> float | None:
    """Write the files of one size, run the engines on them in turn, and report."""
    (folder / "ontology.ttl").write_text(ONTOLOGY, encoding="utf-8")
    with (folder / f"{size}.nt").open("w") as file:
        file.writelines(n_triples(size))
    if "timed" in options.engines:
        with (folder / f"{size}.timed.nt").open("w") as file:
            file.writelines(timed_n_triples(size))
    if options.profile:
        for engine in ("timeless", "timed"):
            if engine in options.engines and size <= LARGEST.get(engine, size):
                profile(folder, size, engine)
        return None
    found: dict[str, list[Figures]] = defaultdict(list)
    for _ in range(options.runs):
        for engine in options.engines:
            module = MODULES.get(engine)
            missing = module is not None and importlib.util.find_spec(module) is None
            failed = any("failed" in one for one in found[engine])
            if not missing and not failed and size <= LARGEST.get(engine, size):
                found[engine].append(run(engine, folder, size, options.seconds, options.gigabytes))
    return report(size, {name: runs for name, runs in found.items() if runs}, folder)


if __name__ == "__main__":
    main()
