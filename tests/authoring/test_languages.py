"""A bank of one language: sound without the other, and shown to whoever speaks that one."""

from __future__ import annotations

import pytest
import yaml

from interview.authoring.static_problems import static_problems
from interview.bank import Bank
from interview.bank.building import quickly_loaded
from interview.bank.mistakes import read_mistakes
from interview.bank.question_files import QuestionFiles
from interview.bank.source import read_yaml
from interview.export.book import BOOK_LANGUAGES
from interview.practice.exercise.stubs import stub_text
from tests.helpers.command import interview
from tests.helpers.toy import change


@pytest.fixture(params=["en", "zh"])
def bank(request, toy, question):
    """The toy bank in one language alone, and which."""
    if request.param == "zh":
        english, chinese = (
            read_yaml(question / name).data for name in ("question.yaml", "zh.yaml")
        )
        text = yaml.safe_dump(in_chinese(english, chinese), allow_unicode=True, sort_keys=False)
        (question / "question.yaml").write_text(text, encoding="utf-8")
    (question / "zh.yaml").unlink()
    facts = f"name: toy\nlanguages: [{request.param}]\n"
    (toy / "questions" / "bank.yaml").write_text(facts)
    return Bank(toy), request.param


def in_chinese(english, chinese):
    """A question with the words of its zh.yaml."""
    exercise, words = english["exercise"], chinese["exercise"]
    for part in ("cases", "raises"):
        for case, name in zip(exercise[part], words[part], strict=True):
            case["name"] = name
    for misconception in exercise["misconceptions"]:
        misconception["says"] = words["misconceptions"][misconception["id"]]
    exercise |= {"task": words["task"], "hints": words["hints"]}
    for drill, prose in zip(english["drills"], chinese["drills"], strict=True):
        drill |= prose
    rest = {key: value for key, value in chinese.items() if key not in ("exercise", "drills")}
    return english | rest


def problems(folder):
    files = QuestionFiles(folder)
    return static_problems(files, files.problems())


def test_it_is_sound_without_the_other_language(bank):
    opened, _lang = bank
    (card,) = opened.cards
    assert problems(card.folder) == []


def test_it_is_shown_in_either_language_without_complaint(bank):
    opened, lang = bank
    (card,) = opened.cards
    title = {"en": "A toy", "zh": "玩具题"}[lang]
    for asked in BOOK_LANGUAGES:
        assert quickly_loaded(card.folder, asked).title == title  # without the schema
        assert opened.title(card, asked) == title
        assert title in stub_text(card, asked)
    for asked in BOOK_LANGUAGES:
        shown = interview("show", "1", "--lang", asked, bank=opened.root)
        assert title in shown.stdout
        assert shown.stderr == ""


def test_what_it_lacks_is_told_in_its_own_measure(bank):
    opened, lang = bank
    folder = opened.cards[0].folder
    path = folder / "question.yaml"
    data = read_yaml(path).data
    path.write_text(
        yaml.safe_dump(data | {"answer": "短 short"}, allow_unicode=True), encoding="utf-8"
    )
    measure = {
        "en": "expected 150 to 300 words, got 2",
        "zh": "expected 250 to 500 Chinese characters, got 1",
    }[lang]
    assert any(measure in problem for problem in problems(folder))


def test_a_translation_that_nobody_sees_is_told(bank):
    opened, _lang = bank
    folder = opened.cards[0].folder
    (folder / "zh.yaml").write_text("title: x\n")
    told = [problem for problem in problems(folder) if "zh.yaml" in problem]
    assert [problem.partition("zh.yaml: ")[2] for problem in told] == [
        "its bank has one language: remove it, or write languages: [en, zh] in bank.yaml"
    ]


def test_the_glossary_looks_at_chinese_wherever_it_stands(bank):
    opened, lang = bank
    (card,) = opened.cards
    glossary = opened.root / "questions" / "glossary.yaml"
    glossary.write_text(
        "words:\n  键: {means: keys, refused: [掩码]}\n  blocker: {means: a mask, refused: [mask]}\n",
        encoding="utf-8",
    )
    told = [problem for problem in problems(card.folder) if "glossary.yaml" in problem]
    assert bool(told) is (lang == "zh")


def test_shared_mistakes_need_words_in_the_banks_languages_only(toy, question):
    change(question, "says: The scores are not divided., ", "")
    (toy / "questions" / "mistakes.yaml").write_text(
        "parts:\n  a:\n    mistakes:\n      no-scaling: {says: Not divided.}\n"
    )
    (problem,) = read_mistakes(question)[1].problems
    assert problem.endswith(
        "mistakes.yaml:4: parts.a.mistakes.no-scaling.zh: missing: add this key"
    )
    (toy / "questions" / "bank.yaml").write_text("name: toy\nlanguages: [en]\n")
    assert read_mistakes(question)[1].problems == []
    assert quickly_loaded(question, "zh").exercise.misconceptions[0].says == "Not divided."


def test_in_a_bank_of_both_languages_the_missing_one_is_to_be_written(question):
    (question / "zh.yaml").unlink()
    assert any("zh.yaml: missing: write the Chinese prose" in line for line in problems(question))
