"""The benchmarks run in a small size, so that they still do when somebody needs them."""

import pytest

from benchmarks import report
from benchmarks.__main__ import measure
from benchmarks.measured import Line, percentile
from benchmarks.product import TINY
from benchmarks.report import Measures
from tests import event_loop

# They start a server of their own on a SQLite file, whatever database the tests run on.
pytestmark = pytest.mark.only_sqlite


def test_the_benchmarks_run(tmp_path):
    run = event_loop.run(measure(tmp_path, TINY))
    assert run.missed == 0
    assert len(run.told.seconds) == TINY.followers * TINY.live_moves
    lines = [*run.reads.values(), *run.writes.values()]
    assert all(line.seconds and line.cpu and line.bytes for line in lines)
    assert run.commits and run.bare_loop
    assert len(report.verdicts(run)) == 9
    for line in lines:
        assert f"| {line.name} |" in report.table(run)


def line(cpu_ms: float, *, seconds: float = 0.001, size: int = 300, per_second: float = 1000) -> Line:
    return Line("x", [seconds] * 10, [cpu_ms / 1000] * 3, size, per_second)


def run_with(**changes) -> Measures:
    """A run in which every goal holds, but for what is changed."""
    reads = {"empty": line(0.5), "large changed": line(9)}
    for size in ("small", "large"):
        reads |= {f"{size} full": line(1), f"{size} unchanged": line(0.8)}
    writes = {"empty": line(0.5), "raise": line(3), "move": line(3), "raise many": line(3), "move many": line(3)}
    for name, changed in changes.items():
        kind, _, what = name.partition("__")
        {"reads": reads, "writes": writes}.get(kind, {})[what.replace("_", " ")] = changed
    return Measures(reads, writes, line(0), line(3), 0, [0.001], [0.001] * 10, 0.0)


def test_every_goal_holds_in_a_good_run():
    assert [verdict.goal for verdict in report.verdicts(run_with()) if not verdict.holds] == []


@pytest.mark.parametrize(
    ("changes", "missed"),
    [
        ({"reads__large_full": line(1.4)}, ["3 large board beside small"]),
        ({"reads__large_changed": line(11)}, ["3 first view after a change"]),
        ({"reads__large_unchanged": line(0.8, size=501)}, ["4 unchanged: size"]),
        ({"reads__small_unchanged": line(1.1)}, ["4 unchanged: CPU"]),
        ({"writes__raise": line(4)}, ["8 raise: CPU"]),
        ({"writes__raise": line(3, seconds=0.01)}, ["8 raise: p99"]),
        ({"writes__raise_many": line(3, per_second=300)}, ["8 raise: many"]),
    ],
)
def test_a_goal_that_is_missed_is_said_to_be(changes, missed):
    run = run_with(**changes)
    assert [verdict.goal for verdict in report.verdicts(run) if not verdict.holds] == missed
    assert "**missed**" in report.goals(run)


def test_percentiles_are_values_that_were_measured():
    values = [float(n) for n in range(101)]
    assert [percentile(values, share) for share in (0.5, 0.95, 0.99, 1)] == [50, 95, 99, 100]
    assert percentile([], 0.5) == 0
