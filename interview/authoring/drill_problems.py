"""Whether the number that a drill asks for is marked right with the digits it asks for, and none far from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from interview.bank.drills import answer_text, draw_drill, is_near_enough
from interview.bank.expressions import ExpressionError
from interview.bank.question_files import QuestionFiles
from interview.model.answer import Drill

DRAWS_OF_DRILL = 12
FAR_OFF = (0.4, 1.6)
"""An answer times these is no rounded one."""
COUNTED = {
    **dict(zip(("one", "two", "three", "four", "five"), range(1, 6), strict=True)),
    **dict(zip("一二三四五", range(1, 6), strict=True)),
    **{str(n): n for n in range(10)},
    "两": 2,
}
ENGLISH_COUNT, CHINESE_COUNT = r"\b(one|two|three|four|five|\d)", "([一二两三四五]|[0-9])"
DECIMALS = re.compile(
    rf"{ENGLISH_COUNT} (?:decimals?\b|decimal places?\b|digits? after the point)"
    rf"|{CHINESE_COUNT} ?位小数|小数点后 ?{CHINESE_COUNT} ?位",
    re.IGNORECASE,
)
SIGNIFICANT_DIGITS = re.compile(
    rf"{ENGLISH_COUNT} significant (?:digits?|figures?)|{CHINESE_COUNT} ?位有效数字", re.IGNORECASE
)
WHOLE_NUMBER = re.compile(r"\bnearest (?:whole|integer)|取整|到整数", re.IGNORECASE)


def unmarkable_drills(files: QuestionFiles) -> list[str]:
    """One line each, with file and line."""
    if files.question is None:
        return []
    problems = (
        (("drills", place), problem)
        for place, drill in enumerate(files.question.drills)
        if drill.number is not None and not files.english.told(("drills", place))
        for problem in problems_of_number(drill)
    )
    return files.told(files.english, problems)


def problems_of_number(drill: Drill) -> Iterator[str]:
    """The first of each kind, over several draws."""
    told = set[str]()
    for seed in range(DRAWS_OF_DRILL):
        try:
            answer = draw_drill(drill, seed).answer
        except ExpressionError:  # told of it already
            return
        for kind, problem in problems_of_answer(drill, answer):
            if kind not in told:
                told.add(kind)
                yield problem


def problems_of_answer(drill: Drill, answer: float) -> Iterator[tuple[str, str]]:
    """Each with its kind."""
    shown = answer_text(answer).replace(",", "")
    for text in dict.fromkeys((*rounded_as_asked(drill.ask, answer), shown)):
        if not is_near_enough(float(text), answer, drill.tolerance):
            why = "as it is shown" if text == shown else "with the digits that it asks for"
            what = f"the answer {why}, {text} for {answer!r}, is marked wrong"
            yield "rounded", f"{what}: raise its tolerance, or ask for more digits"
            break
    for factor in FAR_OFF:
        if answer and is_near_enough(factor * answer, answer, drill.tolerance):
            what = f"{factor * answer:.6g} is marked right for {answer!r}"
            yield "far off", f"{what}: lower its tolerance, or ask in a smaller unit"
            break


def rounded_as_asked(ask: str, answer: float) -> Iterator[str]:
    """What may be typed where so many digits are asked for; a five at the end goes up, or to the even one."""
    exact = Decimal(repr(answer))
    if match := DECIMALS.search(ask):
        unit = Decimal(1).scaleb(-digits_asked(match))
    elif WHOLE_NUMBER.search(ask):
        unit = Decimal(1)
    elif (match := SIGNIFICANT_DIGITS.search(ask)) and answer:
        unit = Decimal(1).scaleb(exact.adjusted() + 1 - digits_asked(match))
    else:
        return
    for rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN):
        yield f"{exact.quantize(unit, rounding):f}"


def digits_asked(match: re.Match[str]) -> int:
    return COUNTED[next(group for group in match.groups() if group).lower()]
