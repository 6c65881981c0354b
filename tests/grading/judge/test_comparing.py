"""A case that has failed is done with: nothing else of it is carried out, unless that may yet pass it."""

from __future__ import annotations

import textwrap

import pytest

from interview.bank import Bank
from interview.bank.edits import wrong_source
from interview.grading.execution.execution import execute, module_from
from interview.grading.execution.facts import Mismatch
from interview.grading.judge.admission import Run
from interview.grading.judge.bench import Bench
from interview.grading.judge.comparing import first_of_cases, left_to_do
from interview.grading.judge.verdict import judge_run
from interview.grading.wire.bounds import WireError
from tests.conftest import TOY
from tests.helpers.forging import FOUND
from tests.helpers.judging import bench_of
from tests.helpers.toy import REFERENCE

PRINTING = REFERENCE.replace(
    "    if q.size(-1) != k.size(-1):",
    '    print(f"called with {mask is None}", flush=True)\n    if q.size(-1) != k.size(-1):',
)
MASKED_WRONG = PRINTING.replace("~mask", "mask")
NAN = REFERENCE.replace("return scores", "return (0 * scores / 0)")


@pytest.fixture(scope="module")
def bench():
    (card,) = Bank(TOY).cards
    return Bench(card, 7)


@pytest.fixture(scope="module")
def others(bench):
    first = first_of_cases(bench.programs)
    return [index for index in range(len(bench.programs)) if index not in first]


def run_of(bench, source, indexes):
    module = module_from(source, "attempt.py")
    facts = {i: execute(module, bench.programs[i], "attempt.py", bench.given) for i in indexes}
    return Run(facts, ended="done")


def first_run(bench, source):
    return run_of(bench, source, first_of_cases(bench.programs))


def case_named(bench, name):
    return [case.name for case in bench.question.exercise.all_cases].index(name)


def test_each_case_has_one_first_program_that_is_not_judged_on_its_own(bench):
    first = [bench.programs[index] for index in first_of_cases(bench.programs)]
    assert [program.case for program in first] == list(
        range(len(bench.question.exercise.all_cases))
    )
    assert {program.variant for program in first} == {"values"}


def test_everything_is_left_to_do_of_what_is_right(bench, others):
    assert left_to_do(bench, first_run(bench, REFERENCE)) == others


def test_nothing_is_left_to_do_of_a_case_that_failed(bench, others):
    left = left_to_do(bench, first_run(bench, MASKED_WRONG))
    masked = case_named(bench, "square and masked")
    assert left == [i for i in others if bench.programs[i].case != masked]
    assert left != others


def test_what_is_judged_on_its_own_is_left_whatever_failed(toy):
    case = {"name": "plain", "call": {"x": "randn(3)"}}
    double = "def double(x):\n    return 2 * x\n"
    own = bench_of(toy, double, define="double", cases=[case], checks=["device"])
    left = left_to_do(own, first_run(own, double.replace("2", "3")))
    assert [own.programs[index].variant for index in left] == ["device"]


def test_everything_is_left_where_another_look_may_pass_what_failed(bench, others):
    """NaN, and weights of other names: the case may be right in float32, or by a layout."""
    assert left_to_do(bench, first_run(bench, NAN)) == others
    run = first_run(bench, MASKED_WRONG)
    run.facts[0] = Mismatch({})
    assert left_to_do(bench, run) == others


def test_who_asks_before_it_has_answered_is_asked_for_everything(bench, others):
    run = first_run(bench, MASKED_WRONG)
    del run.facts[0]
    assert left_to_do(bench, run) == others


def test_what_was_not_asked_for_is_not_taken():
    run = Run(order=[0, 2])
    run.accept({"stage": "run", "index": 2, "facts": {"results": []}}, 3)
    with pytest.raises(WireError):
        run.accept({"stage": "run", "index": 1, "facts": {"results": []}}, 3)
    with pytest.raises(WireError):
        run.accept({"stage": "asking"}, 3)


def test_the_verdict_is_the_one_on_everything(bench):
    """Of every known mistake, of one that raises everywhere, and of a stub."""
    mistakes = bench.question.exercise.misconceptions
    sources = [wrong_source(bench.card.folder, REFERENCE, mistake) for mistake in mistakes]
    sources += [REFERENCE, NAN, "def attend(q, k, v, mask=None):\n    raise TypeError(q)\n"]
    sources += ["def attend(q, k, v, mask=None):\n    raise NotImplementedError\n"]
    spared = 0
    for source in sources:
        everything = run_of(bench, source, range(len(bench.programs)))
        run = first_run(bench, source)
        run.order = [*run.facts, *left_to_do(bench, run)]
        run.facts |= run_of(bench, source, run.order).facts
        spared += len(bench.programs) - len(run.order)
        told, of_everything = (
            judge_run(bench, one, "a.py", source=source) for one in (run, everything)
        )
        assert told == of_everything
    assert spared


def test_an_attempt_is_not_called_again_where_it_was_wrong(grade):
    """Seen from within: each call prints a line."""
    right, wrong = grade(PRINTING), grade(MASKED_WRONG)
    assert right.status == "accepted"
    assert wrong.status == "wrong"
    assert wrong.misconception == "mask-inverted"
    assert wrong.output.count("called with False") == 1
    assert wrong.output.count("called with True") == right.output.count("called with True") > 1


def test_an_attempt_that_ends_in_what_is_left_is_told_where(grade):
    ended = REFERENCE.replace(
        "    if q.size(-1) != k.size(-1):",
        "    COUNT.append(1)\n    if len(COUNT) > 3: __import__('os')._exit(3)\n    if q.size(-1) != k.size(-1):",
    )
    verdict = grade("COUNT = []\n" + ended)
    assert verdict.status == "crashed"
    assert verdict.findings[0].values["reached"]["name"] == "plain"


FORGED = {
    "asked before anything was answered": """
        import os
        os.write(LINK.fileno(), PACK({"stage": "asking"}))
        def attend(q, k, v, mask=None): return q
        """,
    "asked twice": """
        import os
        def attend(q, k, v, mask=None):
            os.write(LINK.fileno(), PACK({"stage": "asking"}))
            os.write(LINK.fileno(), PACK({"stage": "asking"}))
            return q
        """,
    "done without what was left": """
        import os
        CALLS = []
        def attend(q, k, v, mask=None):
            CALLS.append(1)
            if len(CALLS) > 3:
                os.write(LINK.fileno(), PACK({"done": True}))
                os._exit(0)
            return right(q, k, v, mask)
        """,
}


@pytest.mark.parametrize("name", FORGED)
def test_nobody_passes_by_what_it_says_of_its_order(grade, name):
    right = REFERENCE.replace("def attend", "def right")
    verdict = grade(FOUND + right + textwrap.dedent(FORGED[name]))
    assert verdict.status == "crashed"
    assert grade(REFERENCE).status == "accepted"
