"""What `interview check` says of an exercise's `stages`."""

from __future__ import annotations

import pytest

from interview.authoring.stage_problems import silent_stages, stage_problems
from interview.bank import Bank
from interview.bank.question_files import QuestionFiles
from interview.grading.judge.bench import Bench
from interview.grading.judge.stage_names import stages_without_value
from tests.helpers.toy import change

TASK = "  task: Write attend.\n"
TOLD = "  task: Make the scores `q·k/√d`, then weights.\n"


def with_stages(question, stages, chinese=None):
    """The toy's files with these stages, words by variable."""
    for name, words in (("question.yaml", stages), ("zh.yaml", chinese or stages)):
        lines = "".join(f'    {key}: "{says}"\n' for key, says in words.items())
        change(question, "  hints:", f"  stages:\n{lines}  hints:", name)
    change(question, TASK, TOLD)
    return QuestionFiles(question)


def test_words_and_formulas_of_the_task_are_fine(question):
    files = with_stages(question, {"scores[0]": "`q·k/√d`", "scores": "score after the weights"})
    assert files.problems() == []
    assert stage_problems(files) == []


@pytest.mark.parametrize(
    ("key", "says", "told"),
    [
        ("weights", "weights", "stages.weights: the reference has no variable 'weights'"),
        ("scores[x]", "scores", "stages.scores[x]: expected a variable, or its first value as in"),
        ("scores", "masked scores", "stages.scores: the task doesn't have masked: say it in words"),
        ("scores", "`q @ k.mT`", "stages.scores: the task doesn't have `q @ k.mT`"),
    ],
)
def test_what_tells_more_than_the_task_or_names_nothing_is_refused(question, key, says, told):
    (problem,) = stage_problems(with_stages(question, {key: says}))
    assert "question.yaml:" in problem
    assert told in problem


def test_both_languages_have_the_same_stages(question):
    files = with_stages(question, {"scores": "scores"}, {"q": "分数"})
    told = "\n".join(files.problems())
    assert "exercise.stages: expected words for 'scores', got none" in told
    assert "exercise.stages.q: 'q' is no stage of question.yaml" in told


def test_a_variable_that_never_holds_a_tensor_of_numbers_is_told(question, toy):
    with_stages(question, {"scores": "scores", "mask": "weights", "scores[2]": "scores"})
    (card,) = Bank(toy).cards
    unseen = stages_without_value(Bench(card, 3))
    assert unseen == ["mask", "scores[2]"]
    assert "stages: mask gets no tensor of floating numbers" in next(silent_stages(unseen))
