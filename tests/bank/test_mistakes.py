"""Words that the questions of a bank share: where they are taken from, and what is told where they are not."""

from __future__ import annotations

import pytest

from interview.bank import Bank, load_question
from interview.bank.building import quickly_loaded
from interview.bank.edition import question_edition
from interview.bank.loading import load_for_grading
from interview.errors import QuestionError
from tests.helpers.toy import change

SHARED = """\
parts:
  scores:
    seen: ['math\\.sqrt']
    mistakes:
      no-scaling:
        says: Nothing divides the scores.
        zh: 分数没有除过。
      scale-multiplied:
        says: The scores are multiplied.
        zh: 分数乘上了。
"""
OWN_WORDS = "no-scaling, says: The scores are not divided.,"


def share(question, text=SHARED):
    """Gives the bank that file, and takes the question's own words for one mistake out."""
    (question.parent / "mistakes.yaml").write_text(text, encoding="utf-8")
    change(question, OWN_WORDS, "no-scaling,")
    change(question, "    no-scaling: 没有除。\n", "", "zh.yaml")


def test_words_that_were_written_again_are_read_again(question):
    share(question)
    assert says(quickly_loaded(question, "en"))["no-scaling"] == "Nothing divides the scores."
    share_again = SHARED.replace("Nothing divides the scores.", "The root of d is missing.")
    (question.parent / "mistakes.yaml").write_text(share_again, encoding="utf-8")
    assert says(quickly_loaded(question, "en"))["no-scaling"] == "The root of d is missing."


def problems(load, *args):
    with pytest.raises(QuestionError) as caught:
        load(*args)
    return caught.value.problems


def says(question):
    return {m.id: m.says for m in question.exercise.misconceptions}


@pytest.mark.parametrize(
    ("lang", "told", "own"),
    [
        ("en", "Nothing divides the scores.", "Softmax over queries."),
        ("zh", "分数没有除过。", "softmax 的轴错了。"),
    ],
)
def test_a_misconception_without_words_has_those_of_the_bank(question, lang, told, own):
    share(question)
    for loaded in (quickly_loaded(question, lang), load_question(question, lang)):
        assert (says(loaded)["no-scaling"], says(loaded)["wrong-axis"]) == (told, own)
    assert says(load_for_grading(question))["no-scaling"] == "Nothing divides the scores."


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_words_of_its_own_go_before_those_of_the_bank(question, lang):
    before = load_question(question, lang)
    (question.parent / "mistakes.yaml").write_text(SHARED, encoding="utf-8")
    assert load_question(question, lang) == quickly_loaded(question, lang) == before


def test_the_edition_does_not_change_with_whose_words_they_are(question, toy):
    (card,) = Bank(toy).cards
    before = question_edition(card, load_question(question))
    share(question)
    assert question_edition(card, load_for_grading(question)) == before
    change(question, "  limits: {seconds", "  left_out: {x: Nobody.}\n  limits: {seconds")
    assert question_edition(card, load_for_grading(question)) == before


def test_without_words_anywhere_a_misconception_is_a_mistake_with_line_and_remedy(question):
    share(question)
    change(question, "id: no-scaling", "id: no-scalling")
    line = next(
        n
        for n, text in enumerate((question / "question.yaml").read_text().splitlines(), start=1)
        if "no-scalling" in text
    )
    told = (
        f"question.yaml:{line}: exercise.misconceptions.0.says: missing, and 'no-scalling' is no id of "
        "mistakes.yaml: add this key, or did you mean 'no-scaling'?"
    )
    for load in (load_question, load_for_grading):
        assert problems(load, question)[0].endswith(told)
    (question.parent / "mistakes.yaml").unlink()
    assert problems(load_question, question)[0].endswith("0.says: missing: add this key")


def test_a_translation_of_shared_words_is_one_too_many(question):
    share(question)
    change(question, "    wrong-axis: ", "    no-scaling: 没有除。\n    wrong-axis: ", "zh.yaml")
    assert quickly_loaded(question, "zh") is None
    (told,) = problems(load_question, question)
    assert "zh.yaml:22: exercise.misconceptions.no-scaling: its words are those of mistakes" in told


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("        zh: 分数没有除过。\n", "", 5, "no-scaling.zh: missing: add this key"),
        ("        zh: 分数没有", "        de: Nein.\n        zh: 分数没有", 7, "no-scaling.de: unknown key"),
        ("seen: ['math", "seen: ['(math", 3, "scores.seen.0: not a regular expression"),
        ("parts:\n", "parts:\n  twice: {mistakes: {no-scaling: {says: a, zh: b}}}\n", 6, "'no-scaling' is also in 'twice'"),
        ("      no-scaling:", "      no-scaling: [", 7, "not valid YAML"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_file_itself_is_told_with_its_line(question, old, new, line, told):
    assert SHARED.count(old) == 1
    share(question, SHARED.replace(old, new))
    for load in (load_question, load_for_grading):
        (problem,) = problems(load, question)
        assert f"mistakes.yaml:{line}: " in problem
        assert told in problem
    assert quickly_loaded(question, "en") is None
