"""Marking a drill: what was typed -> right, wrong, or not an answer at all. Knows no terminal."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

from interview.bank.drills import AskedDrill, is_near_enough
from interview.model.answer import Drill
from interview.practice.drill.numbers import normalised, number_readings

DrillKind = Literal["shape", "number", "one", "several"]
SHAPE_LEAD = re.compile(r"^(?:shape|torch\.size|size|形状|[=:≈\s])+")
NAMES_BEFORE = re.compile(
    r"^[(\[{]?\s*[a-z_]\w*(?:\s*[,x*]?\s*[a-z_]\w*)*\s*,?\s*[)\]}]?\s*=\s*(?=[(\[{])"
)
NAME_OF_SIZE = re.compile(r"\b[a-z_]\w*\s*=\s*(?=\d)")
"""What may stand before a shape, as `(B, H) = (2, 3)`, and before each of its sizes, as `B=2, H=3`."""
BRACKETS = re.compile(r"[()\[\]{}<>【】〔〕]")
THOUSANDS_IN_SHAPE = re.compile(r"\d,\d{3}(?!\d)")
LARGEST_ROUNDING = 0.05
"""Up to here a number may be the right one, rounded: it is asked for again, not marked wrong."""


@dataclass(frozen=True)
class Mark:
    """The opinion on one answer."""

    outcome: Literal["right", "wrong", "rounded", "unreadable"]
    """`rounded` and `unreadable` are asked again and cost nothing."""
    got: str = ""
    """The answer as it was understood."""


def kind_of_drill(drill: Drill) -> DrillKind:
    if drill.shape is not None:
        return "shape"
    if drill.number is not None:
        return "number"
    return "one" if len(drill.right) == 1 else "several"


def mark_drill(drill: Drill, asked: AskedDrill, text: str) -> Mark:
    """Marks what was typed."""
    match kind_of_drill(drill):
        case "shape":
            return mark_shape(asked.answer, text)
        case "number":
            return mark_number(asked.answer, drill.tolerance, text, drill.unit)
        case kind:
            return mark_choice(asked, text, kind)


def mark_shape(answer: tuple[int, ...], text: str) -> Mark:
    got = parse_shape(text)
    if got is None:
        return Mark("unreadable")
    return Mark("right" if got == answer else "wrong", str(got))


def parse_shape(text: str) -> tuple[int, ...] | None:
    """`(2, 4)`, `[2,4]`, `2x4`, `2 4`, `（2，4）`, `torch.Size([2, 4])`, `B=2, T=4` -> (2, 4); else None."""
    written = normalised(text.replace("`", " "))
    written = NAME_OF_SIZE.sub("", NAMES_BEFORE.sub("", written))
    cleaned = SHAPE_LEAD.sub("", written).rstrip(" .。").replace("、", ",")
    inner = BRACKETS.sub(" ", cleaned).strip()
    if re.search(r"[,;]\s", inner) and THOUSANDS_IN_SHAPE.search(inner):
        return None  # (4, 30,522) may be two sizes or three
    between = r"[,;]" if re.search(r"[,;]", inner) else r"\s*[x*]\s*|\s+"
    parts = re.split(between, inner)
    if parts[-1].strip() == "":
        parts.pop()
    if not parts and not BRACKETS.search(cleaned):
        return None
    sizes = [parse_size(part.strip()) for part in parts]
    return tuple(size for size in sizes if size is not None) if None not in sizes else None


def parse_size(text: str) -> int | None:
    """`12`, `10_000`, `10k`, `8*4` or `48/3` -> a size; None if it is anything else."""
    if not re.fullmatch(r"[\d_.]+[km]?(\s*[x*/]{1,2}\s*[\d_.]+[km]?)*", text):
        return None
    numbers = number_readings(text)
    return (
        int(numbers[0])
        if numbers and float(numbers[0]).is_integer() and numbers[0] < 1e12
        else None
    )


def mark_number(answer: float, tolerance: float, text: str, unit: str = "") -> Mark:
    """Right within the drill's tolerance; a rounded one where the exact number is asked is told so."""
    numbers = number_readings(text, unit)
    if not numbers:
        return Mark("unreadable")
    for number in numbers:
        if is_near_enough(number, answer, tolerance):
            return Mark("right", format_number(number))
    if tolerance == 0 and any(is_rounded(number, answer) for number in numbers):
        return Mark("rounded", format_number(numbers[0]))
    return Mark("wrong", format_number(numbers[0]))


def is_rounded(number: float, answer: float) -> bool:
    """Whether the number is the answer at one to four digits: 7M or 7.09M for 7,087,872."""
    if abs(answer) < 1000 or abs(number - answer) > LARGEST_ROUNDING * abs(answer):
        return False
    return any(math.isclose(number, float(f"{answer:.{n}g}")) for n in (1, 2, 3, 4))


def format_number(number: float) -> str:
    if float(number).is_integer() and abs(number) < 1e15:
        whole = int(number)
        return f"{whole:,}" if abs(whole) >= 10_000 else str(whole)
    return f"{number:.6g}"


def mark_choice(asked: AskedDrill, text: str, kind: DrillKind) -> Mark:
    picked = parse_choices(asked.options, text)
    if not picked or (kind == "one" and len(picked) > 1):
        return Mark("unreadable")
    letters = ", ".join(option_letter(asked.options.index(option)) for option in picked)
    return Mark("right" if set(picked) == set(asked.answer) else "wrong", letters)


def parse_choices(options: tuple[str, ...], text: str) -> tuple[str, ...]:
    """`b`, `B)`, `ac`, `A, C`, `Ａ、Ｃ`, or an option in full -> the options; nothing if it is neither."""
    cleaned = normalised(text)
    for option in options:
        if cleaned == normalised(option) and len(cleaned) > 1:
            return (option,)
    letters = re.sub(r"\band\b|[\s,;、和()\[\].。/+&]", "", cleaned)
    places = [ord(letter) - ord("a") for letter in letters]
    if not all(0 <= place < len(options) for place in places):
        return ()
    return tuple(options[place] for place in sorted(set(places)))


def option_letter(place: int) -> str:
    return chr(ord("A") + place)
