"""One engine for all grading tests, as a batch would have; each test gets verdicts on the toy question."""

from __future__ import annotations

import pytest

from interview.bank import Bank
from interview.grading.client import Links, PrivateEngine
from tests.conftest import TOY


@pytest.fixture(scope="session")
def link():
    with Links(PrivateEngine()) as engine:
        yield engine.link()


@pytest.fixture
def grade(link):
    """Source text -> verdict on the toy question, under a fixed secret seed."""
    (card,) = Bank(TOY).cards
    return lambda source, seed=7: link.grade(card, "attempt.py", source, seed)


@pytest.fixture(scope="session")
def reference():
    (card,) = Bank(TOY).cards
    return card.reference.read_text(encoding="utf-8")
