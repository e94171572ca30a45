"""Where tests ask releases: rdflib, and servers on loopback that are ended with their block.

Each server has a folder and a port of its own; some behave badly.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import rdflib

from kg.publish.datasets import DATASETS
from kg.store.rdflib import RdflibStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg import Release

OXIGRAPH = Path(sys.executable).parent / "oxigraph"
VIRTUOSO = shutil.which("virtuoso-t")
_ISQL = shutil.which("isql-vt")
NO_VIRTUOSO = "virtuoso-t or isql-vt is not installed: apt-get install virtuoso-opensource-7-bin"

# All that it writes lies in one folder. Nothing is kept for later, so that it need not be safe:
# no checkpoints while it runs, no log, few buffers.
_INI = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DisableUnixSocket = 1
ServerThreads = 10
ThreadsPerQuery = 1
CheckpointInterval = 0
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
DirsAllowed = {allowed}
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}
MaxClientConnections = 5
[SPARQL]
ResultSetMaxRows = {max_rows}
"""
_LOAD = "DB.DBA.TTLP(file_to_string_output('{file}'), '', 'urn:x-default', 512);"


def data_of(release: Release) -> list[Path]:
    """Return the N-Quads of a release."""
    return [release.folder / "data" / f"{name}.nq" for name in DATASETS]


def by_rdflib(release: Release) -> RdflibStore:
    """Read a release into a plain rdflib dataset in memory."""
    dataset = rdflib.Dataset(default_union=True)
    for file in data_of(release):
        dataset.parse(file, format="nquads")
    return RdflibStore(dataset)


def free_port() -> int:
    """Return a port of loopback that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers, whatever it says, half a minute at the most."""
    until = time.monotonic() + 30
    while process.poll() is None:
        try:
            with urlopen(url, timeout=5):  # noqa: S310  (an address of our own)
                return
        except HTTPError:
            return
        except (URLError, ConnectionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
    raise RuntimeError(f"{process.args!r} ended with {process.returncode}")


@contextmanager
def oxigraph(folder: Path, files: Iterable[Path]) -> Iterator[str]:
    """Serve files of N-Quads by ``oxigraph serve``, the default graph being the union of all."""
    for file in files:
        command = [str(OXIGRAPH), "load", "--location", str(folder), "--file", str(file)]
        subprocess.run(command, check=True, capture_output=True)
    port = free_port()
    where = ["--location", str(folder), "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with _running([str(OXIGRAPH), "serve-read-only", *where]) as server:
        wait(f"http://127.0.0.1:{port}/", server)
        yield f"http://127.0.0.1:{port}/query"


@dataclass(frozen=True, slots=True)
class Virtuoso:
    """A running Virtuoso: its SPARQL endpoint, and the port that its own command speaks to."""

    url: str
    sql_port: int

    def load(self, files: Iterable[Path]) -> None:
        """Load files of N-Quads, from the folder that it may read."""
        lines = [_LOAD.format(file=file) for file in files]
        words = [_ISQL, f"127.0.0.1:{self.sql_port}", "dba", "dba", "VERBOSE=OFF", "ERRORS=STDOUT"]
        # Without a log of what is loaded, of which nothing is to outlive the server.
        command = [*map(str, words), "exec=log_enable(2, 1); " + " ".join(lines)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        if "Error" in done.stdout:
            raise RuntimeError(done.stdout)


@contextmanager
def virtuoso(folder: Path, *, allowed: Path, max_rows: int = 1_000_000) -> Iterator[Virtuoso]:
    """Run Debian's Virtuoso; it may read files of `allowed`, and cuts answers at `max_rows`."""
    sql_port, port = free_port(), free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(
        _INI.format(
            folder=folder, allowed=allowed, sql_port=sql_port, port=port, max_rows=max_rows
        ),
        encoding="utf-8",
    )
    with _running([str(VIRTUOSO), "-f", "+configfile", str(ini)], folder) as server:
        wait(f"http://127.0.0.1:{port}/sparql", server)
        yield Virtuoso(f"http://127.0.0.1:{port}/sparql", sql_port)


@contextmanager
def _running(command: list[str], folder: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends, and wait for its end."""
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def answering(kind: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Run a server whose answers are given by a handler, and give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/query"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
