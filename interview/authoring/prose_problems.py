"""Whether a question's words are complete: counts, lengths, both languages alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from interview.authoring.glossary_problems import texts_within
from interview.authoring.term_problems import term_problems
from interview.bank.drills import placeholders
from interview.bank.heads import path_from_here
from interview.bank.names import title_problem
from interview.bank.prose import Prose, translated, translation_problems
from interview.bank.question_files import QuestionFiles
from interview.bank.rules import Problem, why_unanswerable
from interview.bank.source import KeyPath, YamlSource
from interview.model.answer import KeyPoint
from interview.model.question import Question

BACKTICKED = re.compile(r"`([^`]*)`")
FIGURE_SCALES = {
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "k": 10**3,
    "K": 10**3,
    "M": 10**6,
    "B": 10**9,
    "T": 10**12,
    "千": 10**3,
    "万": 10**4,
    "百万": 10**6,
    "亿": 10**8,
    "万亿": 10**12,
}
"""Words after a number, and what they make of it."""
NUMBER_PATTERN = re.compile(
    r"(?<![\w.])(?P<digits>\d+(?:[.,]\d+)*)"
    r"(?P<scale>[kKMBT](?![\w])| ?(?:thousand|million|billion|trillion)\b|"
    r" ?(?:百万|万亿|亿|万|千(?![字米克])))?"
)
CHINESE_CHARACTER = re.compile(r"[\u4e00-\u9fff]")
ENGLISH_ANSWER_WORDS = (150, 300)
CHINESE_ANSWER_LENGTH = (250, 500)
TODO_MARK = re.compile(r"\bTODO\b")
TO_BE_WRITTEN = "still to be written: write it"


def prose_problems(files: QuestionFiles) -> list[str]:
    """What is still to do on the words; one line each, with file and line."""
    question, prose = files.question, files.prose
    if question is None:
        return []
    lang = files.facts.written_in
    own = [*written_problems(question, lang), *todo_problems(files.english)]
    problems = files.told(files.english, dict.fromkeys([*own, *term_problems(question)]))
    if not files.facts.is_translated:
        return problems
    if files.chinese is None:
        path = path_from_here(files.folder / "zh.yaml")
        return [*problems, f"{path}: missing: write the Chinese prose"]
    if prose is None:
        return problems
    keyed = [*chinese_problems(prose), *todo_problems(files.chinese)]
    if not files.chinese.bad and not list(translation_problems(question, prose)):
        other = translated(question, prose)
        keyed += translation_differences(question, other)
        keyed += drill_differences(question, other)
        keyed += term_problems(other)
    return problems + files.told(files.chinese, dict.fromkeys(keyed))


def written_problems(question: Question, lang: str) -> Iterator[Problem]:
    """What question.yaml lacks, in the language that it is written in."""
    yield from answer_length(question.answer, lang)
    if not 4 <= len(question.key_points) <= 7:
        yield ("key_points",), f"expected 4 to 7, got {len(question.key_points)}: add or merge some"
    counts: list[tuple[KeyPath, int, int]] = [
        (("follow_ups",), 2, len(question.follow_ups)),
        (("drills",), 2, len(question.drills)),
        (("sources",), 1, len(question.sources)),
        (("exercise", "misconceptions"), 5, len(question.exercise.misconceptions)),
    ]
    for key, least, there in counts:
        if there < least:
            yield key, f"expected at least {least}, got {there}: add some"
    yield from term_counts(question.key_points)
    for key, text in prose_fields(question):
        left_out = not text and key[:2] == ("exercise", "misconceptions")  # told as missing
        if (not text.strip() and not left_out) or TODO_MARK.search(text):
            yield key, TO_BE_WRITTEN


def answer_length(answer: str, lang: str) -> Iterator[Problem]:
    low, high = CHINESE_ANSWER_LENGTH if lang == "zh" else ENGLISH_ANSWER_WORDS
    count = len(CHINESE_CHARACTER.findall(answer)) if lang == "zh" else len(answer.split())
    if not low <= count <= high:
        unit = "Chinese characters" if lang == "zh" else "words"
        yield ("answer",), f"expected {low} to {high} {unit}, got {count}: shorten or extend it"


def todo_problems(source: YamlSource) -> Iterator[Problem]:
    """Every text in which something is left to do."""
    for key, text in texts_within(source.data):
        if TODO_MARK.search(text):
            yield key, TO_BE_WRITTEN


def chinese_problems(prose: Prose) -> Iterator[Problem]:
    yield from answer_length(prose.answer, "zh")
    if problem := title_problem(prose.title):
        yield ("title",), problem
    yield from term_counts(prose.key_points)


def term_counts(points: Sequence[KeyPoint]) -> Iterator[Problem]:
    for i, point in enumerate(points):
        if len(point.terms) < 2:
            what = f"expected at least 2, got {len(point.terms)}: add one"
            yield ("key_points", i, "terms"), what


def prose_fields(question: Question) -> Iterator[tuple[KeyPath, str]]:
    """Every prose field by its key, with its text; a misconception's by its id, as in `zh.yaml`."""
    yield ("ask",), question.ask
    yield ("answer",), question.answer
    yield ("pitfalls",), question.pitfalls
    for i, follow_up in enumerate(question.follow_ups):
        yield ("follow_ups", i, "ask"), follow_up.ask
        yield ("follow_ups", i, "answer"), follow_up.answer
    for i, point in enumerate(question.key_points):
        yield ("key_points", i, "point"), point.point
    for i, drill in enumerate(question.drills):
        yield ("drills", i, "ask"), drill.ask
        yield ("drills", i, "because"), drill.because
        for side, options in (("right", drill.right), ("wrong", drill.wrong)):
            for j, option in enumerate(options):
                yield ("drills", i, side, j), option
    yield ("exercise", "task"), question.exercise.task
    for i, hint in enumerate(question.exercise.hints):
        yield ("exercise", "hints", i), hint
    for i, misconception in enumerate(question.exercise.misconceptions):
        yield ("exercise", "misconceptions", i, "says"), misconception.says
    for id, reason in question.exercise.left_out.items():
        yield ("exercise", "left_out", id), reason


