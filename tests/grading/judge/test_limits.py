"""The judge's own limits: what exceeds them is the verdict on one submission, and nothing stays of it."""

from __future__ import annotations

import errno
import mmap
import os
import resource
import sys
import time
from contextlib import suppress

import pytest

from interview.grading.judge import naming, verdict
from interview.grading.judge.bench import Bench
from interview.grading.judge.limits import MemoryLimit, TookTooLong, at_most
from interview.model.question import Limits
from interview.wording.verdict import finding_message
from tests.helpers.judging import bench_of, judged, names_of_failed

REFERENCE = "def attend(x):\n    return 2 * x\n"
WRONG = "def attend(x):\n    return 3 * x\n"
CASES = [
    {"name": "small", "call": {"x": "randn(2, 3)"}},
    {"name": "large", "call": {"x": "randn(4, 5)"}},
]
MISTAKE = {"id": "tripled", "says": "Tripled.", "edit": {"2 * x": "3 * x"}}


@pytest.fixture
def bench(toy):
    return bench_of(toy, REFERENCE, cases=CASES, misconceptions=[MISTAKE])


def endless(*_: object, **__: object) -> None:
    while True:
        pass


def test_an_exception_that_is_caught_does_not_hide_that_it_took_too_long():
    def code():
        with suppress(BaseException), at_most(0.05):
            endless()

    def careless():
        with at_most(0.05), suppress(BaseException):
            endless()

    code()
    with pytest.raises(TookTooLong):
        careless()


def test_seconds_within_seconds_run_on_in_both():
    def often():
        while True:
            with at_most(30):
                pass

    with pytest.raises(TookTooLong), at_most(0.1):
        often()
    with at_most(30), pytest.raises(TookTooLong), at_most(0.05):
        endless()
    with at_most(30):
        pass
    begun = time.process_time()
    while time.process_time() - begun < 0.1:  # no clock is left running
        pass


def test_what_cannot_be_compared_fails_its_own_case_only(bench, monkeypatch):
    compare = Bench.compare

    def broken(self, program, expected, got):
        if self.case(program).name == "large" and got is not expected:
            raise RecursionError("too deep")
        return compare(self, program, expected, got)

    assert bench.expected
    monkeypatch.setattr(Bench, "compare", broken)
    told = judged(bench, REFERENCE)
    assert told.status == "wrong"
    assert names_of_failed(told) == ["large"]
    message = finding_message(told.cases[1].findings[0])
    assert message == "what came back cannot be compared: RecursionError: too deep"


def test_what_takes_too_long_to_compare_is_a_crash_of_the_attempt(bench, monkeypatch):
    monkeypatch.setattr(verdict, "comparing_seconds", lambda reference: 0.05)
    assert bench.expected
    monkeypatch.setattr(Bench, "compare", endless)
    told = judged(bench, REFERENCE)
    assert (told.status, told.score) == ("crashed", 0.0)
    assert "takes more than 0.05 s of computing" in finding_message(told.findings[0])
    assert bench.spoilt


def test_what_takes_too_long_to_name_has_no_name(bench, monkeypatch):
    assert judged(bench, WRONG).misconception == "tripled"
    monkeypatch.setattr(naming, "naming_seconds", lambda reference, mistakes: 0.05)
    monkeypatch.setattr(naming.Diagnosis, "of_attempt", endless)
    told = judged(bench, WRONG)
    assert told.status == "wrong"
    assert names_of_failed(told) == ["small", "large"]
    assert told.misconception is None
    assert bench.spoilt


def test_what_cannot_be_named_has_no_name(bench, monkeypatch):
    def broken(self):
        raise MemoryError

    monkeypatch.setattr(naming.Diagnosis, "of_attempt", broken)
    told = judged(bench, WRONG)
    assert (told.status, told.misconception) == ("wrong", None)


@pytest.mark.skipif(sys.platform != "linux", reason="no limit of address space")
def test_the_judge_gets_no_more_memory_than_a_question_needs():
    """The space of mapped pages that nobody touches, which costs no time."""
    pid = os.fork()
    if not pid:
        status = 3
        try:
            memory = MemoryLimit()
            memory.set(Limits(memory_mib=1))
            kept = [mmap.mmap(-1, 2**30)]
            status = 2
            kept.append(mmap.mmap(-1, 2**32))
        except OSError as error:
            memory.set(Limits(memory_mib=4096))
            kept.append(mmap.mmap(-1, 2**32))
            status = 0 if (error.errno, len(kept)) == (errno.ENOMEM, 2) else 1
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY
