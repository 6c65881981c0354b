"""One engine for all grading tests, as a batch would have; each test gets verdicts on the toy question."""

from __future__ import annotations

import pytest

from interview.bank import Bank
from interview.grading.client import Links, PrivateEngine
from tests.conftest import TOY
from tests.grading.processes import children


@pytest.fixture(scope="session")
def engine_at_rest():
    """A judge, and the processes of its engine while nothing is graded."""
    with Links(PrivateEngine()) as links:
        link = links.link()
        link.about()
        yield link, children(links.engine.process.pid)


@pytest.fixture(scope="session")
def link(engine_at_rest):
    return engine_at_rest[0]


@pytest.fixture(scope="session")
def resting(engine_at_rest):
    return engine_at_rest[1]


@pytest.fixture
def grade(link):
    """Source text -> verdict on the toy question, under a fixed secret seed."""
    (card,) = Bank(TOY).cards
    return lambda source, seed=7: link.grade(card, "attempt.py", source, seed)


@pytest.fixture(scope="session")
def reference():
    (card,) = Bank(TOY).cards
    return card.reference.read_text(encoding="utf-8")
