"""The measured lines as tables."""

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.crowd import Crowd
from benchmarks.measured import Line, percentile
from benchmarks.rooms import Rooms
from benchmarks.visits import Visits


@dataclass(frozen=True)
class Measures:
    """Everything that one run measured."""

    reads: dict[str, Line]
    writes: dict[str, Line]
    told: Line
    followed: Line
    missed: int
    commits: list[float]
    bare_loop: list[float]
    crowd: Crowd
    visits: dict[str, Visits]
    rooms: Rooms
    others: float

    @property
    def empty_ms(self) -> float:
        """Processor time of the empty view."""
        return self.reads["empty"].cpu_ms


def table(run: Measures) -> str:
    """What was asked of the server, as Markdown."""
    lines = [*run.reads.values(), *run.writes.values(), run.told, run.followed, *run.rooms.lines.values()]
    rows = [
        "| work | CPU ms | × empty view | p50 ms | p95 ms | p99 ms | a second | bytes |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    rows += [_row(line, run.empty_ms) for line in lines]
    loop, commits = Line("limit: bare broadcast loop", run.bare_loop), Line("limit: raw commit, FULL", run.commits)
    commits.per_second = len(run.commits) / sum(run.commits) if run.commits else 0
    return "\n".join([*rows, *(_row(line, run.empty_ms) for line in (commits, loop))])


def _row(line: Line, empty_ms: float) -> str:
    cpu = [f"{line.cpu_ms:.2f}", f"{line.cpu_ms / empty_ms:.1f}"] if line.cpu else ["", ""]
    times = [f"{line.ms(share):.2f}" for share in (0.5, 0.95, 0.99)]
    rest = [f"{line.per_second:.0f}" if line.per_second else "", str(line.bytes) if line.bytes else ""]
    return f"| {' | '.join([line.name, *cpu, *times, *rest])} |"


def visits_table(visits: Iterable[Visits]) -> str:
    """What Chromium saw, as Markdown."""
    rows = ["| first visit | requests | bytes | of them scripts | largest part painted ms | quiet ms |"]
    rows += ["| --- | --- | --- | --- | --- | --- |"]
    for visit in visits:
        size = f"{visit.requests} | {visit.bytes} | {visit.script_bytes}"
        rows.append(f"| {visit.name} | {size} | {visit.painted_ms:.0f} | {visit.quiet_ms:.0f} |")
    return "\n".join(rows)


def crowd_table(crowd: Crowd, rooms: Rooms) -> str:
    """A starting server, many clients that come back, and a list that comes in, as Markdown."""
    rows = [
        ("from start to the first answered page", f"{percentile(crowd.first_answers, 0.5):.2f} s"),
        ("from start to the first board in full", f"{percentile(crowd.first_boards, 0.5):.2f} s"),
        ("memory of all processes when idle", f"{percentile(crowd.idle_bytes, 0.5) / 1e6:.0f} MB"),
        (f"memory for each of {crowd.clients} open boards", f"{crowd.bytes_a_client / 1e3:.1f} kB"),
        (f"{crowd.clients} boards come back and are told what they missed", f"{crowd.back_seconds:.2f} s"),
        ("the same, processor time of the server", f"{crowd.back_cpu:.2f} s"),
        (f"a list of {rooms.rows} ideas comes in", f"{rooms.import_seconds:.1f} s"),
        ("raise an idea meanwhile, p50", f"{percentile(rooms.waits, 0.5) * 1000:.0f} ms"),
        ("raise an idea meanwhile, longest", f"{max(rooms.waits) * 1000:.0f} ms"),
        (f"limit: {crowd.clients} clients come to a bare loop", f"{percentile(crowd.bare_seconds, 0.5):.3f} s"),
    ]
    return "\n".join(["| work | |", "| --- | --- |", *(f"| {what} | {measured} |" for what, measured in rows)])
