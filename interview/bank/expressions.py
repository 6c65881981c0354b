"""A small expression language: Python's syntax, a whitelist of names, nothing else. Knows no torch."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

BINARY_OPERATORS: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
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
    "round": round,
    "len": len,
    "sum": sum,
    "range": lambda *ends: list(range(*ends)),
    "sqrt": math.sqrt,
    "log": math.log,
    "exp": math.exp,
    "inf": math.inf,
    "nan": math.nan,
    "True": True,
    "False": False,
    "None": None,
}


class ExpressionError(ValueError):
    """The expression can't be read or uses a name it doesn't know."""


class Evaluator:
    """Evaluates expressions over `names`; of attributes only the `methods` listed may be called."""

    def __init__(self, names: Mapping[str, Any], methods: frozenset[str] = frozenset()) -> None:
        self.names: dict[str, Any] = {**BUILTIN_NAMES, **names}
        self.methods = methods

    def __call__(self, text: str) -> Any:
        try:
            tree = ast.parse(text.strip(), mode="eval")
            return self.node(tree.body)
        except ExpressionError as error:
            raise ExpressionError(f"{text!r}: {error}") from None
        except SyntaxError as error:
            raise ExpressionError(f"{text!r}: not an expression ({error.msg})") from None
        except Exception as error:
            raise ExpressionError(f"{text!r}: {type(error).__name__}: {error}") from error

    def node(self, node: ast.AST) -> Any:
        match node:
            case ast.Constant(value=value):
                return value
            case ast.Name(id=name):
                if name not in self.names:
                    raise ExpressionError(f"unknown name {name!r}")
                return self.names[name]
            case ast.BinOp(left=left, op=op, right=right) if type(op) in BINARY_OPERATORS:
                return BINARY_OPERATORS[type(op)](self.node(left), self.node(right))
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
                return self.function(func)(*[self.node(a) for a in args], **named)
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
