"""A judge that its client leaves to the next: prepared, handed over once, and never in anybody's way."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from pathlib import Path

import pytest

from interview.bank import Bank
from interview.grading.client import link as client_link
from interview.grading.client import shared
from interview.grading.client.link import Links
from interview.grading.client.shared import SharedEngine, open_engine
from tests.conftest import TOY
from tests.helpers.processes import computed, forked_from, gone, until
from tests.helpers.server import settled

CARD = Bank(TOY).cards[0]
SOURCE = CARD.reference.read_text(encoding="utf-8")
WRONG = SOURCE.replace("math.sqrt(", "(")
PREPARED, ASKED = 424242, 7
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")


@pytest.fixture(scope="module")
def shared_server():
    """A shared server of this file's own, in which everything is loaded."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory(prefix="i-") as folder:
        patch.setenv("XDG_RUNTIME_DIR", folder)
        patch.delenv("CI", raising=False)
        with open_engine() as links:
            links.link().about()
        yield Path(folder), settled()
        shared.stop_servers()


@pytest.fixture
def server(shared_server, monkeypatch):
    """That server with nobody there; what is prepared in it is so under one known seed."""
    folder, pid = shared_server
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    monkeypatch.setattr(client_link, "fresh_seed", lambda: PREPARED)
    with open_engine() as links:
        links.link().about()  # whoever rests is taken, and left without a word
    until(lambda: not forked_from(pid))
    return pid


def leave(server, card=CARD, source=SOURCE):
    """Has something graded, leaves the judge to the next, and gives it once it is ready."""
    with open_engine() as links:
        link = links.link()
        assert link.grade(card, "attempt.py", source, ASKED).status in ("accepted", "wrong")
        link.leave_to_next()
    return at_rest(until(lambda: judge_beside_a_zygote(server)))


def judge_beside_a_zygote(server):
    """The judge of two that are forked from the server, where the other has a runner that waits."""
    below = forked_from(server)
    zygotes = {pid for pid in below if forked_from(pid)}
    return next(iter(below - zygotes)) if (len(below), len(zygotes)) == (2, 1) else None


def at_rest(judge):
    """The judge, once it computes no more: then it has said that it is free."""
    last = [-1]

    def still():
        before, last[0] = last[0], computed(judge)
        return before == last[0]

    until(lambda: all(still() for _ in range(2)), seconds=60.0)
    return judge


def seed_of_next(any_seed=True, source=SOURCE):
    with open_engine() as links:
        verdict = links.link().grade(CARD, "attempt.py", source, ASKED, any_seed=any_seed)
        return verdict.seed, verdict.status


def test_whoever_comes_next_gets_the_judge_and_what_it_has_prepared(server):
    judge = leave(server)
    with open_engine() as links:
        link = links.link()
        assert link.about()["pid"] == server
        assert judge in forked_from(server)
        verdict = link.grade(CARD, "attempt.py", WRONG, ASKED, any_seed=True)
        assert (verdict.seed, verdict.status) == (PREPARED, "wrong")
        again = link.grade(CARD, "attempt.py", SOURCE, ASKED, any_seed=True)
        assert (again.seed, again.status) == (ASKED, "accepted"), "a secret seed was used twice"


def test_a_seed_that_was_asked_for_is_the_one(server):
    leave(server)
    assert seed_of_next(any_seed=False) == (ASKED, "accepted")


def test_a_verdict_of_a_judge_left_behind_is_that_of_a_new_one(server):
    leave(server)
    with open_engine() as links:
        theirs = links.link().grade(CARD, "attempt.py", WRONG, ASKED, any_seed=True)
    with open_engine() as links:
        mine = links.link().grade(CARD, "attempt.py", WRONG, PREPARED)
    assert theirs.seed == mine.seed == PREPARED
    told = [
        (v.status, v.score, v.cases, v.misconception, v.example, v.departure)
        for v in (theirs, mine)
    ]
    assert told[0] == told[1]


