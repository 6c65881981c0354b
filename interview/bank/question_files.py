"""Both YAML files of a question, read as far as they can be, and every problem of theirs at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from interview.bank.facts import bank_facts
from interview.bank.library_rules import given_problems
from interview.bank.mistakes import (
    NO_MISTAKES,
    SharedMistakes,
    leaves_words_out,
    left_to_bank,
    needlessly_translated,
    read_mistakes,
    with_translated_words,
    with_words,
    wordless_misconceptions,
)
from interview.bank.prose import Prose, translated, translation_problems
from interview.bank.rules import Problem, broken_exercise_rules, broken_rules
from interview.bank.schema import validated
from interview.bank.source import KeyPath, YamlSource, problem_at, read_yaml
from interview.errors import QuestionError
from interview.model.question import Question

Rules = Callable[[Question], Iterable[Problem]]


class QuestionFiles:
    """What is wrong in one place keeps nothing else from being looked at."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.english = read_yaml(folder / "question.yaml")
        written = validated(self.english, Question)
        self.mistakes, self.shared = mistakes_of(folder, written)
        self.wordless = wordless(written, self.mistakes, self.shared)
        self.question = written and with_words(written, self.mistakes)
        self.left_to_bank = left_to_bank(written, self.mistakes)
        self.chinese: YamlSource | None = None
        self.prose: Prose | None = None
        self.needless: list[Problem] = []
        self.facts = bank_facts(folder.parent)
        """Of its bank."""
        if self.facts.is_translated and os.path.lexists(folder / "zh.yaml"):
            self.chinese = read_yaml(folder / "zh.yaml")
            self.prose = validated(self.chinese, Prose)
        if written and self.prose:
            self.needless = list(needlessly_translated(written, self.prose, self.mistakes))
            self.prose = with_translated_words(self.prose, written, self.mistakes, "zh")

    def told(self, source: YamlSource, problems: Iterable[Problem]) -> list[str]:
        """A line for each problem, but for those of keys of which one is known already, or of a part."""
        sources = [self.english, *([self.chinese] if source is self.chinese and source else [])]
        return [
            problem_at(*self.place(source, key), text)
            for key, text in problems
            if not any(one.is_doubtful(key) for one in sources)
        ]

    def place(self, source: YamlSource, key: KeyPath) -> tuple[Callable[[KeyPath], str], KeyPath]:
        """Where the value of a key stands: words that the question leaves to its bank, in the bank's file."""
        match key:
            case ("exercise", "misconceptions", int(i), "says") if self.question:
                id = self.question.exercise.misconceptions[i].id
            case ("exercise", "misconceptions", str(id)):
                pass
            case _:
                return source.where, key
        if self.shared is None or id not in self.left_to_bank:
            return source.where, key
        lang = "zh" if source is self.chinese else "en"
        return self.shared.where, self.mistakes.key_of(id, lang)

    def problems(self) -> list[str]:
        """Everything that keeps the question from being used."""
        lines = list(self.english.problems) + (self.shared.problems if self.shared else [])
        lines += self.told(self.english, self.wordless)
        if self.question:
            lines += self.told(self.english, broken_rules(self.folder, self.question))
        if self.chinese:
            lines += self.chinese.problems
            if self.question and self.prose:
                differences = translation_problems(self.question, self.prose)
                lines += [problem_at(self.chinese.where, key, text) for key, text in self.needless]
                lines += self.told(self.chinese, differences)
        return lines

    def in_language(self, lang: str) -> Question:
        """The question; raises QuestionError with every problem."""
        problems = self.problems()
        if self.question is None or problems:
            raise QuestionError(problems)
        if lang == self.facts.written_in or self.prose is None:
            return self.question
        return translated(self.question, self.prose)


def mistakes_of(folder: Path, written: Question | None) -> tuple[SharedMistakes, YamlSource | None]:
    """What the bank shares, if the question as it is written relies on that."""
    if written is None or not leaves_words_out(written):
        return NO_MISTAKES, None
    return read_mistakes(folder)


def wordless(
    written: Question | None, mistakes: SharedMistakes, shared: YamlSource | None
) -> list[Problem]:
    """Misconceptions that nobody has put into words; none is told where the shared words can't be read."""
    if written is None or (shared and shared.problems):
        return []
    return list(wordless_misconceptions(written, mistakes))


def question_for_grading(folder: Path, more: Rules) -> Question:
    """The question in English; raises QuestionError with every problem of what grading needs.

    more: rules that only grading can look after.
    """
    source = read_yaml(folder / "question.yaml")
    question = validated(source, Question)
    problems = list(source.problems)
    if question:
        mistakes, shared = mistakes_of(folder, question)
        problems += shared.problems if shared else []
        broken = list(wordless(question, mistakes, shared))
        question = with_words(question, mistakes)
        broken += [*broken_exercise_rules(folder, question), *more(question)]
        broken += given_problems(folder, question.exercise)
        problems += source.lines_of(broken)
    if question is None or problems:
        raise QuestionError(problems)
    return question
