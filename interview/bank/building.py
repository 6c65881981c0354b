"""Plain data -> frozen records without a validator: for questions that are as they should be.

The schema takes a tenth of a second to load, which a learner would wait for at every command. So
data of exactly the expected form is built straight away; anything else is left to the schema,
which also says what is wrong with it.
"""

from __future__ import annotations

import types
from dataclasses import MISSING, fields, is_dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from interview.bank.facts import bank_facts
from interview.bank.mistakes import (
    NO_MISTAKES,
    SharedMistakes,
    leaves_words_out,
    mistakes_file,
    needlessly_translated,
    sharing_problems,
    with_translated_words,
    with_words,
)
from interview.bank.prose import Prose, translated, translation_problems
from interview.bank.source import read_yaml
from interview.model.question import Question

T = TypeVar("T")


class OtherForm(Exception):
    """The data is not exactly of the form asked for."""


def quickly_loaded(folder: Path, lang: str) -> Question | None:
    """The question in `folder`, or None if its files need a closer look."""
    try:
        question = build_record(Question, read_plain_data(folder / "question.yaml"))
        facts = bank_facts(folder.parent)
        if question.topic not in facts.topic_ids:
            return None
        mistakes = quickly_shared(folder) if leaves_words_out(question) else NO_MISTAKES
        complete = with_words(question, mistakes)
        if leaves_words_out(complete):
            return None
        if lang == facts.written_in or lang not in facts.languages:
            return complete
        prose = build_record(Prose, read_plain_data(folder / f"{lang}.yaml"))
    except OtherForm:
        return None
    if list(needlessly_translated(question, prose, mistakes)):
        return None
    prose = with_translated_words(prose, question, mistakes, lang)
    return None if list(translation_problems(question, prose)) else translated(complete, prose)


def quickly_shared(folder: Path) -> SharedMistakes:
    """The mistakes that the question's bank shares; raises OtherForm."""
    path = mistakes_file(folder)
    mistakes = mistakes_as_of(path, file_stamp(path)) if path.exists() else NO_MISTAKES
    if list(sharing_problems(mistakes, bank_facts(folder.parent))):
        raise OtherForm
    return mistakes


def file_stamp(path: Path) -> tuple[int, int, int]:
    """Another one once the file is another, or was written again."""
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


@lru_cache(maxsize=4)
def mistakes_as_of(path: Path, stamp: tuple[int, int, int]) -> SharedMistakes:
    """Read once for all questions of a bank: it takes longer than a question itself. Raises OtherForm."""
    return build_record(SharedMistakes, read_plain_data(path))


def read_plain_data(path: Path) -> Any:
    source = read_yaml(path)
    if source.problems:
        raise OtherForm
    return source.data


def build_record(kind: type[T], data: Any) -> T:
    """A record of `kind` with its parts; raises OtherForm."""
    if not isinstance(data, dict):
        raise OtherForm
    hints = hints_of(kind)  # type: ignore[arg-type]
    known = {f.name: f for f in fields(kind)}  # type: ignore[arg-type]
    required = {
        name for name, f in known.items() if f.default is MISSING and f.default_factory is MISSING
    }
    if not set(data) <= set(known) or not required <= set(data):
        raise OtherForm
    return kind(**{name: typed_value(hints[name], item) for name, item in data.items()})


@cache
def hints_of(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def typed_value(hint: Any, data: Any) -> Any:
    """`data` as a value of the hinted type; raises OtherForm where a validator would have to decide."""
    if hint is Any:
        return data
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return first_that_fits(arguments, data)
    if origin is Literal:
        return data if data in arguments else raise_other_form()
    if origin is tuple:
        return typed_sequence(arguments, data)
    if origin is dict:
        if not isinstance(data, dict):
            raise OtherForm
        return {typed_value(arguments[0], k): typed_value(arguments[1], v) for k, v in data.items()}
    if is_dataclass(hint):
        return build_record(hint, data)  # type: ignore[arg-type]
    if hint is float and type(data) is int:
        return float(data)
    return (
        data if type(data) is hint or (hint is type(None) and data is None) else raise_other_form()
    )


def first_that_fits(hints: tuple[Any, ...], data: Any) -> Any:
    for hint in hints:
        try:
            return typed_value(hint, data)
        except OtherForm:
            continue
    raise OtherForm


def typed_sequence(hints: tuple[Any, ...], data: Any) -> tuple[Any, ...]:
    if not isinstance(data, list):
        raise OtherForm
    if len(hints) == 2 and hints[1] is Ellipsis:
        return tuple(typed_value(hints[0], item) for item in data)
    if len(data) != len(hints):
        raise OtherForm
    return tuple(typed_value(hint, item) for hint, item in zip(hints, data, strict=True))


def raise_other_form() -> Any:
    raise OtherForm
