"""A learner's number: digits with separators, `7.1M`, `709万`, `2^20`, or a small calculation."""

from __future__ import annotations

import ast
import math
import operator
import re
import unicodedata
from collections.abc import Callable

LETTERS = {"k": 1e3, "m": 1e6, "b": 1e9, "g": 1e9, "t": 1e12}
WORDS = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
HAN = {"千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8}
SCALES = LETTERS | WORDS | HAN
"""What may stand right after a number; capital or small letters alike."""
SIZES = {"b": 0, "byte": 0, "bytes": 0, "字节": 0, "k": 1, "m": 2, "g": 3, "t": 4}
SIZES |= {f"{letter}{end}": n for n, letter in enumerate("kmgt", 1) for end in ("b", "ib")}
"""Suffixes of an amount of memory, and which power of 1024, or of 1000, they stand for."""
UNITS = {"bytes": 1, "MiB": 2**20}
BIGGEST_POWER = 10_000.0
"""A power with more bits than this is not computed: a slip of the finger must not hang the program."""

OPERATIONS: dict[type[ast.AST], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sqrt": math.sqrt,
    "log": math.log,
    "ln": math.log,
    "exp": math.exp,
    "log2": math.log2,
    "log10": math.log10,
}
SIGNS = str.maketrans(
    dict.fromkeys("×·∙⋅", "*") | dict.fromkeys("−–—负", "-") | {"÷": "/", "^": "**"}
)
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
POWER = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3})(?:[,_' ]\d{3})+(?![\d_'])")
DECIMAL_COMMA = re.compile(r"(?<![\d.,])(\d+),(\d+)(?![\d,])")
LEAD = re.compile(r"^(?:about|around|approximately|约|大约|[=≈~\s])+")
SCALE = re.compile(
    r"(\d+(?:\.\d*)?|\.\d+)\s*(" + "|".join(sorted(SCALES, key=len, reverse=True)) + r")(?![a-z])"
)
AMOUNT = re.compile(r"(?<=[\d) ])(" + "|".join(sorted(SIZES, key=len, reverse=True)) + r")$")
PERCENT = re.compile(r"(.*\d\)?)\s*(?:%|percent)|百分之(.*)")
WORD = re.compile(r"(?<=[\d)])\s*(?:[a-z]{2,12}|[\u4e00-\u9fff]{1,6})\s*$")
FRACTION = re.compile(r"(\d?)([¼-¾⅐-⅞])")
NAMED = "ln|log|sqrt|exp"
CALLED = re.compile(rf"(?<![a-z])({NAMED})\s*(\d+(?:\.\d+)?)(?![\d.(])")
TIMES_CALL = re.compile(rf"(?<=\d)\s*(?=(?:{NAMED})\d*\()")


def plain(text: str) -> str:
    """Full-width characters as ASCII, powers as `**`, every kind of times and minus as `*` and `-`."""
    text = POWER.sub(lambda found: "**" + found[0].translate(SUPERSCRIPTS), text)
    text = FRACTION.sub(
        lambda found: f"{found[1]}{'+' * bool(found[1])}({numeric(found[2])})", text
    )
    return unicodedata.normalize("NFKC", text).translate(SIGNS).strip().casefold()


def readings(text: str, unit: str = "") -> tuple[float, ...]:
    """Every number the text may stand for in this unit, the likeliest first.

    An amount of memory is converted: `2 KiB` are 2048 bytes, and so may `2 kB` be. After any other
    number a word is taken for what was counted, as in `12 tokens`; a unit of memory is not.
    """
    cleaned = LEAD.sub("", plain(text)).rstrip(" .。")
    sides = [side for side in cleaned.split("=") if side.strip()]
    if len(sides) > 1:
        return agreed([readings(side, unit) for side in sides])
    amount = AMOUNT.search(cleaned)
    if amount and unit in UNITS:
        return in_unit(cleaned[: amount.start()], amount[1], UNITS[unit])
    percent = PERCENT.fullmatch(cleaned)
    if percent:
        number = calculated(percent[1] or percent[2])
        return known(number if unit == "percent" or number is None else number / 100)
    number = calculated(cleaned)
    if number is None and not (amount and amount[1] not in SCALES):
        number = calculated(WORD.sub("", cleaned))
    return known(number)


def in_unit(text: str, suffix: str, unit: int) -> tuple[float, ...]:
    """An amount of memory in this unit; a bare letter may also mean so many thousands or millions."""
    number, power = calculated(text), SIZES[suffix]
    if number is None:
        return ()
    binary, decimal = number * 1024**power / unit, number * 1000**power / unit
    found = [binary] if suffix.endswith("ib") else [binary, decimal]
    if len(suffix) == 1 and suffix != "b":
        found.append(number * SCALES[suffix])
    return known(*found)


def agreed(sides: list[tuple[float, ...]]) -> tuple[float, ...]:
    """What `64*64 = 4096` says; nothing if its sides differ by more than rounding."""
    if not all(sides):
        return ()
    same = all(math.isclose(side[0], sides[-1][0], rel_tol=0.01) for side in sides)
    return sides[-1] if same else ()


def known(*numbers: float | None) -> tuple[float, ...]:
    """The numbers that are ones, each once."""
    return tuple(dict.fromkeys(number for number in numbers if number is not None))


def calculated(text: str) -> float | None:
    return value(joined(scaled(text)))


def numeric(character: str) -> str:
    return repr(unicodedata.numeric(character))


def joined(text: str) -> str:
    """Without thousands separators, and with a decimal point where a comma was meant as one."""
    text = THOUSANDS.sub(lambda found: re.sub(r"[,_' ]", "", found[0]), text)
    text = re.sub(r"(?<=\d)_(?=\d)", "", text)
    return DECIMAL_COMMA.sub(r"\1.\2", text)


def scaled(text: str) -> str:
    return SCALE.sub(lambda found: f"({found[1]}*{SCALES[found[2]]:.0f})", text)


def value(text: str) -> float | None:
    """The value of a small calculation; None if it isn't one, or not a finite one."""
    text = re.sub(r"√\s*(\d+(?:\.\d+)?)", r"sqrt(\1)", text).replace("√", "sqrt")
    text = re.sub(r"(?<=[\d)])\s*x\s*(?=[\d(])", "*", text)
    text = TIMES_CALL.sub("*", CALLED.sub(r"\1(\2)", text))
    try:
        result = computed(ast.parse(text.strip(), mode="eval").body)
        return result if math.isfinite(result) else None
    except (SyntaxError, ValueError, ArithmeticError, RecursionError, MemoryError):
        return None


def computed(node: ast.AST) -> float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return number
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -computed(operand)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return computed(operand)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return power(computed(left), computed(right))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATIONS:
            return OPERATIONS[type(op)](computed(left), computed(right))
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in FUNCTIONS:
            return FUNCTIONS[name](computed(argument))
    raise ValueError(f"{type(node).__name__} is not part of a number")


def power(base: float, exponent: float) -> float:
    if abs(exponent) * math.log2(abs(base) + 2) > BIGGEST_POWER:
        raise ValueError("the power is too large")
    result: float | complex = base**exponent
    if isinstance(result, complex):
        raise ValueError("the power is no real number")
    return result
