"""What a judge says over its control socket of what torch loads late."""

from __future__ import annotations

import socket

import pytest

from interview.grading.forks import control
from interview.grading.forks.control import Children, Spawner
from interview.grading.forks.late import LATE_MODULES


@pytest.mark.parametrize("there", [[], [LATE_MODULES[0]], [*LATE_MODULES]])
def test_what_is_needed_is_told_once_and_only_what_is_not_there(monkeypatch, there):
    monkeypatch.setattr(control, "late_modules", lambda: there)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        children = Children(theirs, lambda link, output: 0)
        assert children.newly_needed() == []
        Spawner(ours).needs([*LATE_MODULES, "os"])
        assert children.answer()
        assert children.newly_needed() == [name for name in LATE_MODULES if name not in there]
        assert children.newly_needed() == []