def translation_differences(english: Question, other: Question) -> Iterator[Problem]:
    """Fields whose formulas or numbers are not the same in both languages, by their keys in `zh.yaml`."""
    ids = [misconception.id for misconception in english.exercise.misconceptions]
    for (key, text), (_, told) in zip(prose_fields(english), prose_fields(other), strict=True):
        place = (*key[:2], ids[int(key[2])]) if key[:2] == ("exercise", "misconceptions") else key
        if TODO_MARK.search(told):  # also where the words are the bank's
            yield place, TO_BE_WRITTEN
            continue
        for what, parts in (("`code`", code_spans), ("numbers", numbers_in_text)):
            if differ := difference(what, parts(text), parts(told)):
                yield place, differ


def difference(what: str, english: set[str], other: set[str]) -> str:
    """What one language has and the other has not; nothing if they are the same."""
    missing, extra = sorted(english - other), sorted(other - english)
    if not missing and not extra:
        return ""
    return f"{what} differ from the English: missing {missing}, extra {extra}: make them the same"


def drill_differences(english: Question, other: Question) -> Iterator[Problem]:
    """Drills that can't be asked in the other language, or that don't fill in there what the English does."""
    for i, (drill, told) in enumerate(zip(english.drills, other.drills, strict=True)):
        if list(why_unanswerable(drill)):  # told of the English
            continue
        unanswerable = list(why_unanswerable(told))
        yield from ((("drills", i), problem) for problem in unanswerable)
        for part in ("ask", "because") if not unanswerable else ():
            text, said = getattr(drill, part), getattr(told, part)
            if code_spans(text) != code_spans(said):  # told as code
                continue
            if differ := difference("placeholders", placeholders(text), placeholders(said)):
                yield ("drills", i, part), differ


def code_spans(text: str) -> set[str]:
    return {" ".join(span.split()) for span in BACKTICKED.findall(text)}


def numbers_in_text(text: str) -> set[str]:
    """Its numbers as figures, so that 70 billion and 700 亿 are one."""
    return {figure(match) for match in NUMBER_PATTERN.finditer(BACKTICKED.sub(" ", text))}


def figure(number: re.Match[str]) -> str:
    digits = number["digits"].replace(",", "")
    if not number["scale"] or digits.count(".") > 1:
        return digits
    return f"{(Decimal(digits) * FIGURE_SCALES[number['scale'].strip()]).normalize():f}"
