"""What is said of a run as a whole: what it may not use, how it ended, and what kept it from being judged."""

from __future__ import annotations

from collections.abc import Callable

from interview.messages import _
from interview.wording.verdict_pieces import (
    Lines,
    Values,
    allowed_in_words,
    at_line,
    reached_in_words,
)


def of_forbidden(v: Values) -> Lines:
    text = _("this exercise does not allow {names}: write it yourself")
    yield text.format(names=", ".join(dict.fromkeys(place[0] for place in v["places"])))
    called = _("called: {name}")
    for name, line, *cell in v["places"]:
        yield at_line(line, cell[0] if cell else None, name) if line else called.format(name=name)


def of_waiting(v: Values) -> Lines:
    text = _("stopped after {seconds:g} s of waiting ({compared}), {place}")
    yield text.format(seconds=v["seconds"], compared=allowed_in_words(v), place=reached_in_words(v))


def of_computing(v: Values) -> Lines:
    text = _("stopped after {seconds:.1f} s of computing ({compared}), {place}")
    yield text.format(seconds=v["seconds"], compared=allowed_in_words(v), place=reached_in_words(v))


def no_answer(v: Values) -> Lines:
    yield _("what came back is not an answer, {place}").format(place=reached_in_words(v))


def no_whole_answer(v: Values) -> Lines:
    yield _("no complete answer came back, {place}").format(place=reached_in_words(v))


def of_end(v: Values) -> Lines:
    text = _("the process ended without an answer, {place}")
    if v["signal"]:
        text = _("the process ended without an answer (signal {number}), {place}")
    elif v["exit"] is not None:
        text = _("the process ended without an answer (exit status {number}), {place}")
    yield text.format(number=v["signal"] or v["exit"], place=reached_in_words(v))


def of_hard_end(v: Values) -> Lines:
    text = _("the process ended without an answer")
    yield _("no answer within the time of a graded run") if v["how"] == "timeout" else text


def of_too_long_record(v: Values) -> Lines:
    yield _(
        "nothing is said of its cost: it makes no tensor, or carries out more operations than are recorded"
    )


def of_worker(v: Values) -> Lines:
    yield _("every worker that graded this ended, the last one with nothing else to do")


def not_comparable(v: Values) -> Lines:
    yield _("what came back cannot be compared: {error}").format_map(v)


def too_costly(v: Values) -> Lines:
    text = _("what came back takes more than {seconds:g} s of computing to compare")
    yield text.format_map(v)


def not_judged(v: Values) -> Lines:
    text = _("what came back ended the grader that looked at it, each time")
    if v["seconds"]:
        text = _("what came back kept the grader busy for more than {seconds:g} s")
    yield text.format_map(v)


def of_judge(v: Values) -> Lines:
    text = _("the grader failed, which is not your fault: {error}")
    yield text.format(error=v["error"])
    yield v["trace"]


def of_broken_question(v: Values) -> Lines:
    first, *more = v["problems"]
    text = _("not graded: the question itself is broken, which is not your fault: {problem}")
    yield text.format(problem=first)
    yield from more


RUN_SENTENCES: dict[str, Callable[[Values], Lines]] = {
    "forbidden": of_forbidden,
    "waiting": of_waiting,
    "computing": of_computing,
    "no_answer": no_answer,
    "no_whole_answer": no_whole_answer,
    "ended": of_end,
    "ended_hard": of_hard_end,
    "not_recorded": of_too_long_record,
    "worker_ended": of_worker,
    "not_comparable": not_comparable,
    "too_costly": too_costly,
    "not_judged": not_judged,
    "judge_failed": of_judge,
    "broken_question": of_broken_question,
}
