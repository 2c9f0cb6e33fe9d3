"""The days on which something comes back."""

from laeringslean.calc.rhythm.days import Rhythm, next_day

__all__ = ["Rhythm", "next_day"]
