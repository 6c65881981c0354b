"""What `interview check` says of the words alone."""

from __future__ import annotations

import pytest

from interview.authoring.prose_problems import numbers_in_text, prose_problems
from interview.authoring.scaffolding import create_question
from interview.authoring.static_problems import static_problems
from interview.bank import Bank
from interview.bank.question_files import QuestionFiles
from interview.errors import UsageError
from tests.helpers.toy import change


def problems_told(toy):
    (card,) = Bank(toy).cards
    files = QuestionFiles(card.folder)
    assert files.problems() == []
    return "\n".join(static_problems(files, []))


def test_the_toy_question_has_nothing_to_do(toy):
    assert problems_told(toy) == ""


@pytest.mark.parametrize(
    ("old", "new", "name", "told"),
    [
        ("The scores `q·k/√d` become", "The `q·k/√d` `x` become", "question.yaml", "answer: `code` differ"),
        ("To keep the variance.", "To keep the variance at 1.", "question.yaml", "numbers differ from the English: missing ['1']"),
        ("什么是注意力？", "什么是 `softmax`？", "zh.yaml", "ask: `code` differ"),
        ("{S}, 4)。权重", "5, 4)。权重", "zh.yaml", "zh.yaml:14: drills.0.ask: placeholders differ from the English: missing ['{S}'], extra []: make"),
        ('"{answer}"}\n  - {ask: 哪', '"6"}\n  - {ask: 哪', "zh.yaml", "drills.0.because: placeholders differ"),
        ("{S}, 4)。权重", "{Z}, 4)。权重", "zh.yaml", "zh.yaml:14: drills.0: cannot be asked: {Z}: no such name"),
        ("{S}, 4)。权重", "{S, 4)。权重", "zh.yaml", "zh.yaml:14: drills.0: cannot be asked: its braces"),
        ("sources: [", "sources: []  # [", "question.yaml", "sources: expected at least 1"),
        ("What is attention?", "TODO", "question.yaml", "ask: still to be written"),
        ("  limits: {", "  left_out: {softmax-twice: TODO}\n  limits: {", "question.yaml", "exercise.left_out.softmax-twice: still to be"),
        ("# interview: attend", "# interview: other", "stub.py", "expected '# interview: attend'"),
    ],
)  # fmt: skip
def test_what_is_still_to_do_is_told(toy, question, old, new, name, told):
    change(question, old, new, name)
    assert told in problems_told(toy)


@pytest.mark.parametrize(
    ("old", "new", "name", "told"),
    [
        ("[scaled, divided]", "[width, divided]", "question.yaml", "question.yaml:10: key_points.0: not seen in its own words: add a term"),
        (", and a mask blocks keys", "", "question.yaml", "question.yaml:13: key_points.3: not seen in the model answer: add a term"),
        ("What is attention?", "What is a mask?", "question.yaml", "question.yaml:13: key_points.3.terms.0: 'mask' stands in `ask` already, so it never counts: replace it"),
        ("[mix, weighted sum]", "[mix, of the]", "question.yaml", "question.yaml:12: key_points.2.terms.1: 'of the' is not seen even in itself: use whole words"),
        ("[mask, blocked]", "[mask, blocked], contrary: [blocks keys]", "question.yaml", "question.yaml:13: key_points.3.contrary.0: 'blocks keys' is seen in `point`: say it more closely"),
        ("[mask, blocked]", "[mask, blocked], contrary: [of the]", "question.yaml", "question.yaml:13: key_points.3.contrary.0: 'of the' is not seen even in itself: use whole words"),
        ("[mix, weighted sum]", "[mix, weighted sum, Weighted  Sum]", "question.yaml", "question.yaml:12: key_points.2.terms.2: 'Weighted  Sum' stands there twice, first as terms.1: remove one of them"),
        ("[mask, blocked]", "[mask, blocked], contrary: [no mask, no mask]", "question.yaml", "question.yaml:13: key_points.3.contrary.1: 'no mask' stands there twice, first as contrary.0"),
        ("[mix, weighted sum]", "[mix, weighted sum], contrary: [weighted sum]", "question.yaml", "question.yaml:12: key_points.2.contrary.0: 'weighted sum' is also a term of this point, terms.1: remove the one"),
        ("[混合, 加权和]", "[混合, 加权和, 混合]", "zh.yaml", "zh.yaml:7: key_points.2.terms.2: '混合' stands there twice"),
        ("[混合, 加权和]", "[平均, 加权和]", "zh.yaml", "zh.yaml:7: key_points.2: not seen in its own words: add a term"),
    ],
)  # fmt: skip
def test_a_key_point_by_which_no_answer_can_be_marked_is_told(toy, question, old, new, name, told):
    change(question, old, new, name)
    assert told in problems_told(toy)


def test_what_is_wrong_with_shared_words_is_told_of_their_file(toy, question):
    words = "parts: {scores: {mistakes: {no-scaling: {says: TODO `d`, zh: 没有除}}}}"
    (toy / "questions" / "mistakes.yaml").write_text(words, encoding="utf-8")
    change(question, "no-scaling, says: The scores are not divided.,", "no-scaling,")
    change(question, "    no-scaling: 没有除。\n", "", "zh.yaml")
    todo, differs = problems_told(toy).splitlines()
    assert todo.endswith(
        "questions/mistakes.yaml:1: parts.scores.mistakes.no-scaling.says: still to be written: write it"
    )
    assert "mistakes.yaml:1: parts.scores.mistakes.no-scaling.zh: `code` differ" in differs


