"""A small expression language: Python's syntax, a whitelist of names, nothing else. Knows no torch.

Every operation is bounded, so that no expression can take long or fill the memory by itself.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from functools import lru_cache
from random import Random
from typing import Any

MOST_CHARACTERS = 4000
MOST_BITS = 4096
"""Of a whole number, on the way to a result as well."""
MOST_ITEMS = 10_000
"""Of a text or list."""


class ExpressionError(ValueError):
    """The expression can't be read or uses a name it doesn't know."""


def within_size(value: Any) -> Any:
    """The value, if it is no larger than anybody needs."""
    if isinstance(value, int) and value.bit_length() > MOST_BITS:
        raise ExpressionError(f"a number of more than {MOST_BITS} bits")
    if isinstance(value, str | list | tuple | range) and len(value) > MOST_ITEMS:
        raise ExpressionError(f"more than {MOST_ITEMS} items")
    return value


def within_limit(number: int) -> int:
    if abs(number) > MOST_BITS:
        raise ExpressionError(f"expected a number of at most {MOST_BITS}, got {number}")
    return number


def multiplied(left: Any, right: Any) -> Any:
    for items, count in ((left, right), (right, left)):
        if isinstance(items, str | list | tuple) and isinstance(count, int):
            within_size(range(len(items) * max(0, count)))
    return left * right


def remainder(left: Any, right: Any) -> Any:
    if isinstance(left, str):  # Python fills texts in so, to any width
        raise ExpressionError("expected a number before %, got a text")
    return left % right


def power(base: Any, exponent: Any) -> Any:
    if isinstance(base, int) and isinstance(exponent, int):
        within_limit(base.bit_length() * max(0, exponent))
    return base**exponent


BINARY_OPERATORS: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: multiplied,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: remainder,
    ast.Pow: power,
    ast.MatMult: operator.matmul,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
UNARY_OPERATORS: dict[type[ast.AST], Callable[[Any], Any]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Invert: operator.invert,
    ast.Not: operator.not_,
}
BUILTIN_NAMES: dict[str, Any] = {
    "min": min,
    "max": max,
    "abs": abs,
    "round": lambda number, digits=None: round(
        number, None if digits is None else within_limit(digits)
    ),
    "len": len,
    "sum": sum,
    "range": lambda *ends: list(within_size(range(*ends))),
    "sqrt": math.sqrt,
    "log": math.log,
    "exp": math.exp,
    "inf": math.inf,
    "nan": math.nan,
    "True": True,
    "False": False,
    "None": None,
}


METHODS = frozenset(
    {
        *("transpose", "reshape", "view", "permute", "unsqueeze", "squeeze", "expand", "flatten"),
        *("double", "float", "bfloat16", "half", "long", "int", "short", "bool"),
        *("clone", "tolist", "item", "any", "all", "sum"),
        *("softmax", "log_softmax"),
    }
)
"""The methods of tensors that recipes may call."""
DRILL_NAMES = frozenset({"pick", "integer"})
RECIPE_NAMES = DRILL_NAMES | {
    *("randn", "rand", "uniform", "randint", "boolean", "permutation", "lengths", "causal"),
    *("tensor", "zeros", "ones", "full", "eye", "arange", "cat", "stack", "where", "words"),
    *("result", "given"),
}
"""What a case's expressions may call beside Python's own; `recipes.Draw` has a function for each."""


@lru_cache(maxsize=1024)
def parsed_expression(text: str) -> ast.expr:
    """Raises ExpressionError where it is none. Parsed once: of a case many small inputs are drawn."""
    if len(text) > MOST_CHARACTERS:
        raise ExpressionError(f"an expression of {len(text)} characters: write a shorter one")
    try:
        return ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise ExpressionError(f"{text!r}: not an expression ({error.msg})") from None
    except (ValueError, RecursionError, MemoryError):
        raise ExpressionError(f"{text[:40]!r}: too deep, or no text") from None


class Evaluator:
    """Evaluates expressions over `names`; of attributes only the `methods` listed may be called."""

    def __init__(self, names: Mapping[str, Any], methods: frozenset[str] = frozenset()) -> None:
        self.names: dict[str, Any] = {**BUILTIN_NAMES, **names}
        self.methods = methods

    def __call__(self, text: str) -> Any:
        tree = parsed_expression(text)
        try:
            return self.node(tree)
        except ExpressionError as error:
            raise ExpressionError(f"{text!r}: {error}") from None
        except Exception as error:
            what = " ".join(f"{type(error).__name__}: {error}".split())
            raise ExpressionError(f"{text!r}: {what}") from error

    def node(self, node: ast.AST) -> Any:
        match node:
            case ast.Constant(value=value):
                return within_size(value)
            case ast.Name(id=name):
                if name not in self.names:
                    raise ExpressionError(f"unknown name {name!r}")
                return self.names[name]
            case ast.BinOp(left=left, op=op, right=right) if type(op) in BINARY_OPERATORS:
                return within_size(BINARY_OPERATORS[type(op)](self.node(left), self.node(right)))
            case ast.UnaryOp(op=op, operand=operand):
                return UNARY_OPERATORS[type(op)](self.node(operand))
            case ast.Compare(left=left, ops=[op], comparators=[right]) if (
                type(op) in BINARY_OPERATORS
            ):
                return BINARY_OPERATORS[type(op)](self.node(left), self.node(right))
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return self.node(body) if self.node(test) else self.node(orelse)
            case ast.List(elts=items):
                return [self.node(item) for item in items]
            case ast.Tuple(elts=items):
                return tuple(self.node(item) for item in items)
            case ast.Dict(keys=keys, values=values) if None not in keys:
                return {self.node(k): self.node(v) for k, v in zip(keys, values, strict=True) if k}
            case ast.Subscript(value=value, slice=index):
                return self.node(value)[self.node(index)]
            case ast.Slice(lower=lower, upper=upper, step=step):
                return slice(
                    *(None if part is None else self.node(part) for part in (lower, upper, step))
                )
            case ast.Call(func=func, args=args, keywords=keywords):
                named = {k.arg: self.node(k.value) for k in keywords if k.arg}
                return within_size(self.function(func)(*[self.node(a) for a in args], **named))
        raise ExpressionError(f"{type(node).__name__} is not allowed here")

    def function(self, node: ast.AST) -> Callable[..., Any]:
        match node:
            case ast.Name():
                return self.node(node)  # type: ignore[no-any-return]
            case ast.Attribute(value=value, attr=name) if name in self.methods:
                return getattr(self.node(value), name)  # type: ignore[no-any-return]
            case ast.Attribute(attr=name):
                raise ExpressionError(f"unknown method {name!r}")
        raise ExpressionError("only named functions can be called")


def scalar_recipes(random: Random) -> dict[str, Any]:
    """The random recipes that need no tensors."""
    return {
        "pick": lambda *options: random.choice(options),
        "integer": lambda low, high: random.randint(low, high),
    }


def evaluate_recipes(data: Any, evaluate: Callable[[str], Any]) -> Any:
    """Plain YAML data with every string in it evaluated."""
    match data:
        case str():
            return evaluate(data)
        case list() | tuple():
            return [evaluate_recipes(item, evaluate) for item in data]
        case dict():
            return {key: evaluate_recipes(item, evaluate) for key, item in data.items()}
    return data
