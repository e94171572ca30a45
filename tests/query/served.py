"""A release behind a real SPARQL server on loopback, and servers that behave badly."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

from kg.publish.datasets import DATASETS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg import Release


@contextmanager
def served(release: Release, folder: Path) -> Iterator[str]:
    """Serve a release by `oxigraph serve`, and give the address of its SPARQL endpoint."""
    program = Path(sys.executable).parent / "oxigraph"
    for name in DATASETS:
        file = release.folder / "data" / f"{name}.nq"
        load = ["load", "--location", str(folder), "--file", str(file)]
        subprocess.run([str(program), *load], check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    where = ["--location", str(folder), "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with subprocess.Popen(
        [str(program), "serve-read-only", *where],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        try:
            _wait(f"http://127.0.0.1:{port}/")
            yield f"http://127.0.0.1:{port}/query"
        finally:
            server.terminate()


def _wait(url: str) -> None:
    """Wait until a server answers, half a minute at the most."""
    until = time.monotonic() + 30
    while True:
        try:
            with urlopen(url, timeout=5):  # noqa: S310  (an address of our own)
                return
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


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
