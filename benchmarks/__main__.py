"""`python -m benchmarks`: seed, serve, measure, and say which goals hold. Takes about three minutes."""

import argparse
import asyncio
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import crowd, goals, live, product, reads, report, rooms, visits, writes
from benchmarks.limits import bare_loop, raw_commits
from benchmarks.product import TINY, Sizes
from benchmarks.report import Measures

RESULTS = Path(__file__).with_name("RESULTS.md")
NOTES = "<!-- notes: what follows is written by hand and kept -->"


def main() -> int:
    """Run; exit code 1 when a goal is missed, so that a pipeline can watch."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--tiny", action="store_true", help="a few requests only: shows that everything runs")
    parser.add_argument("--write", action="store_true", help="write the result to benchmarks/RESULTS.md")
    parser.add_argument("--folder", type=Path, help="where to work (default: a temporary folder, removed afterwards)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmarks-", dir=options.folder) as folder:
        run = asyncio.run(measure(Path(folder), TINY if options.tiny else Sizes()))
    tables = [report.table(run), report.visits_table(run.visits.values()), report.crowd_table(run.crowd, run.rooms)]
    text = "\n\n".join([*tables, goals.table(run)]) + "\n"
    print(text)
    if options.write:
        _write(text, run)
    return 0 if all(verdict.holds for verdict in goals.verdicts(run)) else 1


async def measure(folder: Path, sizes: Sizes) -> Measures:
    """Everything, one after the other, in a folder that is on the disk to be measured."""
    _tell("seeding")
    data = folder / "data"
    seeded = product.seed(data, sizes)
    commits = raw_commits(folder, sizes.limit_seconds)
    loop = await bare_loop(sizes.followers, sizes.live_moves)
    _tell("starting, and letting many come back")
    came_back = await crowd.measure(data, seeded, sizes)
    began, busy, used = time.perf_counter(), _busy_seconds(), time.process_time()
    with product.serving(data) as server:
        _tell("reading")
        read = await reads.measure(server, seeded, sizes)
        _tell("writing")
        written = await writes.measure(server, seeded, sizes)
        _tell("following")
        told, followed, missed = await live.measure(server, seeded, sizes)
        ours = server.cpu_seconds() + time.process_time() - used
    others = max(0.0, _busy_seconds() - busy - ours) / (time.perf_counter() - began)
    _tell("visiting")
    with product.serving(data) as server:
        visited = await visits.measure(server, seeded, sizes)
        _tell("looking at walls, and letting a list in")
        looked = await rooms.measure(server, seeded, sizes)
    commits += raw_commits(folder, sizes.limit_seconds)
    loop += await bare_loop(sizes.followers, sizes.live_moves)
    return Measures(read, written, told, followed, missed, commits, loop, came_back, visited, looked, others)


def _busy_seconds() -> float:
    """Processor seconds that everything on this machine has used since it started."""
    fields = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / os.sysconf("SC_CLK_TCK")


def _tell(what: str) -> None:
    print(f"{what} …", file=sys.stderr, flush=True)


def _write(text: str, run: Measures) -> None:
    notes = RESULTS.read_text(encoding="utf-8").partition(NOTES)[2] if RESULTS.exists() else "\n"
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"
    quiet = f"Other programs used {run.others:.2f} cores meanwhile."
    head = f"# Results\n\nMeasured {time.strftime('%Y-%m-%d')} by `python -m benchmarks --write`: {machine}. {quiet}\n"
    RESULTS.write_text(f"{head}\n{text}\n{NOTES}{notes}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
