"""What tests learn of a forked command is what a new process would have told them."""

from __future__ import annotations

import pytest

from tests.helpers.command import interview


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["list"], 0),
        (["show", "1", "--lang", "zh"], 0),
        (["check", "--seed", "7"], 0),
        (["--help"], 0),
        ([], 0),
        (["nonsense"], 2),
        (["show", "99"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_forked_command_says_what_a_new_process_says(arguments, status):
    forked = interview(*arguments, status=status)
    new = interview(*arguments, status=status, env={})
    assert (forked.stdout, forked.stderr) == (new.stdout, new.stderr)
    assert forked.stdout + forked.stderr
