"""What an accepted attempt did that an interviewer would ask about: ways of writing it, known by their syntax.

Each is told only where the syntax leaves no doubt: to be asked about what one did not do is worse than not
to be asked. The words are in `wording/idioms.py`; nothing of this is recorded.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from interview.practice.exercise.idiom_loops import (
    grows_by_cat,
    is_item_in_loop,
    is_loop_over_axis,
    is_loop_over_heads,
)
from interview.practice.exercise.idiom_values import (
    fills_infinite,
    fills_large,
    fills_smallest,
    is_exp_over_sum,
    is_exp_over_sum_below_maximum,
    is_log_of_softmax,
    is_scaled_product,
)
from interview.practice.exercise.syntax import Syntax, argument, last_name, name_called, operand

LONGEST_LINE_TOLD = 90
WRITTEN_IN_PLACE = ("masked_fill_", "add_", "sub_", "mul_", "div_", "clamp_", "relu_", "exp_")
TURNING = ("transpose", "permute", "swapaxes", "swapdims", "movedim")
NOT_TENSORS = ("itertools", "einops", "np", "numpy", "torch", "random")
Recogniser = Callable[[Syntax, ast.AST], bool]


@dataclass(frozen=True)
class Idiom:
    """One way of writing something, found in an attempt."""

    id: str
    code: str
    """The line of the attempt that it is found in, without what stands before it."""


def is_call_of(*names: str) -> Recogniser:
    return lambda syntax, node: name_called(node) in names


def is_repeat(syntax: Syntax, node: ast.AST) -> bool:
    """Of a tensor, in which an axis is repeated and another is not."""
    match node:
        case ast.Call(func=ast.Attribute(value=owner, attr="repeat"), args=[_, _, *_]):
            ones = [isinstance(one, ast.Constant) and one.value == 1 for one in node.args]
            return last_name(owner) not in NOT_TENSORS and any(ones) and not all(ones)
    return False


def is_written_in_place(syntax: Syntax, node: ast.AST) -> bool:
    """Of a tensor of the way forward: not of weights that are set, nor where no gradient is wanted."""
    scope = syntax.scope(node)
    if name_called(node) not in WRITTEN_IN_PLACE or not isinstance(scope, ast.FunctionDef):
        return False
    blocks = [one for one in syntax.enclosing(node) if isinstance(one, ast.With)]
    heads = [*scope.decorator_list, *(item.context_expr for one in blocks for item in one.items)]
    names = {last_name(one.func if isinstance(one, ast.Call) else one) for one in heads}
    return scope.name != "__init__" and not names & {"no_grad", "inference_mode"}


def comes_turned(syntax: Syntax, node: ast.AST | None) -> bool:
    """Whether a value comes straight from an exchange of axes."""
    return isinstance(node, ast.expr) and name_called(syntax.value(node)) in TURNING


def is_view_of_contiguous(syntax: Syntax, node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or name_called(node) != "view":
        return False
    inner = operand(node)
    inner = syntax.value(inner) if inner is not None else None
    return (
        isinstance(inner, ast.Call)
        and name_called(inner) == "contiguous"
        and comes_turned(syntax, operand(inner))
    )


def is_reshape_of_turned(syntax: Syntax, node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and name_called(node) in ("reshape", "flatten")
        and comes_turned(syntax, operand(node))
    )


def is_kept_buffer(syntax: Syntax, node: ast.AST) -> bool:
    """A buffer that goes into the state dict."""
    return (
        isinstance(node, ast.Call)
        and name_called(node) == "register_buffer"
        and len(node.args) == 2
        and not node.keywords
    )


def is_functional_dropout(syntax: Syntax, node: ast.AST) -> bool:
    """One that is told whether it trains."""
    match node:
        case ast.Call(func=ast.Attribute(attr="dropout")):
            training = argument(node, "training", 1)
            return training is not None and last_name(training) == "training"
    return False


def is_no_grad(syntax: Syntax, node: ast.AST) -> bool:
    return name_called(node) == "no_grad" and isinstance(
        syntax.around.get(node), ast.withitem | ast.FunctionDef
    )


def is_biased_variance(syntax: Syntax, node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or name_called(node) not in ("var", "var_mean"):
        return False
    told = {word.arg: getattr(word.value, "value", None) for word in node.keywords}
    return told.get("unbiased") is False or told.get("correction", 1) == 0


def is_one_hot_product(syntax: Syntax, node: ast.AST) -> bool:
    """`F.one_hot(ids, V).to(w) @ w`."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.MatMult):
        return False
    left: ast.expr | None = syntax.value(node.left)
    while isinstance(left, ast.Call) and name_called(left) in ("to", "float", "double", "type_as"):
        left = operand(left)
        left = syntax.value(left) if left is not None else None
    return left is not None and name_called(left) == "one_hot"


def is_einsum_of_two(syntax: Syntax, node: ast.AST) -> bool:
    match node:
        case ast.Call(args=[ast.Constant(value=str(text)), _, _]) if name_called(node) == "einsum":
            left, arrow, right = text.replace(" ", "").partition("->")
            one, comma, other = left.partition(",")
            return bool(arrow and comma and (set(one) & set(other)) - set(right))
    return False


IDIOMS: dict[str, Recogniser] = {
    "large-negative": fills_large,
    "softmax-then-log": is_log_of_softmax,
    "exp-over-sum": is_exp_over_sum,
    "nan-to-num": is_call_of("nan_to_num"),
    "loop-over-heads": is_loop_over_heads,
    "growing-cat": grows_by_cat,
    "item-in-loop": is_item_in_loop,
    "loop-over-axis": is_loop_over_axis,
    "repeat": is_repeat,
    "repeat-interleave": is_call_of("repeat_interleave"),
    "smallest-number": fills_smallest,
    "infinite-mask": fills_infinite,
    "in-place": is_written_in_place,
    "one-hot-product": is_one_hot_product,
    "exp-below-maximum": is_exp_over_sum_below_maximum,
    "fused-attention": is_call_of("scaled_dot_product_attention"),
    "contiguous-view": is_view_of_contiguous,
    "scaled-product": is_scaled_product,
    "biased-variance": is_biased_variance,
    "functional-dropout": is_functional_dropout,
    "no-grad": is_no_grad,
    "kept-buffer": is_kept_buffer,
    "reshape-of-turned": is_reshape_of_turned,
    "einsum-of-two": is_einsum_of_two,
}
"""In the order in which they are asked about: what can go wrong, then what costs, then what is good to know."""


def idioms_in(source: str) -> list[Idiom]:
    """Every idiom of a source, each where it stands first, in the order of `IDIOMS`; none if it is no Python."""
    try:
        syntax = Syntax(source)
    except (SyntaxError, ValueError, RecursionError):
        return []
    found = []
    for id, recognised in IDIOMS.items():
        place = next((node for node in syntax.nodes if recognised(syntax, node)), None)
        if place is not None:
            found.append(Idiom(id, syntax.lines[place.lineno - 1].strip()[:LONGEST_LINE_TOLD]))
    return found


def idiom_to_ask_about(source: str) -> Idiom | None:
    """The one that is asked about: always the same of the same source."""
    return next(iter(idioms_in(source)), None)
