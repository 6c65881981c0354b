"""The check `device`, which needs no GPU, held against one: what it tells fails there, and what it lets pass runs.

Every reference, every right alternative and every mistake that `devices` plants is looked at twice: by the
check, and with inputs and weights that are really on the GPU. Only for a machine that has one. Left aside
are alternatives whose weights have other names, which are loaded in another way.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import torch
from torch import Tensor, nn

from benchmarks.devices import DEVICES_SEED, PLANTED_FILE, Trial, plants_in
from interview.bank import open_bank
from interview.bank.files import read_bank_file
from interview.grading.checks.check import Check, Form, Seen
from interview.grading.checks.device import DEEPEST_RESULT, tensors_within
from interview.grading.checks.table import CHECKS, form_named
from interview.grading.execution.execution import Namespace, module_from
from interview.grading.execution.facts import Facts, Mismatch, Raised, Returned
from interview.grading.execution.programs import in_form
from interview.grading.judge.bench import Bench

GPU = "gpu"
RUNS = "runs"
LEFT = "leaves a result on the CPU"


def on_gpu(value: Any) -> Any:
    """A tensor or module where the GPU is."""
    return value.to("cuda") if isinstance(value, Tensor | nn.Module) else value


class OnGpu(Check):
    """As `device`, with nothing stood in for."""

    forms = (Form(GPU, arranged=on_gpu, apart=True, placed=on_gpu),)

    def observe(self, seen: Seen) -> dict[str, Any]:
        """Of each tensor that was returned: whether it is on the GPU."""
        torch.cuda.synchronize()
        results = enumerate(seen.results)
        return {
            f"{number}{path}": tensor.is_cuda
            for number, result in results
            for path, tensor in tensors_within(result, "", DEEPEST_RESULT)
        }


def fate(facts: Facts, expected: Facts) -> str:
    """What became of a program on the GPU: RUNS, LEFT, or the first line of its error."""
    if isinstance(facts, Raised):
        return f"{facts.error.type}: {facts.error.message.splitlines()[0]}"
    if not isinstance(facts, Returned):
        return type(facts).__name__
    there = expected.beside[GPU] if isinstance(expected, Returned) else {}
    left = any(there.get(place) and not held for place, held in facts.beside[GPU].items())
    return LEFT if left else RUNS


class GpuTrial(Trial):
    """A trial that can carry out the same cases on the GPU as well."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.really = [self.expecting(in_form(p, form_named(GPU))) for p in self.ordinary]

    def fate_of(self, module: Namespace, filename: str) -> str:
        """The first thing that goes wrong in one of the cases; RUNS if nothing does."""
        for program, expected in self.really:
            found = fate(self.bench.run(module, filename, program), expected)
            if found != RUNS:
                return found
        return RUNS

    def both(self, source: str, name: str) -> tuple[bool, str]:
        """Whether the check tells something, and what becomes of it on the GPU."""
        module = module_from(source, name)
        return self.finding(module, name, self.elsewhere) is not None, self.fate_of(module, name)


Row = tuple[str, str, bool, str]
"""What sort of source it is, its name, whether the check tells something, and its fate on the GPU."""


def rows_of(number: int) -> list[Row]:
    """Every source of one question; runs in a process of its own."""
    torch.set_num_threads(1)
    CHECKS[GPU] = OnGpu()  # type: ignore[abstract]
    card = open_bank(None).cards[number]
    trial = GpuTrial(Bench(card, DEVICES_SEED))
    return list(rows(trial))


def rows(trial: GpuTrial) -> Iterator[Row]:
    card = trial.bench.card
    for path in (card.reference, *card.alternatives):
        source, name = read_bank_file(path), f"{card.slug}/{path.name}"
        sort = "references" if path == card.reference else "right alternatives"
        yield sort, name, *trial.both(source, path.name)
        for plant in plants_in(source):
            planted = plant.planted(source)
            if trial.matters(source, plant) and trial.passes(module_from(planted, PLANTED_FILE)):
                yield "planted mistakes", f"{name}:{plant.line}", *trial.both(planted, PLANTED_FILE)


def compare_with_a_gpu() -> None:
    if not torch.cuda.is_available():
        print("gpu: this machine has none")
        return
    print(f"gpu: {torch.cuda.get_device_name()}, torch {torch.__version__}")
    counts: Counter[tuple[str, bool, bool]] = Counter()
    fresh = multiprocessing.get_context("spawn")  # CUDA does not survive a fork
    with ProcessPoolExecutor(os.cpu_count(), fresh) as pool:
        for found in pool.map(rows_of, range(len(open_bank(None).cards))):
            for sort, name, told, what in found:
                if what == Mismatch.__name__:
                    continue
                counts[sort, told, what == RUNS] += 1
                if told == (what == RUNS):
                    print(f"{'told' if told else 'not told'}, {what}: {name}", flush=True)
    for sort in dict.fromkeys(sort for sort, _, _ in counts):
        of = {key[1:]: count for key, count in counts.items() if key[0] == sort}
        print(
            f"{sort}: {sum(of.values())}; fail there and are told: {of.get((True, False), 0)}, "
            f"fail and are not told: {of.get((False, False), 0)}, run and are told: "
            f"{of.get((True, True), 0)}, run and are not told: {of.get((False, True), 0)}"
        )
