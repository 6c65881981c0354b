"""Whether a question's words are complete: counts, lengths, both languages alike, no stray files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from interview.authoring.term_problems import marking_problems
from interview.bank.files import read_bank_file
from interview.bank.heads import path_from_here
from interview.bank.mistakes import NO_MISTAKES, SharedMistakes, mistakes_file
from interview.bank.prose import Prose, translated
from interview.model.question import Card, Question

BACKTICKED = re.compile(r"`([^`]*)`")
NUMBER_PATTERN = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*")
CHINESE_CHARACTER = re.compile(r"[\u4e00-\u9fff]")
ENGLISH_ANSWER_WORDS = (150, 300)
CHINESE_ANSWER_LENGTH = (250, 500)
TODO_MARK = re.compile(r"\bTODO\b")
QUESTION_FILES = {"question.yaml", "zh.yaml", "stub.py", "given.py", "recipes.py", "ladder.json"}


def prose_problems(
    card: Card, question: Question, prose: Prose | None, mistakes: SharedMistakes = NO_MISTAKES
) -> list[str]:
    """What is still to do on the words; one line each."""
    yaml, zh = (
        path_from_here(card.folder / "question.yaml"),
        path_from_here(card.folder / "zh.yaml"),
    )
    of_bank = path_from_here(mistakes_file(card.folder))
    shared = shared_fields(question, mistakes)

    def placed(file: str, line: str) -> str:
        return f"{of_bank if line.partition(': ')[0] in shared else file}: {line}"

    problems = [placed(yaml, line) for line in english_problems(question)]
    problems += marking_problems(card.folder / "question.yaml", question)
    if prose is None:
        problems.append(f"{zh}: missing: write the Chinese prose")
    else:
        problems += [f"{zh}: {line}" for line in chinese_problems(prose)]
        if not counts_differ(question, prose):
            other = translated(question, prose)
            problems += [placed(zh, line) for line in translation_differences(question, other)]
            problems += marking_problems(card.folder / "zh.yaml", other)
    problems += [
        f"{path_from_here(path)}: stray file: remove it" for path in stray_files(card, question)
    ]
    problems += stub_problems(card, question)
    return problems


def shared_fields(question: Question, mistakes: SharedMistakes) -> set[str]:
    """The prose fields whose words are those of the bank."""
    said = mistakes.said("en")
    misconceptions = question.exercise.misconceptions
    return {f"exercise.misconceptions.{m.id}" for m in misconceptions if said.get(m.id) == m.says}


def english_problems(question: Question) -> Iterator[str]:
    low, high = ENGLISH_ANSWER_WORDS
    words = len(question.answer.split())
    if not low <= words <= high:
        yield f"answer: expected {low} to {high} words, got {words}"
    if not 4 <= len(question.key_points) <= 7:
        yield f"key_points: expected 4 to 7, got {len(question.key_points)}"
    if len(question.follow_ups) < 2:
        yield f"follow_ups: expected at least 2, got {len(question.follow_ups)}"
    if len(question.drills) < 2:
        yield f"drills: expected at least 2, got {len(question.drills)}"
    if not question.sources:
        yield "sources: expected at least one paper and section, got none"
    if len(question.exercise.misconceptions) < 5:
        yield f"misconceptions: expected at least 5, got {len(question.exercise.misconceptions)}"
    for i, point in enumerate(question.key_points):
        if len(point.terms) < 2:
            yield f"key_points.{i}.terms: expected at least 2, got {len(point.terms)}"
    for name, text in prose_fields(question):
        if not text.strip() or TODO_MARK.search(text):
            yield f"{name}: still to be written"


def chinese_problems(prose: Prose) -> Iterator[str]:
    low, high = CHINESE_ANSWER_LENGTH
    count = len(CHINESE_CHARACTER.findall(prose.answer))
    if not low <= count <= high:
        yield f"answer: expected {low} to {high} Chinese characters, got {count}"
    for i, point in enumerate(prose.key_points):
        if len(point.terms) < 2:
            yield f"key_points.{i}.terms: expected at least 2, got {len(point.terms)}"


def counts_differ(question: Question, prose: Prose) -> bool:
    return len(question.drills) != len(prose.drills) or any(
        m.id not in prose.exercise.misconceptions for m in question.exercise.misconceptions
    )


def prose_fields(question: Question) -> Iterator[tuple[str, str]]:
    """Every prose field by name, with its text."""
    yield "ask", question.ask
    yield "answer", question.answer
    yield "pitfalls", question.pitfalls
    for i, follow_up in enumerate(question.follow_ups):
        yield f"follow_ups.{i}.ask", follow_up.ask
        yield f"follow_ups.{i}.answer", follow_up.answer
    for i, point in enumerate(question.key_points):
        yield f"key_points.{i}.point", point.point
    for i, drill in enumerate(question.drills):
        yield f"drills.{i}.ask", drill.ask
        yield f"drills.{i}.because", drill.because
        for side, options in (("right", drill.right), ("wrong", drill.wrong)):
            for j, option in enumerate(options):
                yield f"drills.{i}.{side}.{j}", option
    yield "exercise.task", question.exercise.task
    for i, hint in enumerate(question.exercise.hints):
        yield f"exercise.hints.{i}", hint
    for misconception in question.exercise.misconceptions:
        yield f"exercise.misconceptions.{misconception.id}", misconception.says
    for id, reason in question.exercise.left_out.items():
        yield f"exercise.left_out.{id}", reason


def translation_differences(english: Question, other: Question) -> Iterator[str]:
    """Fields whose formulas or numbers are not the same in both languages."""
    translations = dict(prose_fields(other))
    for name, text in prose_fields(english):
        told = translations.get(name)
        if told is None:
            continue
        for what, parts in (("`code`", code_spans), ("numbers", numbers_in_text)):
            here, there = parts(text), parts(told)
            missing, extra = sorted(here - there), sorted(there - here)
            if missing or extra:
                yield f"{name}: {what} differ from the English: missing {missing}, extra {extra}"


def code_spans(text: str) -> set[str]:
    return {" ".join(span.split()) for span in BACKTICKED.findall(text)}


def numbers_in_text(text: str) -> set[str]:
    return {n.replace(",", "") for n in NUMBER_PATTERN.findall(BACKTICKED.sub(" ", text))}


def stray_files(card: Card, question: Question) -> list[Path]:
    """Files in the question's folder that nothing refers to."""
    wrong = {f"{m.id}.py" for m in question.exercise.misconceptions if not m.edit}
    paths = []
    for path in sorted(card.folder.rglob("*")):
        if path.is_dir() or "__pycache__" in path.parts:
            continue
        place = path.relative_to(card.folder)
        known = (
            (len(place.parts) == 1 and place.name in QUESTION_FILES)
            or (place.parts[0] == "right" and path.suffix == ".py")
            or (place.parts[0] == "wrong" and place.name in wrong)
        )
        if not known:
            paths.append(path)
    return paths


def stub_problems(card: Card, question: Question) -> Iterator[str]:
    """The stub names its question in its first line, so that a renamed file is still recognised."""
    if not card.stub.is_file():
        yield f"{path_from_here(card.stub)}: missing: write the signatures, and raise NotImplementedError"
        return
    expected = f"# interview: {question.id}"
    first = read_bank_file(card.stub).partition("\n")[0].strip()
    if first != expected:
        yield f"{path_from_here(card.stub)}:1: expected {expected!r}, got {first!r}"
