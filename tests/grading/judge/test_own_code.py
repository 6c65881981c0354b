"""A question's own code in a judge: whatever it does, it is told by name, and nobody else is blamed or stopped."""

from __future__ import annotations

import time

import pytest

from interview.authoring.proof import prove_question
from interview.bank import Bank
from interview.classroom.batch import grade_submissions
from interview.classroom.submissions import Submission
from interview.errors import QuestionError
from interview.grading.client.link import Links
from interview.grading.client.private import PrivateEngine
from interview.grading.judge import own_code
from interview.grading.judge.limits import TookTooLong, at_most
from interview.grading.judge.own_code import OwnCode
from interview.model.question import Limits
from tests.helpers.command import interview
from tests.helpers.toy import REFERENCE, attempt, change

BEFORE = "    scores = "


@pytest.fixture
def bench_of(toy, question, monkeypatch):
    """The toy question's bench, with what is put into its reference."""
    from interview.grading.judge.bench import Bench

    monkeypatch.setattr(own_code, "TIMES_ATTEMPT", 0.2)
    monkeypatch.setattr(own_code, "MORE_BY_CLOCK", 0.0)

    def made(line="", more=""):
        text = REFERENCE.replace(BEFORE, f"{line}{BEFORE}", 1)
        (toy / "solutions" / "01_attend.py").write_text(text + more)
        return Bench(Bank(toy).cards[0], 3)

    return made


def problems_of(action):
    with pytest.raises(QuestionError) as caught:
        action()
    return caught.value.problems


@pytest.mark.parametrize(
    "line",
    [
        "    while True: pass\n",
        "    import time\n    time.sleep(1000)\n",
        "    try:\n        while True: pass\n    except Exception: pass\n",
    ],
    ids=["a loop", "sleep", "a loop that catches"],
)
def test_a_reference_without_an_end_is_named_with_its_case(bench_of, line):
    (problem,) = problems_of(lambda: bench_of(line).expected)
    assert "01_attend.py: case 'plain': does not end within 0.4 seconds of computing" in problem


def test_code_at_the_top_of_any_file_of_the_bank_is_named(bench_of, question):
    (problem,) = problems_of(lambda: bench_of(more="\nraise SystemExit(3)\n"))
    assert (
        "solutions/01_attend.py: cannot be executed: SystemExit: 3 (01_attend.py, line" in problem
    )
    for name in ("given.py", "recipes.py"):
        (question / name).write_text("while True: pass\n")
        (problem,) = problems_of(bench_of)
        assert f"{name}: does not end within" in problem
        (question / name).write_text("x = 1\n1 / 0\n")
        (problem,) = problems_of(bench_of)
        assert (
            f"{name}: cannot be executed: ZeroDivisionError: division by zero ({name}, line 2)"
            in problem
        )
        (question / name).unlink()


def test_every_case_that_cannot_be_prepared_is_named(bench_of, question):
    (question / "recipes.py").write_text("def noise(draw):\n    return 1 / 0\n")
    change(question, '{q: "randn(2, 3, 4)"', '{q: "noise()"')
    change(question, 'mask: "causal(5)"', 'mask: "causal(5.5)"')
    change(
        question,
        '{q: "randn(2, 3, 4)", k: "randn(2, 5, 6)"',
        '{q: "randn(10 ** 7, 10 ** 7)", k: "randn(2, 5, 6)"',
    )
    lines = problems_of(bench_of)
    assert [
        "case 'plain'" in lines[0],
        "case 'square and masked'" in lines[1],
        "case 'widths differ'" in lines[2],
    ] == [True] * 3
    assert "'noise()': ZeroDivisionError: division by zero (recipes.py, line 2)" in lines[0]
    assert "memory" in lines[2]


def test_memory_is_limited_for_a_reference_too(bench_of):
    from interview.grading.judge.bench import BrokenReference

    with pytest.raises(BrokenReference) as caught:
        _ = bench_of("    hold = [0] * 10**11\n").expected
    assert {f.values["type"] for _, f in caught.value.failures} == {"MemoryError"}


