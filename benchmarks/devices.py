"""What the check `device` finds: false alarms, planted mistakes and the line that is named, and what it costs.

Two rules plant mistakes in references and right alternatives: each `device=` is dropped, and each `new_*`
and `*_like` becomes its function in `torch`. A plant counts where all cases still pass on the CPU, unless
all it makes are numbers without axes, which may be anywhere, or were on the CPU before.
"""

from __future__ import annotations

import ast
import builtins
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch

from interview.bank import open_bank
from interview.bank.files import read_bank_file
from interview.grading.checks.elsewhere import Elsewhere
from interview.grading.checks.table import form_named
from interview.grading.execution.execution import Namespace, execute, module_from
from interview.grading.execution.facts import Facts
from interview.grading.execution.program import Program
from interview.grading.execution.programs import in_form
from interview.grading.judge.bench import Bench
from interview.model.question import Case
from interview.model.verdict import Finding

DEVICES_SEED, COST_ROUNDS = 5, 9
PLANTED_FILE = "planted.py"


@dataclass(frozen=True)
class Plant:
    """A call in a source that is to make its tensor on the CPU."""

    line: int
    start: int
    end: int
    original: str
    text: str

    def planted(self, source: str) -> str:
        code = source.encode()
        return (code[: self.start] + self.text.encode() + code[self.end :]).decode()


def plants_in(source: str) -> Iterator[Plant]:
    starts = [0]
    for row in source.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(row))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (text := on_cpu(node)):
            end = starts[(node.end_lineno or 1) - 1] + (node.end_col_offset or 0)
            start = starts[node.lineno - 1] + node.col_offset
            yield Plant(node.lineno, start, end, source.encode()[start:end].decode(), text)


def on_cpu(call: ast.Call) -> str:
    """The call without its device, with what else it takes from a tensor; empty if it has none."""
    match call.func:
        case ast.Attribute(value=ast.Name(id="torch"), attr=name) if name.endswith("_like"):
            like, arguments, shape = call.args[0], call.args[1:], True
            name = name.removesuffix("_like")
        case ast.Attribute(value=like, attr=name) if name.startswith("new_"):
            name, arguments, shape = name.removeprefix("new_"), call.args, False
        case _:
            kept = [k for k in call.keywords if k.arg != "device"]
            if len(kept) == len(call.keywords):
                return ""
            return ast.unparse(ast.Call(call.func, call.args, kept))
    of = ast.unparse(like)
    told = [f"({of}).shape"] if shape else []
    told += map(ast.unparse, arguments)
    own = {k.arg: ast.unparse(k.value) for k in call.keywords if k.arg and k.arg != "device"}
    told += [f"{key}={value}" for key, value in {"dtype": f"({of}).dtype", **own}.items()]
    return f"torch.{name}({', '.join(told)})"


