"""What does the server spend? Real processes under gunicorn, their processor time read from the kernel's own clocks."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

HOST = "127.0.0.1"
_ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def pids(self) -> list[int]:
        """The server's processes: the first, and those that it started."""
        first = self.process.pid
        return [first, *map(int, Path(f"/proc/{first}/task/{first}/children").read_text().split())]

    def cpu(self) -> float:
        """Seconds of processor time of all processes, every thread, so far."""
        return sum(map(_cpu, self.pids))

    def memory(self, field: str = "VmRSS") -> float:
        """Megabytes of all processes: VmRSS now, VmHWM at most. Shared pages count in each."""
        return sum(_kilobytes(pid, field) for pid in self.pids) / 1024

    def kill(self) -> None:
        """As a power cut would, for these processes only: the whole group, nobody is asked, nothing is finished."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def _cpu(pid: int) -> float:
    # The clock of another process, as clock_getcpuclockid(3) makes it: nanoseconds, not ticks.
    return time.clock_gettime(~pid << 3 | 2)


def _kilobytes(pid: int, field: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:"))


def gunicorn(workers: int, threads: int, port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}", "--log-level", "warning"),
        *("--workers", str(workers), "--threads", str(threads), "--no-control-socket"),
    ]


@contextmanager
def server(folder: Path, *, workers: int = 1, threads: int = 1) -> Iterator[Server]:
    """Serves until the block ends."""
    started = start(folder, gunicorn(workers, threads, port := free_port()), port)
    try:
        yield started
    finally:
        stop(started)


def start(
    folder: Path, command: list[str], port: int, patience: float = 60, environment: Mapping[str, str] | None = None
) -> Server:
    log = folder / "server.log"
    with log.open("ab") as file:
        process = subprocess.Popen(
            command, cwd=_ROOT, env=environment, stdout=file, stderr=file, start_new_session=True
        )
    started = Server(port, process, log)
    _wait(started, patience)
    return started


def stop(server: Server) -> None:
    server.process.terminate()
    try:
        server.process.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()


def free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def _wait(server: Server, patience: float) -> None:
    until = time.monotonic() + patience
    while time.monotonic() < until and server.process.poll() is None:
        connection = HTTPConnection(HOST, server.port, timeout=5)
        try:
            connection.request("GET", "/alive/", headers={"Host": "localhost"})
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise RuntimeError(f"The server did not start:\n{server.log.read_text()[-2000:]}")
