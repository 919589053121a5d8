"""What one crawl leaves for the next, over real HTTP and a real database."""

import subprocess
import sys
from pathlib import Path

from newsmill.sample_server import SampleServer
from storage import open_store
from storage.memory import Memory


def test_what_a_crawl_remembers(tmp_path: Path) -> None:
    """Feeds, requests of the day and how each page was found are kept; with --due nothing is asked for at once again."""
    db = f"sqlite:///{tmp_path}/n.db"
    with SampleServer() as server:
        command = [sys.executable, "-m", "newsmill", "crawl", f"{server.url}/", "--db", db]
        subprocess.run(command, capture_output=True, check=True, timeout=120)
        asked = len(server.requests)
        with open_store(db) as store:
            memory = Memory(store.database)
            kinds = {place.kind for place in memory.places("127.0.0.1")}
            evidence = memory.evidence(f"{server.url}/business/oyster-prices")
            counted = memory.asked("127.0.0.1")
        subprocess.run([*command, "--due"], capture_output=True, check=False, timeout=120)
        again = [path for path, _ in server.requests[asked:]]
    assert kinds == {"feed", "sitemap"}
    assert (evidence["found"]["how"], evidence["found"]["place"]) == ("feed", f"{server.url}/rss.xml")
    assert evidence["found"]["title"]
    assert counted == asked
    assert "/rss.xml" not in again
