"""The process that is forked for every attempt: made once for a question, replaced, and never left behind."""

from __future__ import annotations

import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from interview.bank import Bank
from interview.grading.client.link import Links
from interview.grading.client.private import PrivateEngine
from interview.wording.verdict import finding_details
from tests.conftest import TOY
from tests.helpers.processes import forked_from, gone, until

CARD = Bank(TOY).cards[0]
SOURCE = CARD.reference.read_text(encoding="utf-8")
pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere every runner is started anew"
)


@pytest.fixture
def links():
    with Links(PrivateEngine()) as links:
        yield links


def children(links: Links) -> set[int]:
    """Judges and zygotes."""
    return forked_from(links.engine.process.pid)


def status(link, seed: int = 1) -> str:
    return link.grade(CARD, "attempt.py", SOURCE, seed).status


@pytest.fixture
def used(links):
    """A link that has graded an attempt, and its zygote."""
    link = links.link()
    link.about()
    judge = children(links)
    assert status(link) == "accepted"
    (zygote,) = children(links) - judge
    return link, zygote


def test_one_zygote_serves_all_attempts_at_a_question_under_a_seed(links):
    link = links.link()
    link.about()
    judge = children(links)
    assert status(link) == "accepted"
    (zygote,) = children(links) - judge
    assert [status(link) for _ in range(3)] == ["accepted"] * 3
    assert children(links) == judge | {zygote}
    assert status(link, seed=2) == "accepted"
    (other,) = children(links) - judge
    assert other != zygote


LOADS_LATE = "import torch._dynamo\n"
TELLS_WHAT_IT_FINDS = """
import sys
print("there" if "torch._dynamo" in sys.modules else "not there")
"""


def test_what_a_question_loads_late_its_attempts_find_from_the_second_on(links, toy):
    """And those at other questions, once the server has it."""
    card = Bank(toy).cards[0]
    card.reference.write_text(LOADS_LATE + SOURCE, encoding="utf-8")
    link, other = links.link(), links.link()

    def finds(link, card) -> str:
        return link.grade(card, "attempt.py", TELLS_WHAT_IT_FINDS + SOURCE, 1).output

    assert finds(other, CARD) == "not there\n"
    assert [finds(link, card) for _ in range(3)] == ["not there\n", "there\n", "there\n"]
    assert link.about()["complete"]
    assert finds(links.link(), CARD) == "there\n"
    assert finds(other, CARD) == "not there\n"  # it was made before


def test_a_zygote_that_went_away_is_replaced(links, used):
    link, zygote = used
    os.kill(zygote, signal.SIGKILL)
    time.sleep(0.1)
    assert status(link) == "accepted"
    assert zygote not in children(links)


def test_a_zygote_that_goes_away_in_the_middle_takes_its_runner_with_it(links, used):
    link, zygote = used
    until(lambda: not forked_from(zygote))
    with ThreadPoolExecutor() as pool:
        verdict = pool.submit(link.grade, CARD, "attempt.py", "import time; time.sleep(60)", 1)
        until(lambda: forked_from(zygote))
        (runner,) = forked_from(zygote)
        time.sleep(1)  # by now it runs the attempt
        os.kill(zygote, signal.SIGKILL)
        assert verdict.result(timeout=20).status == "crashed"
    until(lambda: gone(runner))
    assert status(link) == "accepted"


def test_a_client_that_leaves_takes_judge_and_zygote_with_it(links):
    link = links.link()
    status(link)
    link.close()
    until(lambda: not children(links))


def test_no_attempt_is_blamed_for_a_zygote_that_goes_away_before_it(links):
    link = links.link()
    link.about()
    (judge,) = children(links)
    status(link)
    before = len(os.listdir(f"/proc/{judge}/fd"))
    for _ in range(15):
        (zygote,) = children(links) - {judge}
        os.kill(zygote, signal.SIGKILL)
        assert status(link) == "accepted"
        until(lambda zygote=zygote: gone(zygote))
    assert len(os.listdir(f"/proc/{judge}/fd")) == before


def test_a_runner_that_waited_in_vain_is_replaced(links):
    link = links.link()
    status(link)
    for waiting in (False, True):
        link.prepare(CARD, 1)
        time.sleep(0.3)
        victim = max(children(links))  # the zygote, made after the judge
        if waiting:
            (victim,) = forked_from(victim)
        os.kill(victim, signal.SIGKILL)
        until(lambda victim=victim: gone(victim))
        assert status(link) == "accepted"


def given(toy, text: str, limits: str = "{seconds: 2}"):
    """The toy question with a `given.py`."""
    folder = toy / "questions" / "01_attend"
    (folder / "given.py").write_text(text)
    path = folder / "question.yaml"
    path.write_text(path.read_text().replace("limits: {seconds: 2}", f"limits: {limits}"))
    (card,) = Bank(toy).cards
    return card


THREADS = """
import torch
torch.set_num_threads(2)
a = torch.randn(600, 600)
b = (a @ a).exp().sum()
"""


def test_where_there_are_threads_every_attempt_has_a_process_of_its_own(links, toy):
    card = given(toy, THREADS, "{seconds: 2, threads: true}")
    link = links.link()
    for source in (SOURCE, f"{THREADS}\n{SOURCE}"):
        assert link.grade(card, "attempt.py", source, 1).status == "accepted"
    assert status(link) == "accepted"


def test_threads_that_no_limit_allows_are_told_to_the_author(links, toy):
    verdict = links.link().grade(given(toy, THREADS), "attempt.py", SOURCE, 1)
    assert verdict.status == "judge_error"
    assert "threads: true" in finding_details(verdict.findings[0])[0]


def test_what_given_prints_is_nobodys_output(links, toy):
    card = given(toy, "print('x' * 200_000)\nprint('left', end='')\n")
    verdict = links.link().grade(card, "attempt.py", SOURCE + "\nprint('mine')\n", 1)
    assert (verdict.status, verdict.output) == ("accepted", "mine\n")


def test_a_signal_of_its_own_is_an_attempts_own_affair(links):
    source = (
        "import signal, time\nsignal.signal(signal.SIGALRM, lambda *_: None)\n"
        "signal.setitimer(signal.ITIMER_REAL, 0.001)\ntime.sleep(0.01)\n"
    )
    verdict = links.link().grade(CARD, "attempt.py", source + SOURCE, 1)
    assert (verdict.status, verdict.output) == ("accepted", "")


def test_loading_torch_is_not_charged_to_an_attempt():
    source = (
        "import time\nstarted = time.process_time()\n"
        "while time.process_time() - started < 1.3: pass\n"
    )
    with Links(PrivateEngine("started")) as links:
        verdict = links.link().grade(CARD, "attempt.py", source + SOURCE, 1)
    assert verdict.status == "accepted"
    assert verdict.seconds < 2


def test_what_cannot_be_set_up_is_our_failure_and_says_why(links, toy):
    """In the sandbox nothing of the environment is left; in the judge it is there."""
    given = toy / "questions" / "01_attend" / "given.py"
    given.write_text(
        "import os\nif 'PATH' not in os.environ:\n    raise RuntimeError('not in here')\n"
    )
    (card,) = Bank(toy).cards
    for _ in range(2):
        verdict = links.link().grade(card, "attempt.py", SOURCE, 1)
        assert verdict.status == "judge_error"
        assert "not in here" in finding_details(verdict.findings[0])[0]
