"""A learner's number: digits with separators, `7.1M`, `709万`, `2^20`, or a small calculation."""

from __future__ import annotations

import ast
import math
import operator
import re
import unicodedata
from collections.abc import Callable

LETTER_SCALES = {"k": 1e3, "m": 1e6, "b": 1e9, "g": 1e9, "t": 1e12}
WORD_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
HAN_SCALES = {"千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8}
SCALES = LETTER_SCALES | WORD_SCALES | HAN_SCALES
"""What may stand right after a number; capital or small letters alike."""
MEMORY_POWERS = {"b": 0, "byte": 0, "bytes": 0, "字节": 0, "k": 1, "m": 2, "g": 3, "t": 4}
MEMORY_POWERS |= {f"{letter}{end}": n for n, letter in enumerate("kmgt", 1) for end in ("b", "ib")}
"""Suffixes of an amount of memory, and which power of 1024, or of 1000, they stand for."""
MEMORY_UNITS = {"bytes": 1, "MiB": 2**20}
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
SUPERSCRIPT_POWER = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3})(?:[,_' ]\d{3})+(?![\d_'])")
DECIMAL_COMMA = re.compile(r"(?<![\d.,])(\d+),(\d+)(?![\d,])")
NUMBER_LEAD = re.compile(r"^(?:about|around|approximately|约|大约|[=≈~\s])+")
SCALED_NUMBER = re.compile(
    r"(\d+(?:\.\d*)?|\.\d+)\s*(" + "|".join(sorted(SCALES, key=len, reverse=True)) + r")(?![a-z])"
)
MEMORY_SUFFIX = re.compile(
    r"(?<=[\d) ])(" + "|".join(sorted(MEMORY_POWERS, key=len, reverse=True)) + r")$"
)
PERCENT = re.compile(r"(.*\d\)?)\s*(?:%|percent)|百分之(.*)")
COUNTED_WORD = re.compile(r"(?<=[\d)])\s*(?:[a-z]{2,12}|[\u4e00-\u9fff]{1,6})\s*$")
FRACTION = re.compile(r"(\d?)([¼-¾⅐-⅞])")
FUNCTION_NAMES = "ln|log|sqrt|exp"
CALL_WITHOUT_BRACKETS = re.compile(rf"(?<![a-z])({FUNCTION_NAMES})\s*(\d+(?:\.\d+)?)(?![\d.(])")
TIMES_CALL = re.compile(rf"(?<=\d)\s*(?=(?:{FUNCTION_NAMES})\d*\()")


def normalised(text: str) -> str:
    """Full-width characters as ASCII, powers as `**`, every kind of times and minus as `*` and `-`."""
    text = SUPERSCRIPT_POWER.sub(lambda match: "**" + match[0].translate(SUPERSCRIPTS), text)
    text = FRACTION.sub(
        lambda match: f"{match[1]}{'+' * bool(match[1])}({fraction_as_decimal(match[2])})", text
    )
    return unicodedata.normalize("NFKC", text).translate(SIGNS).strip().casefold()


def number_readings(text: str, unit: str = "") -> tuple[float, ...]:
    """Every number the text may stand for in this unit, the likeliest first.

    An amount of memory is converted: `2 KiB` are 2048 bytes, and so may `2 kB` be. After any other
    number a word is taken for what was counted, as in `12 tokens`; a unit of memory is not.
    """
    cleaned = NUMBER_LEAD.sub("", normalised(text)).rstrip(" .。")
    sides = [side for side in cleaned.split("=") if side.strip()]
    if len(sides) > 1:
        return agreed_readings([number_readings(side, unit) for side in sides])
    amount = MEMORY_SUFFIX.search(cleaned)
    if amount and unit in MEMORY_UNITS:
        return memory_in_unit(cleaned[: amount.start()], amount[1], MEMORY_UNITS[unit])
    percent = PERCENT.fullmatch(cleaned)
    if percent:
        number = number_in_text(percent[1] or percent[2])
        return distinct_readings(number if unit == "percent" or number is None else number / 100)
    number = number_in_text(cleaned)
    if number is None and not (amount and amount[1] not in SCALES):
        number = number_in_text(COUNTED_WORD.sub("", cleaned))
    return distinct_readings(number)


def memory_in_unit(text: str, suffix: str, unit: int) -> tuple[float, ...]:
    """An amount of memory in this unit; a bare letter may also mean so many thousands or millions."""
    number, power = number_in_text(text), MEMORY_POWERS[suffix]
    if number is None:
        return ()
    binary, decimal = number * 1024**power / unit, number * 1000**power / unit
    amounts = [binary] if suffix.endswith("ib") else [binary, decimal]
    if len(suffix) == 1 and suffix != "b":
        amounts.append(number * SCALES[suffix])
    return distinct_readings(*amounts)


def agreed_readings(sides: list[tuple[float, ...]]) -> tuple[float, ...]:
    """What `64*64 = 4096` says; nothing if its sides differ by more than rounding."""
    if not all(sides):
        return ()
    same = all(math.isclose(side[0], sides[-1][0], rel_tol=0.01) for side in sides)
    return sides[-1] if same else ()


def distinct_readings(*numbers: float | None) -> tuple[float, ...]:
    """The numbers that are ones, each once."""
    return tuple(dict.fromkeys(number for number in numbers if number is not None))


def number_in_text(text: str) -> float | None:
    return value_of_calculation(without_separators(with_scales_written_out(text)))


def fraction_as_decimal(character: str) -> str:
    return repr(unicodedata.numeric(character))


def without_separators(text: str) -> str:
    """Without thousands separators, and with a decimal point where a comma was meant as one."""
    text = THOUSANDS.sub(lambda match: re.sub(r"[,_' ]", "", match[0]), text)
    text = re.sub(r"(?<=\d)_(?=\d)", "", text)
    return DECIMAL_COMMA.sub(r"\1.\2", text)


def with_scales_written_out(text: str) -> str:
    return SCALED_NUMBER.sub(lambda match: f"({match[1]}*{SCALES[match[2]]:.0f})", text)


def value_of_calculation(text: str) -> float | None:
    """The value of a small calculation; None if it isn't one, or not a finite one."""
    text = re.sub(r"√\s*(\d+(?:\.\d+)?)", r"sqrt(\1)", text).replace("√", "sqrt")
    text = re.sub(r"(?<=[\d)])\s*x\s*(?=[\d(])", "*", text)
    text = TIMES_CALL.sub("*", CALL_WITHOUT_BRACKETS.sub(r"\1(\2)", text))
    try:
        result = evaluate_node(ast.parse(text.strip(), mode="eval").body)
        return result if math.isfinite(result) else None
    except (SyntaxError, ValueError, ArithmeticError, RecursionError, MemoryError):
        return None


def evaluate_node(node: ast.AST) -> float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return number
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -evaluate_node(operand)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return evaluate_node(operand)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return bounded_power(evaluate_node(left), evaluate_node(right))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATIONS:
            return OPERATIONS[type(op)](evaluate_node(left), evaluate_node(right))
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in FUNCTIONS:
            return FUNCTIONS[name](evaluate_node(argument))
    raise ValueError(f"{type(node).__name__} is not part of a number")


def bounded_power(base: float, exponent: float) -> float:
    if abs(exponent) * math.log2(abs(base) + 2) > BIGGEST_POWER:
        raise ValueError("the power is too large")
    result: float | complex = base**exponent
    if isinstance(result, complex):
        raise ValueError("the power is no real number")
    return result
