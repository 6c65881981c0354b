"""Idioms about numbers: what masks are filled with, and how a softmax is written."""

from __future__ import annotations

import ast

from interview.practice.exercise.syntax import (
    Syntax,
    argument,
    holds_call,
    last_name,
    name_called,
    operand,
    same_code,
)

LARGE = 65504.0
"""The largest number of float16."""
BOUNDS = ("max", "amax", "logsumexp", "clamp", "clip", "softmax", "log_softmax")


def filled_with(syntax: Syntax, node: ast.AST) -> list[ast.expr]:
    """The values that masked places are filled with in a call."""
    if not isinstance(node, ast.Call):
        return []
    match name_called(node):
        case "masked_fill" | "masked_fill_":
            values = [argument(node, "value", 1)]
        case "where" if operand(node) is node.args[0] if node.args else False:
            values = list(node.args[1:3])
        case _:
            return []
    return [syntax.value(value) for value in values if value is not None]


def fills_large(syntax: Syntax, node: ast.AST) -> bool:
    """A mask of -1e9, filled in or added; silent where the code turns to float32 for it."""
    scope = syntax.scope(node)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        sides = syntax.value(node.left), syntax.value(node.right)
        large = "mask" in ast.unparse(node).lower() and any(map(is_large_negative, sides))
    else:
        large = any(map(is_large_negative, filled_with(syntax, node)))
    return large and not holds_call(scope, "float") and "float32" not in ast.unparse(scope)


def fills_infinite(syntax: Syntax, node: ast.AST) -> bool:
    return any(map(is_infinite, filled_with(syntax, node))) and attends(syntax.scope(node))


def fills_smallest(syntax: Syntax, node: ast.AST) -> bool:
    return any(map(is_smallest, filled_with(syntax, node))) and attends(syntax.scope(node))


def attends(scope: ast.AST) -> bool:
    """Whether a function has both a product of matrices and a softmax."""
    products = any(isinstance(one, ast.MatMult) for one in ast.walk(scope))
    products = products or holds_call(scope, "matmul", "bmm", "einsum", "baddbmm")
    return products and holds_call(scope, "softmax")


def is_large_negative(node: ast.expr) -> bool:
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=float() | int() as number)):
            return LARGE < number < float("inf")
        case ast.UnaryOp(op=ast.USub(), operand=ast.BinOp(ast.Constant(10), ast.Pow(), power)):
            return isinstance(power, ast.Constant) and power.value in range(5, 39)
        case ast.Call(args=[ast.Constant(value=str(text))]) if name_called(node) == "float":
            return text.lower().startswith("-1e") and text[3:].isdigit() and int(text[3:]) > 4
    return False


def is_infinite(node: ast.expr) -> bool:
    """`float("-inf")`, `-torch.inf`, `-math.inf`, `-float("inf")`."""
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            if isinstance(inner, ast.Call):
                return ast.unparse(inner).lower() in ("float('inf')", "float('infinity')")
            return last_name(inner) == "inf"
        case ast.Call():
            return ast.unparse(node).lower() in ("float('-inf')", "float('-infinity')")
    return False


def is_smallest(node: ast.expr) -> bool:
    """`torch.finfo(x.dtype).min`."""
    return (
        isinstance(node, ast.Attribute)
        and node.attr == "min"
        and name_called(node.value) == "finfo"
    )


def is_log_of_softmax(syntax: Syntax, node: ast.AST) -> bool:
    """Also where something small is added, or kept at least, in between."""
    if not isinstance(node, ast.Call) or name_called(node) != "log":
        return False
    inner = operand(node)
    if inner is None or last_name(inner) == "math":
        return False
    inner = syntax.value(inner)
    if isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Add):
        inner = syntax.value(inner.left)
    elif isinstance(inner, ast.Call) and name_called(inner) in ("clamp", "clip", "clamp_min"):
        inner = syntax.value(operand(inner) or inner)
    return name_called(inner) == "softmax"


def exponents(syntax: Syntax, node: ast.AST) -> ast.expr | None:
    """The scores of a softmax that is written as exp over its sum."""
    match node:
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            total, power = syntax.value(right), syntax.value(left)
            if not isinstance(total, ast.Call) or name_called(total) != "sum":
                return None
            summed = operand(total)
            if summed is None or not isinstance(power, ast.Call) or name_called(power) != "exp":
                return None
            return operand(power) if same_code(summed, left) else None
    return None


def is_exp_over_sum(syntax: Syntax, node: ast.AST) -> bool:
    """Where nothing in the file keeps the scores small."""
    scores = exponents(syntax, node)
    return scores is not None and not holds_call(syntax.tree, *BOUNDS)


def is_exp_over_sum_below_maximum(syntax: Syntax, node: ast.AST) -> bool:
    scores = exponents(syntax, node)
    match syntax.value(scores) if scores is not None else None:
        case ast.BinOp(op=ast.Sub(), right=right):
            return holds_call(syntax.value(right), "max", "amax")
    return False


def is_scaled_product(syntax: Syntax, node: ast.AST) -> bool:
    """`(q @ k.transpose(-2, -1)) / math.sqrt(d)`."""
    match node:
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            product = syntax.value(left)
            times = isinstance(product, ast.BinOp) and isinstance(product.op, ast.MatMult)
            times = times or name_called(product) in ("matmul", "bmm", "einsum")
            return times and is_root(syntax.value(right))
    return False


def is_root(node: ast.expr) -> bool:
    match node:
        case ast.BinOp(op=ast.Pow(), right=ast.Constant(value=0.5)):
            return True
    return name_called(node) == "sqrt"