class Trial:
    """A bench, with every ordinary case once more on another device, whatever the exercise asks for."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.ordinary = [
            program
            for program in bench.programs
            if program.variant == "values" and isinstance(bench.case(program), Case)
        ]
        self.elsewhere = [self.expecting(in_form(p, form_named("device"))) for p in self.ordinary]
        self.declared = [self.expecting(program) for program in bench.programs if program.apart]

    def expecting(self, program: Program) -> tuple[Program, Facts]:
        return program, self.bench.run(self.bench.module, self.bench.filename, program)

    def finding(
        self, module: Namespace, filename: str, programs: Sequence[tuple[Program, Facts]]
    ) -> tuple[str, Finding] | None:
        """The function of which the check says something first, and what."""
        for program, expected in programs:
            got = self.bench.run(module, filename, program)
            if finding := self.bench.compare(program, expected, got):
                return program.of, finding
        return None

    def passes(self, module: Namespace) -> bool:
        """Whether every ordinary case is right on the CPU."""
        return all(
            self.bench.compare(program, expected, self.bench.run(module, PLANTED_FILE, program))
            is None
            for program, expected in zip(self.bench.programs, self.bench.expected, strict=True)
            if program.variant == "values"
        )

    def matters(self, source: str, plant: Plant) -> bool:
        """Whether what is made there is on the other device as it should be, and has axes."""
        made: list[bool] = []

        def noted(value: Any) -> Any:
            made.append(isinstance(value, Elsewhere) and value.dim() > 0)
            return value

        vars(builtins)["noted_plant"] = noted
        try:
            text = f"noted_plant({plant.original})"
            module = module_from(replace(plant, text=text).planted(source), PLANTED_FILE)
            for program, _ in self.elsewhere:
                execute(module, program, PLANTED_FILE, self.bench.given)
                if any(made):
                    return True
        finally:
            del vars(builtins)["noted_plant"]
        return False


@dataclass
class Tally:
    """What became of everything that was tried."""

    sources: int = 0
    alarms: int = 0
    planted: int = 0
    found: int = 0
    named: int = 0
    """Those of which the line was named."""
    of_declared: int = 0
    found_by_declared: int = 0

    def count(self, trial: Trial, module: Namespace, plant: Plant) -> str:
        """Counts a planted mistake; how it is missed, if it is."""
        self.planted += 1
        told = trial.finding(module, PLANTED_FILE, trial.elsewhere)
        if told is None:
            return "not found"
        self.found += 1
        of, finding = told
        made = finding.values.get("made") or [0]
        self.named += plant.line <= made[0] <= plant.line + plant.original.count("\n")
        if of not in {program.of for program, _ in trial.declared}:
            return ""
        self.of_declared += 1
        found = trial.finding(module, PLANTED_FILE, trial.declared)
        self.found_by_declared += found is not None
        return "" if found else "not in the programs of its exercise"


def compare_devices() -> None:
    tally, ratios = Tally(), []
    torch.set_num_threads(1)  # tensors this small are not worth a second one
    for card in open_bank(None).cards:
        bench = Bench(card, DEVICES_SEED)
        trial = Trial(bench)
        if trial.finding(bench.module, bench.filename, trial.elsewhere):
            print(f"left aside: {card.slug}, whose given code makes tensors on the CPU itself")
            continue
        for path in (card.reference, *card.alternatives):
            try_source(trial, read_bank_file(path), path.name, tally)
        if trial.declared:
            ratios.append(cost_of(bench))
    print(
        f"false alarms: {tally.alarms} of {tally.sources}; planted mistakes found: {tally.found} of "
        f"{tally.planted} ({tally.found / tally.planted:.1%}), their line named: {tally.named}; "
        f"where exercises ask for it, in the programs they have: {tally.found_by_declared} of "
        f"{tally.of_declared}; a run with the check / without, median: {statistics.median(ratios):.3g}x "
        f"(from {min(ratios):.3g} to {max(ratios):.3g})",
        flush=True,
    )


def try_source(trial: Trial, source: str, name: str, tally: Tally) -> None:
    tally.sources += 1
    module = module_from(source, name)
    if alarm := trial.finding(module, name, trial.elsewhere):
        tally.alarms += 1
        print(f"false alarm: {trial.bench.card.slug}/{name}: {alarm}", flush=True)
    for plant in plants_in(source):
        module = module_from(plant.planted(source), PLANTED_FILE)
        if trial.matters(source, plant) and trial.passes(module):
            missed = tally.count(trial, module, plant)
            if missed:
                print(f"{missed}: {trial.bench.card.slug}/{name}:{plant.line}: {plant.text}")


def cost_of(bench: Bench) -> float:
    """The computing time of the reference's whole run / of the same without the check."""
    with_it = bench.programs
    without = [program for program in with_it if not program.apart]

    def seconds(programs: Sequence[Program]) -> float:
        started = time.process_time()
        for program in programs:
            bench.run(bench.module, bench.filename, program)
        return time.process_time() - started

    return statistics.median(seconds(with_it) / seconds(without) for _ in range(COST_ROUNDS))
