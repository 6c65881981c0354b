"""What a debugging round hands out has no word on its mistake; what can't be taken out is told to the author."""

from __future__ import annotations

import pytest

from interview.bank.giveaways import left_giveaways, without_giveaways

REFERENCE = '''\
def kept(rows, limit):
    """The rows that are short enough."""
    found = []
    for row in rows:  # (T)
        if len(row) > limit:
            continue  # too long
        found.append(row)
    return found
'''
SKIPPED = "        if len(row) > limit:\n            continue  # too long\n"


def test_comments_and_idle_statements_among_others_go():
    wrong = REFERENCE.replace("continue  # too long", "pass  # kept all the same")
    assert without_giveaways(wrong, REFERENCE) == REFERENCE.replace(SKIPPED, "")
    assert list(left_giveaways(wrong, REFERENCE)) == []


@pytest.mark.parametrize("never", ["False", "0", "None"])
def test_what_is_never_carried_out_goes_unless_something_else_is_in_its_place(never):
    wrong = REFERENCE.replace("len(row) > limit", never)
    assert without_giveaways(wrong, REFERENCE) == REFERENCE.replace(SKIPPED, "")
    other = wrong.replace(
        "        found.append(row)", "        else:\n            found.append(row)"
    )
    assert f"if {never}:" in without_giveaways(other, REFERENCE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (SKIPPED + "        found.append(row)\n", "        pass\n"),
        (SKIPPED + "        found.append(row)\n", "        pass\n        pass\n"),
        (SKIPPED + "        found.append(row)\n", "        if limit:\n            pass\n"),
        (
            "        found.append(row)\n",
            "        if limit:\n            pass\n        else:\n            found.append(row)\n",
        ),
    ],
)
def test_an_idle_statement_alone_in_its_block_is_told(old, new):
    assert REFERENCE.count(old) == 1
    (told,) = left_giveaways(REFERENCE.replace(old, new), REFERENCE)
    assert "a statement that does nothing" in told


def test_an_idle_statement_of_the_reference_tells_nothing():
    reference = "class Refused(ValueError):\n    pass\n\n\n" + REFERENCE
    assert list(left_giveaways(reference.replace("> limit", ">= limit"), reference)) == []


def test_a_docstring_of_several_lines_is_told():
    wrong = REFERENCE.replace('short enough."""', 'short enough.\n\n    Or too long."""')
    (told,) = left_giveaways(wrong, REFERENCE)
    assert "a docstring" in told


def test_a_function_that_is_nothing_but_its_added_docstring_is_told():
    wrong = REFERENCE + '\n\ndef helper():\n    """Does nothing."""\n'
    (told,) = left_giveaways(wrong, REFERENCE)
    assert "no Python" in told
