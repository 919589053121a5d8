"""`make faults`: an ingest is killed at many random moments, and a PostgreSQL server stopped under another.

Each fault is followed by a second run, and then every page must be there once, and `Check` must find nothing.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from bench.killing import kill_and_rerun, look, start

KILLS = 50
COUNT = 1000
GONE_SECONDS = 20
SERVER = "postgresql+psycopg://postgres@127.0.0.1:5432/test"


def main() -> None:
    """Do all of it, or the parts named (sqlite, postgresql, server); ends with status 1 where something was lost."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("parts", nargs="*", default=["server", "sqlite", "postgresql"])
    arguments.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    given = arguments.parse_args()
    print(f"seed {given.seed}", flush=True)
    bad = 0
    with tempfile.TemporaryDirectory(prefix="newsmill-faults-") as name:
        folder = Path(name)
        if "server" in given.parts:
            bad += _server_gone(folder)
        if "sqlite" in given.parts:
            bad += _kills(folder, given.seed, KILLS, lambda number: f"sqlite:///{folder / f'{number}.db'}", "SQLite")
        if "postgresql" in given.parts:
            bad += _postgresql(folder, given.seed)
    sys.exit(1 if bad else 0)


def _postgresql(folder: Path, seed: int) -> int:
    with _schemas() as url:
        if url is not None:
            return _kills(folder, seed, KILLS, lambda _: url(), "PostgreSQL")
    print(f"PostgreSQL: skipped, none answers at {SERVER}")
    return 0


def _kills(folder: Path, seed: int, times: int, url: Callable[[int], str], name: str) -> int:
    chance, bad, began = random.Random(seed), 0, time.monotonic()
    for number in range(times):
        archive = folder / f"{name}-{number}"
        verdict = kill_and_rerun(url(number), archive, COUNT, chance)
        bad += bool(verdict.wrong)
        what = "; ".join(verdict.wrong) or "all is there once"
        print(f"{name}, {number + 1} of {times}: killed after page {verdict.killed_after}: {what}", flush=True)
        shutil.rmtree(archive, ignore_errors=True)
        for left in folder.glob(f"{number}.db*"):
            left.unlink()
    seconds = time.monotonic() - began
    print(
        f"{name}: killed {times} times in an ingest of {COUNT} pages, {bad} times something was wrong ({seconds:.0f} s)"
    )
    return bad


@contextmanager
def _schemas() -> Iterator[Callable[[], str] | None]:
    """Yield a maker of new PostgreSQL schemas, dropped in the end; None where no server answers."""
    engine = create_engine(SERVER, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    made: list[str] = []

    def make() -> str:
        made.append(f"faults_{uuid.uuid4().hex}")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE SCHEMA {made[-1]}"))
        return f"{SERVER}?options=-csearch_path%3D{made[-1]}"

    try:
        with engine.connect():
            pass
    except OperationalError:
        yield None
        return
    try:
        yield make
    finally:
        with engine.connect() as connection:
            for schema in made:
                connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        engine.dispose()


def _server_gone(folder: Path) -> int:
    """Stop a server of our own for a while in the middle of an ingest, as an emergency would."""
    tools = sorted(Path("/usr/lib/postgresql").glob("*/bin")) or [Path(shutil.which("initdb") or "").parent]
    if not (tools[-1] / "initdb").exists() or shutil.which("runuser") is None:
        print("a server that goes away: skipped, initdb or runuser is not here")
        return 0
    data, port = folder / "cluster", 54390

    def control(*arguments: str) -> None:
        command = ["runuser", "-u", "postgres", "--", *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

    folder.chmod(0o755)
    data.mkdir()
    shutil.chown(data, "postgres")
    control(str(tools[-1] / "initdb"), "-D", str(data), "-A", "trust", "-U", "postgres")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
    ctl, log = str(tools[-1] / "pg_ctl"), str(data / "log")
    control(ctl, "-D", str(data), "-o", options, "-l", log, "-w", "start")
    url, archive = f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres", folder / "gone"
    try:
        process = start(url, archive, COUNT)
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) >= COUNT // 3:
                break
        control(ctl, "-D", str(data), "-m", "immediate", "-w", "stop")
        time.sleep(GONE_SECONDS)
        control(ctl, "-D", str(data), "-o", options, "-l", log, "-w", "start")
        process.communicate()
        wrong = [f"it ended with {process.returncode}"] if process.returncode else []
        wrong += look(url, archive, COUNT)
    finally:
        control(ctl, "-D", str(data), "-m", "immediate", "-w", "stop")
    print(
        f"PostgreSQL stopped for {GONE_SECONDS} s in an ingest of {COUNT} pages: {'; '.join(wrong) or 'nothing was lost'}"
    )
    return len(wrong)


if __name__ == "__main__":
    main()
