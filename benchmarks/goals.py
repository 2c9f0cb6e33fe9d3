"""What the measured says about our goals. Each is a ratio to a limit of the same run; README.md tells how they came."""

from dataclasses import dataclass

from benchmarks.measured import percentile
from benchmarks.report import Measures

# The goals were set beside other products on a machine whose empty view took this long. What they ask in milliseconds
# is asked here as so many empty views, so that a faster or slower machine changes both sides.
EMPTY_VIEW_THEN_MS = 0.6


@dataclass(frozen=True)
class Verdict:
    """One part of a goal: what was asked, what was measured."""

    goal: str
    asked: str
    measured: str
    holds: bool


def _at_most(goal: str, limit: float, measured: float, unit: str, digits: int = 1) -> Verdict:
    asked = f"at most {limit:.{digits}f}{unit}"
    return Verdict(goal, asked, f"{measured:.{digits}f}{unit}", measured <= limit)


def _at_least(goal: str, limit: float, measured: float, unit: str) -> Verdict:
    return Verdict(goal, f"at least {limit:.0f}{unit}", f"{measured:.0f}{unit}", measured >= limit)


def _none(goal: str, number: int) -> Verdict:
    return Verdict(goal, "none", str(number), number == 0)


def verdicts(run: Measures) -> list[Verdict]:
    """Goals 1 to 12, each part by itself."""
    return [*_reads(run), *_visits(run), *_writes(run), *_live(run), *_crowd(run)]


def _reads(run: Measures) -> list[Verdict]:
    reads, empty = run.reads, run.empty_ms
    scale = empty / EMPTY_VIEW_THEN_MS
    small, large = reads["small full"].cpu_ms, reads["large full"].cpu_ms
    unchanged = max(reads["small unchanged"].cpu_ms, reads["large unchanged"].cpu_ms) / empty
    size = max(reads["small unchanged"].bytes, reads["large unchanged"].bytes)
    crowded, limit = reads["small many"], reads["empty many"]
    return [
        _at_most("1 small board in full: CPU", 3.5, small / empty, " empty views"),
        _at_most("1 large board in full: CPU", 3.5, large / empty, " empty views"),
        _at_least("2 many readers", 0.65 * limit.per_second, crowded.per_second, " a second"),
        _at_most("2 many readers: p99", 39.3 * scale, crowded.ms(0.99), " ms"),
        _at_most("3 large board beside small", 1.3, large / small, " × the CPU", 2),
        _at_most("3 first view after a change", 20, reads["large changed"].cpu_ms / empty, " empty views"),
        _at_most("4 unchanged: size", 500, size, " bytes", 0),
        _at_most("4 unchanged: CPU", 2, unchanged, " empty views", 2),
    ]


def _visits(run: Measures) -> list[Verdict]:
    seen = run.visits
    first = seen["small product"]

    def painted(board: str) -> float:
        return seen[f"{board} product"].painted_ms / seen[f"{board} copy"].painted_ms

    def quiet(board: str, beside: str) -> float:
        return seen[f"{board} product"].quiet_ms / seen[f"{beside} copy"].quiet_ms

    static = " × static"
    return [
        _at_most("5 first visit: size", 85, first.bytes / 1000, " kB"),
        _at_most("5 first visit: scripts", 40, first.script_bytes / 1000, " kB"),
        _at_most("5 first visit: requests", 8, first.requests, "", 0),
        _at_most("6 small board: painted", 1.5, painted("small"), static, 2),
        _at_most("6 large board: painted", 1.5, painted("large"), static, 2),
        _at_most("6 small board: quiet", 1.62, quiet("small", "small"), static, 2),
        _at_most("7 small board, slow: quiet", 1.66, quiet("slow small", "slow small"), static, 2),
        _at_most("7 large board, slow: quiet", 1.96, quiet("slow large", "slow small"), " × static small", 2),
    ]


def _writes(run: Measures) -> list[Verdict]:
    between = run.writes["empty"].cpu_ms
    scale = between / EMPTY_VIEW_THEN_MS
    raised, moved, many = run.writes["raise"], run.writes["move"], run.writes["raise many"]
    return [
        _at_most("8 raise: CPU", 7, raised.cpu_ms / between, " empty views"),
        _at_most("8 raise: p99", 10.5 * scale, raised.ms(0.99), " ms"),
        _at_least("8 raise: many", 340 / scale, many.per_second, " a second"),
        _at_most("9 move: CPU", 8, moved.cpu_ms / between, " empty views"),
        _at_most("9 move: p50", 4.6 * scale, moved.ms(0.5), " ms"),
        _at_most("9 move: answer", 300, moved.bytes, " bytes", 0),
    ]


def _live(run: Measures) -> list[Verdict]:
    allowed = 1.5 * percentile(run.bare_loop, 0.95) * 1000 + run.writes["move"].ms(0.95)
    return [
        _at_most("10 told: p95", allowed, run.told.ms(0.95), " ms"),
        _none("10 told: missed", run.missed),
    ]


def _crowd(run: Measures) -> list[Verdict]:
    crowd, scale = run.crowd, run.empty_ms / EMPTY_VIEW_THEN_MS
    return [
        _at_most("11 many come back", 18 * percentile(crowd.bare_seconds, 0.5), crowd.back_seconds, " s", 2),
        _none("11 many come back: not current", crowd.not_current),
        _at_most("12 memory of an open board", 106 / 8, crowd.bytes_a_client / 1000, " kB"),
        _at_most("12 memory when idle", 117, percentile(crowd.idle_bytes, 0.5) / 1e6, " MB", 0),
        _at_most("12 start", 1.3 * scale, percentile(crowd.first_answers, 0.5), " s", 2),
    ]


def table(run: Measures) -> str:
    """The verdicts as Markdown."""
    rows = ["| goal | asked | measured | |", "| --- | --- | --- | --- |"]
    rows += [
        f"| {verdict.goal} | {verdict.asked} | {verdict.measured} | {'holds' if verdict.holds else '**missed**'} |"
        for verdict in verdicts(run)
    ]
    return "\n".join(rows)
