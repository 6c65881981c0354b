"""How much one run may use: from the exercise's YAML, or measured against the reference."""

from __future__ import annotations

from dataclasses import dataclass

from interview.model.question import Limits

LEAST_SECONDS, MOST_SECONDS = 2.0, 10.0
TIMES_REFERENCE = 20.0
WALL_TIMES_CPU, WALL_MORE = 3.0, 2.0


@dataclass(frozen=True)
class Allowance:
    """What the runner is told before it starts."""

    ceiling: int
    """Seconds of computing that the kernel enforces, whatever else happens."""
    memory_mib: int
    output_kib: int
    threads: bool


def allowance_for(limits: Limits) -> Allowance:
    most = max(MOST_SECONDS, limits.seconds or 0.0)
    return Allowance(round(most + 0.5), limits.memory_mib, limits.output_kib, limits.threads)


def computing_seconds(limits: Limits, reference: float) -> float:
    """Seconds of computing: as the exercise says, else 20 times the reference's own, from 2 to 10."""
    if limits.seconds is not None:
        return limits.seconds
    return min(max(LEAST_SECONDS, TIMES_REFERENCE * reference), MOST_SECONDS)


def wall_seconds(cpu: float) -> float:
    """Seconds by the clock, with room for a busy machine; a sleeping attempt ends here."""
    return WALL_TIMES_CPU * cpu + WALL_MORE
