"""Percentiles, and one measured line."""

from dataclasses import dataclass, field


def percentile(values: list[float], share: float) -> float:
    """The value that `share` (0 to 1) of the values do not exceed; 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))] if ordered else 0.0


@dataclass
class Line:
    """What one kind of request cost: latencies in seconds, the server's processor time, the size of an answer."""

    name: str
    seconds: list[float] = field(default_factory=list)
    # Processor seconds per request, one number per round or request.
    cpu: list[float] = field(default_factory=list)
    bytes: int = 0
    per_second: float = 0.0
    # The same of each turn, where several ask at once; `per_second` is the middle one.
    rates: list[float] = field(default_factory=list)

    def ms(self, share: float) -> float:
        """A percentile of the latency in milliseconds."""
        return percentile(self.seconds, share) * 1000

    @property
    def cpu_ms(self) -> float:
        """Processor time per request in milliseconds: the first quartile, since what disturbs can only add to it."""
        return percentile(self.cpu, 0.25) * 1000
