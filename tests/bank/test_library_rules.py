"""Names of libraries, and the version from which on a library has them."""

from __future__ import annotations

from importlib.metadata import version

import pytest

from interview.bank import Bank
from interview.bank.library_rules import has_version, library_names
from interview.bank.loading import load_for_grading
from interview.errors import QuestionError
from tests.helpers.toy import change

FORBIDDEN = "torch.nn.MultiheadAttention]"
NEWER = 'torch.nn.MultiheadAttention, torch.some.new]\n  since: {torch.some.new: "%s"}'


@pytest.mark.parametrize(
    ("library", "wanted", "has"),
    [
        ("torch", "2.6", True),
        ("torch", version("torch"), True),
        ("torch", "2.999", False),
        ("torch", "99.0", False),
        ("nobodys", "0.1", False),
    ],
)
def test_a_later_version_has_what_an_earlier_one_had(library, wanted, has):
    assert has_version(library, wanted) is has


@pytest.mark.parametrize(("since", "asked_for"), [("99.0", False), ("2.0", True)])
def test_a_name_is_asked_for_where_the_library_should_have_it(question, since, asked_for):
    change(question, FORBIDDEN, NEWER % since)
    exercise = load_for_grading(question).exercise
    names = [name for _, name in library_names(exercise)]
    assert ("torch.some.new" in names) is asked_for
    assert "torch.nn.MultiheadAttention" in names


def test_what_is_not_there_yet_is_in_nobodys_way(link, question, reference):
    change(question, FORBIDDEN, NEWER.replace("torch.some", "torch.nn") % "99.0")
    (card,) = Bank(question.parents[1]).cards
    assert link.grade(card, "attempt.py", reference, 7).status == "accepted"
    mention = f"{reference}\n\ndef other():\n    return torch.nn.new()\n"
    assert link.grade(card, "attempt.py", mention, 7).status == "forbidden"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (NEWER % "soon", "exercise.since.torch.some.new: expected the first version that has it"),
        (
            'torch.nn.MultiheadAttention]\n  since: {torch.some.new: "2.13"}',
            "it is not forbidden: write it into `forbid` as well",
        ),
    ],
)
def test_a_version_that_says_nothing_is_told(question, written, told):
    change(question, FORBIDDEN, written)
    with pytest.raises(QuestionError, match=told):
        load_for_grading(question)