def test_an_answer_of_the_wrong_length_is_told_in_both_languages(toy, question):
    for name, key in (("question.yaml", "words"), ("zh.yaml", "Chinese characters")):
        path = question / name
        lines = path.read_text().splitlines()
        lines = ['answer: "`q·k/√d`"' if line.startswith("answer:") else line for line in lines]
        path.write_text("\n".join(lines))
        assert key in problems_told(toy)


def test_a_missing_translation_and_stray_files_are_told(toy, question):
    (question / "zh.yaml").unlink()
    (question / "notes.txt").write_text("x")
    (question / "wrong").mkdir()
    (question / "wrong" / "unknown.py").write_text("x = 1")
    text = problems_told(toy)
    assert "zh.yaml: missing" in text
    assert "notes.txt: stray file" in text
    assert "unknown.py: stray file" in text


def test_a_file_of_almost_the_right_name_is_to_be_renamed(toy, question):
    change(
        question,
        'id: mask-ignored, says: The mask is ignored., edit: {"if mask is not None": "if mask is not None and mask.all()"}',
        "id: mask-ignored, says: The mask is ignored.",
    )
    (question / "wrong").mkdir()
    (question / "wrong" / "mask_ignored.py").write_text("x = 1")
    (question / "gven.py").write_text("x = 1")
    text = "\n".join(static_problems(QuestionFiles(question), []))
    assert "wrong/mask_ignored.py: stray file: rename it to mask-ignored.py, or remove it" in text
    assert "gven.py: stray file: rename it to given.py, or remove it" in text


def test_words_that_a_misconception_lacks_are_told_once(question):
    change(question, "says: The scores are not divided., ", "")
    files = QuestionFiles(question)
    told = [p for p in static_problems(files, files.problems()) if "misconceptions.0.says" in p]
    (line,) = told
    assert line.endswith("says: missing: add this key")


def test_a_new_question_is_valid_and_full_of_things_to_do(toy):
    create_question(toy, 2, "rotary-embedding", "Rotary")
    files = QuestionFiles(Bank(toy).find("2").folder)
    assert files.problems() == []
    todo = "\n".join(static_problems(files, []))
    for key in (
        "answer: expected 150",
        "key_points: expected 4",
        "ask: still to be written",
        "drills: expected",
    ):
        assert key in todo


def test_a_new_question_never_overwrites(toy):
    with pytest.raises(UsageError, match="already there"):
        create_question(toy, 1, "other", "T")
    with pytest.raises(UsageError, match="kebab-case"):
        create_question(toy, 5, "Not Kebab", "T")


@pytest.mark.parametrize(
    ("english", "chinese", "same"),
    [
        ("70 billion parameters", "700 亿参数", True),
        ("1.5 million and 3 thousand", "150 万和 3 千", True),
        ("10,000 steps", "1 万步", True),
        ("2 trillion tokens", "2 万亿 token", True),
        ("a 7B model", "7B 模型", True),
        ("a 7B model", "70 亿参数的模型", True),
        ("70 billion parameters", "70 亿参数", False),
        ("7 bits", "7 千字节", True),
        ("version 2.5.1", "2.5.1 版", True),
    ],
)
def test_a_number_is_the_same_however_each_language_counts(english, chinese, same):
    assert (numbers_in_text(english) == numbers_in_text(chinese)) is same


@pytest.mark.parametrize(
    ("term", "remedy"),
    [
        ("not shared, repeated keys", "a negation counts within its clause"),
        ("is not", "a negation counts within its clause"),
        ("a", "use whole words"),
        ("rows|no; keys|rows", "a negation counts within its clause"),  # the other half has `rows`
    ],
)
def test_a_term_that_is_never_seen_has_the_remedy_that_helps(toy, term, remedy):
    folder = Bank(toy).cards[0].folder
    change(folder, "terms: [scaled, divided]", f"terms: [scaled, divided, '{term}']")
    (problem,) = [p for p in prose_problems(QuestionFiles(folder)) if "is not seen even" in p]
    assert f"key_points.0.terms.2: {term!r} is not seen even in itself: {remedy}" in problem


@pytest.mark.parametrize(
    ("file", "old", "new", "key"),
    [
        ("zh.yaml", "title: 玩具题", "title: TODO", "1: title"),
        ("zh.yaml", "answer: 保持方差。", "answer: TODO", "10: follow_ups.0.answer"),
        ("zh.yaml", "no-scaling: 没有除。", "no-scaling: TODO", "22: exercise.misconceptions.no-scaling"),
        ("zh.yaml", "cases: [普通,", "cases: [TODO,", "18: exercise.cases.0"),
        ("question.yaml", "title: A toy", "title: TODO", "3: title"),
        ("question.yaml", "- name: plain", "- name: TODO", "29: exercise.cases.0.name"),
    ],
)  # fmt: skip
def test_whatever_is_left_to_do_is_told_in_either_file(toy, file, old, new, key):
    folder = Bank(toy).cards[0].folder
    change(folder, old, new, file)
    told = [p for p in prose_problems(QuestionFiles(folder)) if "still to be written" in p]
    assert [line.rpartition(f"{file}:")[2].partition(": still")[0] for line in told] == [key]
