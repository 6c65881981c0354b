"""Known mistakes written with weights of other names and layouts: read, and as wrong as before."""

from __future__ import annotations

from functools import cache

import pytest

from interview.bank import open_bank
from interview.bank.edits import wrong_source
from interview.grading.judge.bench import Bench
from interview.grading.judge.layouts import run_as_read
from interview.grading.judge.verdict import compared_facts
from interview.model.question import Case
from tests.helpers.judging import runs_of
from tests.helpers.renaming import TELLING, by_hand, fused, meaningless, renamed, turned

CARDS = {card.number: card for card in open_bank(None).cards}
CASES_RUN = 4
NAMES_SAYING_NOTHING = meaningless(["qa_outputs", "encoder", "classifier"])
WRITINGS = {
    "renamed": lambda source: renamed(source, TELLING),
    "meaningless": lambda source: renamed(source, NAMES_SAYING_NOTHING),
    "transposed": lambda source: renamed(turned(source), TELLING),
    "fused": lambda source: renamed(fused(source), TELLING),
    "by hand": lambda source: renamed(turned(by_hand(source)), TELLING),
}
SAMPLE = {
    10: (
        ("renamed", "by hand"),
        ("norm-order-swapped", "no-attention-residual", "gelu-for-relu"),
    ),
    11: (("renamed",), ("pre-norm", "padding-mask-inverted")),
    15: (("meaningless", "transposed"), ("softmax-twice", "mask-and-segments-swapped")),
    17: (("meaningless", "transposed"), ("start-and-end-swapped", "view-instead-of-split")),
    27: (
        ("renamed", "transposed", "fused"),
        ("values-rotated", "interleaved-heads", "scale-by-model-width"),
    ),
}


@cache
def bench_of_first_cases(number):
    """Of a question's first cases the results alone."""
    bench = Bench(CARDS[number], 5)
    plain = [p for p in bench.programs if p.variant == "values"]
    bench.programs = [p for p in plain if isinstance(bench.case(p), Case)][:CASES_RUN]
    return bench


def read_and_compared(bench, source):
    """What was read of its weights, and whether all results are right."""
    run_on = runs_of(bench, source)
    layouts, run, _ = run_as_read(bench, run_on(bench.programs, 0.0), run_on, source)
    _, findings = compared_facts(bench, run)
    return layouts.told, not any(findings)


@pytest.mark.parametrize(
    ("number", "writing"),
    [(n, writing) for n, (writings, _) in SAMPLE.items() for writing in writings],
)
def test_a_known_mistake_stays_wrong_whatever_its_weights_are_called(number, writing):
    bench, write = bench_of_first_cases(number), WRITINGS[writing]
    told, right = read_and_compared(bench, write(bench.reference))
    assert told
    assert right
    known = {one.id: one for one in bench.question.exercise.misconceptions}
    for id in SAMPLE[number][1]:
        mistaken = wrong_source(bench.card.folder, bench.reference, known[id])
        told, right = read_and_compared(bench, write(mistaken))
        assert told, id
        assert not right, id