def test_a_question_that_was_changed_meanwhile_is_read_again(server, toy):
    card = Bank(toy).cards[0]
    leave(server, card)
    task = toy / "questions" / "01_attend" / "question.yaml"
    os.utime(task, ns=(1, 1))
    with open_engine() as links:
        assert links.link().grade(card, "attempt.py", SOURCE, ASKED, any_seed=True).seed == ASKED


def test_a_file_that_was_swapped_for_another_of_its_age_is_read_again(server, toy):
    card = Bank(toy).cards[0]
    leave(server, card)
    told, changed = card.reference.stat(), SOURCE.replace("return ", "return 2 * ")
    card.reference.write_text(changed)
    os.utime(card.reference, ns=(told.st_atime_ns, told.st_mtime_ns))
    with open_engine() as links:
        verdict = links.link().grade(card, "attempt.py", changed, ASKED, any_seed=True)
        assert (verdict.seed, verdict.status) == (ASKED, "accepted")


def test_who_comes_before_it_is_ready_has_a_new_one_at_once(server):
    for _ in range(3):
        with open_engine() as links:
            link = links.link()
            assert link.grade(CARD, "attempt.py", SOURCE, ASKED).status == "accepted"
            link.leave_to_next()
            with open_engine() as others:
                verdict = others.link().grade(CARD, "attempt.py", SOURCE, ASKED, any_seed=True)
                assert verdict.status == "accepted"
    until(lambda: len(forked_from(server)) in (0, 2))


def test_one_rests_at_most(server):
    leave(server)
    with open_engine() as links, open_engine() as others:
        first, second = links.link(), others.link()
        for link in (first, second):
            assert link.grade(CARD, "attempt.py", SOURCE, ASKED).status == "accepted"
        first.leave_to_next()
        second.leave_to_next()
    until(lambda: len(forked_from(server)) == 2)


def test_one_that_dies_at_rest_is_not_missed(server):
    os.kill(leave(server), signal.SIGKILL)
    assert seed_of_next() == (ASKED, "accepted")


def test_who_gives_up_leaves_nothing(server):
    with open_engine() as links:
        assert links.link().grade(CARD, "attempt.py", SOURCE, ASKED).status == "accepted"
    until(lambda: not forked_from(server))


def test_a_reference_that_fails_under_the_next_seed_is_told_to_who_asks(server, toy):
    card = Bank(toy).cards[0]
    with open_engine() as links:
        link = links.link()
        assert link.grade(card, "attempt.py", SOURCE, ASKED).status == "accepted"
        card.reference.write_text(SOURCE + "\nraise RuntimeError('broken meanwhile')\n")
        link.leave_to_next()
    with open_engine() as links, pytest.raises(Exception, match="broken meanwhile"):
        links.link().grade(card, "attempt.py", SOURCE, ASKED, any_seed=True)


def test_a_judge_at_rest_keeps_no_server_alive(place):
    place.mkdir(mode=0o700)
    with Links(SharedEngine(place, idle=0.3)) as links:
        link = links.link()
        assert link.grade(CARD, "attempt.py", SOURCE, ASKED).status == "accepted"
        server = link.about()["pid"]
        link.leave_to_next()
        judge = max(forked_from(server), default=None)
    until(lambda: gone(server))
    assert judge is None or until(lambda: gone(judge))


def test_stop_ends_a_judge_at_rest_with_its_server(place):
    with open_engine() as links:
        server = links.link().about()["pid"]
    judge = leave(server)
    assert shared.stop_servers() == 1
    until(lambda: gone(server) and gone(judge))


def test_another_question_gets_a_judge_in_which_nothing_has_run(server, toy, monkeypatch):
    judge = leave(server)
    with open_engine() as links:
        other = Bank(toy).cards[0]
        monkeypatch.setattr(links.engine, "failed", pytest.fail)  # nothing went wrong
        verdict = links.link().grade(other, "attempt.py", SOURCE, ASKED, any_seed=True)
        assert (verdict.seed, verdict.status) == (ASKED, "accepted")
        assert judge not in forked_from(server)
