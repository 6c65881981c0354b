"""A process that tries mutants: begun as `entry.py trials.process LINK_FD`, with one thread.

Asked `{"folder", "seed", "mutants": [{"source", "detached"}]}`, it answers a message for each mutant,
`{"mutant": number, "fate", "where"}`, and then `{"done": true}`.
"""

from __future__ import annotations

import socket
import traceback
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from interview.bank.cards import read_card
from interview.errors import QuestionError
from interview.grading.execution.facts import Returned
from interview.grading.judge.bench import Bench, BrokenReference
from interview.grading.judge.verdict import call_text
from interview.grading.sandbox.prctl import die_with_parent
from interview.grading.trials.batches import in_children
from interview.grading.trials.trial import Order, Sight, cuts_no_gradient, try_mutant
from interview.grading.trials.wider import wider_benches
from interview.grading.wire.frames import receive_json, send_json

Told = dict[str, Any]


def begun(arguments: list[str]) -> None:
    """Answers requests until the other side goes away."""
    die_with_parent()
    torch.set_num_threads(1)
    link = socket.socket(fileno=int(arguments[0]))
    while True:
        try:
            request = receive_json(link)
        except (EOFError, OSError):
            return
        for reply in replies_to(request):
            send_json(link, reply)


def replies_to(request: Told) -> Iterator[Told]:
    try:
        bench = prepared_bench(Path(request["folder"]), request["seed"])
        yield from trials(bench, request["mutants"])
        yield {"done": True}
    except QuestionError as error:
        yield {"problems": error.problems}
    except BrokenReference as error:
        yield {"broken": error.as_data()}
    except Exception:
        yield {"failure": traceback.format_exc()}


def prepared_bench(folder: Path, seed: int) -> Bench:
    """A bench that knows everything that its forks would otherwise each find out again."""
    bench = Bench(read_card(folder), seed)
    for program, expected in zip(bench.programs, bench.expected, strict=True):
        if isinstance(expected, Returned) and program.dtype == "float64":
            bench.rounding(program, expected)
    return bench


def trials(bench: Bench, mutants: list[Told]) -> Iterator[Told]:
    """The fate of each mutant; a survivor's comes last, with what tells it from the reference elsewhere."""
    left = []
    for number, told in told_on(bench, mutants, list(range(len(mutants)))):
        if told["fate"] == "survived":
            left.append(number)
        else:
            yield {"mutant": number, **told}
    if not left:
        return
    for name, wider in wider_benches(bench):
        found = dict(told_on(wider, mutants, left)) if wider.programs else {}
        for number, told in found.items():
            if told["fate"] in ("crashed", "killed"):
                left.remove(number)
                yield {"mutant": number, **told, "fate": "survived", "by": name}
    for number in left:
        yield {"mutant": number, "fate": "survived"}


def told_on(bench: Bench, mutants: list[Told], numbers: list[int]) -> Iterator[tuple[int, Told]]:
    """What becomes of some mutants on the programs of a bench."""
    order = Order(bench)

    def work(number: int) -> Told:
        mutant = mutants[number]
        fate, seen = try_mutant(bench, mutant["source"], order)
        if (
            fate == "survived"
            and mutant.get("detached")
            and cuts_no_gradient(bench, mutant["source"])
        ):
            fate = "harmless"
        return {"fate": fate, "where": where(bench, seen) if seen else None}

    for number, told in in_children(numbers, work):
        if told and told["fate"] == "killed":
            order.learn(told["where"]["program"])
        yield number, told or {"fate": "crashed", "where": None}


def where(bench: Bench, seen: Sight) -> Told:
    """What a message says of the place at which a mutant was seen."""
    program = bench.programs[seen.program]
    return {
        "program": seen.program,
        "case": bench.case(program).name,
        "form": program.variant,
        "call": call_text(program),
        "finding": asdict(seen.finding),
    }
