"""One engine for all grading tests, as a batch would have; each test gets verdicts on the toy question."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from interview.bank import Bank
from interview.grading.client.link import Links
from interview.grading.client.private import PrivateEngine
from interview.grading.client.shared import stop_all
from tests.conftest import TOY


@pytest.fixture
def place(monkeypatch):
    """A runtime folder of this test's own, with a name short enough for a socket, and the server's in it."""
    with tempfile.TemporaryDirectory(prefix="interview-") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield Path(folder) / "interview"
        stop_all(Path(folder) / "interview")


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
