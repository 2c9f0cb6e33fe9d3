"""The benchmarks run in a small size, so that they still do when somebody needs them."""

import pytest

from benchmarks import goals, report
from benchmarks.__main__ import measure
from benchmarks.crowd import Crowd
from benchmarks.measured import Line, percentile
from benchmarks.product import TINY
from benchmarks.report import Measures
from benchmarks.rooms import Rooms
from benchmarks.visits import Visits
from tests import event_loop

# They start a server of their own on a SQLite file, whatever database the tests run on.
pytestmark = pytest.mark.only_sqlite


def test_the_benchmarks_run(tmp_path):
    run = event_loop.run(measure(tmp_path, TINY))
    assert run.missed == 0
    assert len(run.told.seconds) == TINY.followers * TINY.live_moves
    lines = [*run.reads.values(), *run.writes.values(), *run.rooms.lines.values()]
    assert all(line.seconds and line.cpu and line.bytes for line in lines)
    assert run.commits and run.bare_loop
    assert len(goals.verdicts(run)) == 29
    for line in lines:
        assert f"| {line.name} |" in report.table(run)
    assert_visited(run.visits)
    assert_came_back(run.crowd)
    assert run.rooms.import_seconds > 0 and run.rooms.waits
    assert f"| {TINY.clients} boards come back" in report.crowd_table(run.crowd, run.rooms)


def assert_visited(visits: dict[str, Visits]) -> None:
    boards = [f"{slow}{size} {kind}" for slow in ("", "slow ") for size in ("small", "large") for kind in KINDS]
    assert list(visits) == boards
    for visit in visits.values():
        assert len(visit.painted) == len(visit.quiet) == 1 and min(visit.painted) > 0
        assert visit.bytes > visit.script_bytes > 1000
        assert f"| {visit.name} | {visit.requests} |" in report.visits_table(visits.values())
    # A page and its copy are the same page: but for the live stream they differ by some heads.
    for board in ("small", "large", "slow small", "slow large"):
        assert visits[f"{board} copy"].bytes == pytest.approx(visits[f"{board} product"].bytes, rel=0.02)


def assert_came_back(crowd: Crowd) -> None:
    assert crowd.not_current == 0 and crowd.clients == TINY.clients
    assert crowd.first_boards[0] > crowd.first_answers[0] > 0
    assert crowd.back_seconds > 0 and crowd.back_cpu > 0 and min(crowd.bare_seconds) > 0
    assert crowd.idle_bytes[0] > 20e6


KINDS = ("product", "copy")


def line(cpu_ms: float, *, seconds: float = 0.001, size: int = 300, per_second: float = 1000) -> Line:
    return Line("x", [seconds] * 10, [cpu_ms / 1000] * 3, size, per_second)


def visit(
    quiet: float, *, painted: float = 250, requests: int = 8, size: int = 80_000, scripts: int = 20_000
) -> Visits:
    return Visits("x", [painted], [quiet], requests, size, scripts)


def run_with(**changes) -> Measures:
    """A run in which every goal holds, but for what is changed."""
    reads = {"empty": line(0.5), "large changed": line(9)}
    for size in ("small", "large"):
        reads |= {f"{size} full": line(1), f"{size} unchanged": line(0.8)}
    reads |= {"empty many": line(0.5, per_second=2000), "small many": line(1, per_second=1400)}
    writes = {"empty": line(0.5), "raise": line(3), "move": line(3), "raise many": line(3), "move many": line(3)}
    visits = {
        f"{slow}{size} {kind}": visit(1000 if slow else 300)
        for slow in ("", "slow ")
        for size in ("small", "large")
        for kind in KINDS
    }
    crowd = Crowd([0.9], [1.0], [80e6], 500, 10_000, 0.8, 0.5, 0, [0.1])
    for name, changed in changes.items():
        kind, _, what = name.partition("__")
        if kind == "crowd":
            setattr(crowd, what, changed)
        else:
            {"reads": reads, "writes": writes, "visits": visits}[kind][what.replace("_", " ")] = changed
    return Measures(reads, writes, line(0), line(3), 0, [0.001], [0.001] * 10, crowd, visits, Rooms(), 0.0)


def test_every_goal_holds_in_a_good_run():
    assert [verdict.goal for verdict in goals.verdicts(run_with()) if not verdict.holds] == []


@pytest.mark.parametrize(
    ("changes", "missed"),
    [
        ({"reads__small_full": line(1.8)}, ["1 small board in full: CPU"]),
        ({"reads__large_full": line(1.76), "reads__small_full": line(1.5)}, ["1 large board in full: CPU"]),
        ({"reads__small_many": line(1, per_second=1200)}, ["2 many readers"]),
        ({"reads__small_many": line(1, seconds=0.04, per_second=1400)}, ["2 many readers: p99"]),
        ({"reads__large_full": line(1.4)}, ["3 large board beside small"]),
        ({"reads__large_changed": line(11)}, ["3 first view after a change"]),
        ({"reads__large_unchanged": line(0.8, size=501)}, ["4 unchanged: size"]),
        ({"reads__small_unchanged": line(1.1)}, ["4 unchanged: CPU"]),
        ({"visits__small_product": visit(300, size=86_000)}, ["5 first visit: size"]),
        ({"visits__small_product": visit(300, scripts=41_000)}, ["5 first visit: scripts"]),
        ({"visits__small_product": visit(300, requests=9)}, ["5 first visit: requests"]),
        ({"visits__small_product": visit(300, painted=380)}, ["6 small board: painted"]),
        ({"visits__large_product": visit(300, painted=380)}, ["6 large board: painted"]),
        ({"visits__small_product": visit(500)}, ["6 small board: quiet"]),
        ({"visits__slow_small_product": visit(1700)}, ["7 small board, slow: quiet"]),
        ({"visits__slow_large_product": visit(2000)}, ["7 large board, slow: quiet"]),
        ({"writes__raise": line(4)}, ["8 raise: CPU"]),
        ({"writes__raise": line(3, seconds=0.01)}, ["8 raise: p99"]),
        ({"writes__raise_many": line(3, per_second=300)}, ["8 raise: many"]),
        ({"writes__move": line(4.1)}, ["9 move: CPU"]),
        ({"writes__move": line(3, seconds=0.004)}, ["9 move: p50"]),
        ({"writes__move": line(3, size=301)}, ["9 move: answer"]),
        ({"crowd__back_seconds": 1.9}, ["11 many come back"]),
        ({"crowd__not_current": 1}, ["11 many come back: not current"]),
        ({"crowd__bytes_a_client": 14_000}, ["12 memory of an open board"]),
        ({"crowd__idle_bytes": [118e6]}, ["12 memory when idle"]),
        ({"crowd__first_answers": [1.2]}, ["12 start"]),
    ],
)
def test_a_goal_that_is_missed_is_said_to_be(changes, missed):
    run = run_with(**changes)
    assert [verdict.goal for verdict in goals.verdicts(run) if not verdict.holds] == missed
    assert "**missed**" in goals.table(run)


def test_percentiles_are_values_that_were_measured():
    values = [float(n) for n in range(101)]
    assert [percentile(values, share) for share in (0.5, 0.95, 0.99, 1)] == [50, 95, 99, 100]
    assert percentile([], 0.5) == 0
