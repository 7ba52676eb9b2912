"""Real servers for load and crashes: each a process group of its own, on a free port."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep

from alembic import command
from alembic.config import Config

from app.db import ROOT, connect
from bench.client import HOST


def free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        port: int = one.getsockname()[1]
        return port


def migrate(url: str) -> None:
    config = Config(ROOT / "alembic.ini")
    database = connect(url)
    config.attributes["database"] = database
    command.upgrade(config, "head")
    database.dispose()


class Server:
    """``uvicorn app.asgi:app``, or another app, over a database that is there already."""

    def __init__(
        self, url: str, folder: Path, *, app: str = "app.asgi:app", workers: int = 1,
        mode: str = "test",
    ) -> None:  # fmt: skip
        self.port = free_port()
        self.log = folder / f"server-{self.port}.log"
        self.environment = os.environ | {
            "SEEDBED_MODE": mode,
            "SEEDBED_DATABASE_URL": url,
            "SEEDBED_DATA_DIR": str(folder),
            "SEEDBED_BASE_URL": f"http://{HOST}:{self.port}",
        }
        self._command = [
            sys.executable, "-m", "uvicorn", app, "--port", str(self.port),
            "--workers", str(workers), "--no-access-log", "--log-level", "warning",
            "--timeout-graceful-shutdown", "5",
        ]  # fmt: skip
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_until_it_answers()

    def _wait_until_it_answers(self, seconds: float = 60.0) -> None:
        until = monotonic() + seconds
        while monotonic() < until:
            assert self.process is not None
            if self.process.poll() is not None:
                break
            with suppress(OSError), closing(HTTPConnection(HOST, self.port, timeout=5)) as asking:
                asking.request("GET", "/readyz")
                if asking.getresponse().status == 200:
                    return
            sleep(0.05)
        self.kill()
        raise RuntimeError(f"the server did not start: {self.log.read_text()[-2000:]}")

    def kill(self) -> None:
        """As when the power goes: no process of it gets to finish anything."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, how)
        self.process.wait(timeout=20)
        self.process = None

    @contextmanager
    def running(self) -> Iterator["Server"]:
        self.start()
        try:
            yield self
        finally:
            self.stop()
