"""A question's edition: what verdicts hang on, and not how it is put."""

from __future__ import annotations

import pytest

from interview.bank import Bank, load_question
from interview.bank.edition import question_edition
from interview.bank.loading import load_for_grading
from tests.helpers.toy import change


def edition(root):
    (card,) = Bank(root).cards
    return question_edition(card, load_question(card.folder))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("task: Write attend.", "task: Write it."),
        ("hints: [one, two, three]", "hints: [one, two, four]"),
        ("says: The mask is inverted.", "says: Blocked is allowed."),
        ("pitfalls: Forgetting the scale.", "pitfalls: Forgetting it."),
        ("minutes: 5", "minutes: 6"),
    ],
)
def test_prose_makes_no_other_edition(toy, old, new):
    before = edition(toy)
    change(toy / "questions" / "01_attend", old, new)
    assert edition(toy) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('{q: "randn(2, 3, 4)", k', '{q: "randn(2, 4, 4)", k'),
        ("    - name: square and masked\n", "    - name: square and masked\n      group: edges\n"),
        ("  limits: {seconds: 2}", "  limits: {seconds: 2}\n  weights: {core: 1}"),
        ("  limits: {seconds: 2}", "  limits: {seconds: 2}\n  tolerance: {rtol: 0.1}"),
        ("  checks: [gradients, dtypes", "  checks: [dtypes"),
        ("{id: wrong-axis, says", "{id: other-axis, says"),
        ('"softmax(dim=-2)"', '"softmax(dim=-3)"'),
    ],
)
def test_whatever_verdicts_hang_on_makes_another(toy, old, new):
    before = edition(toy)
    folder = toy / "questions" / "01_attend"
    (folder / "zh.yaml").unlink()
    change(folder, old, new)
    assert edition(toy) != before


def test_the_reference_and_recipes_of_the_question_make_another(toy):
    editions = [edition(toy)]
    folder = toy / "questions" / "01_attend"
    for path in (toy / "solutions" / "01_attend.py", folder / "recipes.py", folder / "given.py"):
        path.write_text((path.read_text() if path.is_file() else "") + "\n# changed\n")
        editions.append(edition(toy))
    assert len(set(editions)) == 4


def test_the_judge_names_the_edition_that_anybody_finds(grade, reference, toy):
    (card,) = Bank(toy).cards
    assert grade(reference).edition == question_edition(card, load_for_grading(card.folder))
    assert grade("x = (").edition == edition(toy)