@pytest.mark.parametrize("more", ["attend = None\n", "def attend(q, k): return q\n"])
def test_a_reference_is_never_believed_that_does_not_return_in_its_own_case(bench_of, more):
    from interview.grading.judge.bench import BrokenReference

    with pytest.raises(BrokenReference):
        _ = bench_of(more=f"\n\n{more}").expected


def test_a_misconception_without_an_end_is_no_fault_of_an_attempt(toy, question, link):
    change(question, "limits: {seconds: 2}", "limits: {seconds: 0.5}")
    change(
        question,
        '{" / math.sqrt(q.size(-1))": ""}',
        '{"    scores = q @": "    while True: pass\\n    scores = q @"}',
    )
    verdict = link.grade(Bank(toy).cards[0], "a.py", REFERENCE.replace("dim=-1)", "dim=-2)"), 3)
    assert (verdict.status, verdict.misconception) == ("wrong", "wrong-axis")


def test_what_ends_the_judge_is_told_by_check_and_the_judge_goes_on(toy, question):
    line = "    import os\n    os._exit(0)\n"
    (toy / "solutions/01_attend.py").write_text(REFERENCE.replace(BEFORE, line + BEFORE, 1))
    with Links(PrivateEngine()) as links:
        link = links.link()
        proof = prove_question(link, question, (3,))
        (problem,) = proof.problems
        assert "01_attend.py: case 'plain': ends the grader" in problem
        assert proof.verdicts == {}
        (toy / "solutions/01_attend.py").write_text(REFERENCE)
        assert prove_question(link, question, (3,)).sound


def test_grade_goes_on_with_other_questions_and_says_which_is_broken(toy):
    other = second_question(toy, "    return None + 1\n")
    for name in ("01_attend", other):
        attempt(REFERENCE).with_name(f"{name}.py").write_text(REFERENCE)
    done = interview("grade", bank=toy, status=2)
    assert "accepted · 3 of 3 cases" in done.stdout
    lines = done.stderr.splitlines()
    assert len(lines) == 2
    assert all(
        "02_other.py: case '" in line and "the reference itself fails: TypeError" in line
        for line in lines
    )


def test_a_batch_marks_what_a_broken_question_could_not_grade_and_asks_once(toy):
    second_question(toy, "    return None + 1\n")
    cards = Bank(toy).cards
    handed_in = [
        Submission(person, f"{card.slug}.py", card, REFERENCE.encode())
        for person in ("ada", "bob", "cy")
        for card in cards
    ]
    with Links(PrivateEngine()) as links:
        verdicts = [entry.verdict for entry in grade_submissions(handed_in, 3, links, jobs=1)]
    status = {(v.question, v.status) for v in verdicts}
    assert status == {("toy:attend", "accepted"), ("toy:other", "judge_error")}
    reasons = {v.broken_question for v in verdicts if v.question == "toy:other"}
    assert len(reasons) == 1
    assert "case 'plain': the reference itself fails" in next(iter(reasons))[0]


def second_question(toy, line):
    """A question with this in its reference."""
    import shutil

    folder = toy / "questions" / "02_other"
    shutil.copytree(toy / "questions" / "01_attend", folder)
    for old, new in (("number: 1\n", "number: 2\n"), ("id: attend", "id: other")):
        change(folder, old, new)
    change(folder, "interview: attend", "interview: other", "stub.py")
    (toy / "solutions/02_other.py").write_text(REFERENCE.replace(BEFORE, line + BEFORE, 1))
    return "02_other"


def test_limits_may_stand_within_limits():
    def block_with_an_end():
        with at_most(5):
            pass

    def block_without_end():
        with at_most(0.2):
            block_with_an_end()
            while True:
                pass

    with pytest.raises(TookTooLong):
        block_without_end()


def test_who_sleeps_is_woken_by_the_clock():
    started = time.monotonic()
    with pytest.raises(TookTooLong), at_most(100, 0.1):
        time.sleep(100)
    assert time.monotonic() - started < 50


def test_what_own_code_says_of_itself_fits_one_line(toy):
    code = OwnCode(Bank(toy).cards[0], Limits(), lambda at, seconds: None)
    with pytest.raises(QuestionError) as caught, code.runs("x", "fails"):
        raise ValueError("two\nlines \x1b[31m")
    assert caught.value.problems == ["x: fails: ValueError: two lines \x1b[31m"]
