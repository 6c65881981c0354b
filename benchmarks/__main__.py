"""`python -m benchmarks [commands|isolation|throughput|scaling|memory|history|feedback|departures|devices|gpu|ticks|cluster|soak|rounding]`: every figure is a ratio of one run."""

from __future__ import annotations

import sys

from benchmarks import (
    class_,
    cluster,
    departures,
    devices,
    feedback,
    gpu,
    grading,
    history,
    rounding,
    soak,
    ticks,
)

BENCHMARKS = {
    "commands": grading.compare_commands,
    "isolation": grading.compare_isolation,
    "throughput": class_.compare_throughput,
    "scaling": class_.compare_scaling,
    "memory": class_.compare_memory,
    "cluster": cluster.compare_cluster,
    "history": history.compare_histories,
    "feedback": feedback.compare_feedback,
    "departures": departures.compare_departures,
    "devices": devices.compare_devices,
    "gpu": gpu.compare_with_a_gpu,
    "ticks": ticks.measure_ticks,
}
LONG = {"soak": soak.soak, "rounding": rounding.survey_rounding}
"""What takes a quarter of an hour or more, and is done when it is asked for by name."""


def main() -> None:
    for name in sys.argv[1:] or BENCHMARKS:
        {**BENCHMARKS, **LONG}[name]()


if __name__ == "__main__":
    main()
