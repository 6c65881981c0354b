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
}
SIGNS = str.maketrans(
    {"×": "*", "·": "*", "∙": "*", "⋅": "*", "÷": "/", "−": "-", "–": "-", "—": "-", "^": "**"}
)
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
POWER = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3})(?:[,_' ]\d{3})+(?![\d_'])")
DECIMAL_COMMA = re.compile(r"(?<![\d.,])(\d+),(\d+)(?![\d,])")
LEAD = re.compile(r"^(?:about|around|approximately|约|大约|[=≈~\s])+")
SCALE = re.compile(
    r"(\d+(?:\.\d*)?|\.\d+)\s*(" + "|".join(sorted(SCALES, key=len, reverse=True)) + r")(?![a-z])"
)
UNIT = re.compile(r"(?<=[\d)])\s*(?:%|[a-z]{2,12}|[\u4e00-\u9fff]{1,6})\s*$")


def plain(text: str) -> str:
    """Full-width characters as ASCII, powers as `**`, every kind of times and minus as `*` and `-`."""
    powered = POWER.sub(lambda found: "**" + found[0].translate(SUPERSCRIPTS), text)
    return unicodedata.normalize("NFKC", powered).translate(SIGNS).strip().casefold()


def readings(text: str) -> tuple[float, ...]:
    """Every number the text may stand for, the likeliest first: `12M` is twelve million, or twelve MiB."""
    cleaned = LEAD.sub("", plain(text)).rstrip(" .。")
    found = [value(joined(scaled(cleaned)))]
    if re.search(r"\d\s*[kmgt]$", cleaned):
        found.append(value(joined(cleaned[:-1])))
    bare = UNIT.sub("", cleaned)
    if bare != cleaned:
        number = value(joined(scaled(bare)))
        found.append(number)
        if cleaned.endswith("%") and number is not None:
            found.append(number / 100)
    unlike: list[float] = []
    for number in found:
        if number is not None and number not in unlike:
            unlike.append(number)
    return tuple(unlike)


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
