from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from envs.assets.catalog import Catalog
from envs.verification.workers import Workers


def job(catalog: Catalog, number: int) -> tuple[str, int]:
    return catalog.get(f"block/{number}").id, number * number


def test_processes_give_what_one_process_gives_in_the_same_order():
    catalog = Catalog()
    jobs = list(range(6))
    alone = list(Workers(catalog).in_order(job, jobs))
    with Workers(catalog, 2) as workers:
        assert list(workers.in_order(job, jobs)) == alone
        first = next(workers.in_order(job, jobs))
        assert first == alone[0]
        assert list(workers.in_order(job, jobs)) == alone, "a pool that was left early serves again"


POOL = """
import os, time
from envs.assets.catalog import Catalog
from envs.verification.workers import Workers

def job(catalog, number):
    return os.getpid()

if __name__ == "__main__":
    with Workers(Catalog(), 2) as workers:
        print(*set(workers.in_order(job, range(4))), flush=True)
        time.sleep(60)
"""


def test_workers_end_with_the_process_that_is_killed(tmp_path: Path):
    script = tmp_path / "pool.py"
    script.write_text(POOL)
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
    parent = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True, env=environment)
    assert parent.stdout is not None
    workers = [int(number) for number in parent.stdout.readline().split()]
    assert workers
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    deadline = time.monotonic() + 10
    while any(map(_runs, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_runs, workers))


def _runs(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
