"""An attempt written with parameters of other names and layouts, by changing its text."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

LIBRARIES = {"torch", "nn", "F", "math"}
TELLING = {
    "w_q": "query_proj",
    "w_k": "key_proj",
    "w_v": "value_proj",
    "w_o": "output_proj",
    "self_attn": "own_attention",
    "multihead_attn": "memory_attention",
    "linear1": "widen",
    "linear2": "narrow",
    "norm1": "ln_a",
    "norm2": "ln_b",
    "norm3": "ln_c",
    "word_embed": "tokens",
    "position_embed": "positions",
    "segment_embed": "segments",
    "embed_norm": "ln_of_sum",
    "layers": "blocks",
    "pooler": "summary",
    "encoder": "body",
    "classifier": "head",
    "qa_outputs": "span_scores",
}
"""Names that somebody may give the parameters of questions 10, 11, 15, 17 and 27."""
PARTS = ("w_q", "w_k", "w_v")
TURNED = """
class Turned(nn.Module):
    def __init__(self, into, out, bias=True):
        super().__init__()
        self.kernel = nn.Parameter(torch.empty(into, out))
        self.shift = nn.Parameter(torch.zeros(out)) if bias else None

    def forward(self, x):
        y = x @ self.kernel
        return y if self.shift is None else y + self.shift
"""
BY_HAND = """
class ByHand(nn.Module):
    def __init__(self, d_model, num_heads, dropout=0.0, bias=True, batch_first=False):
        super().__init__()
        self.count, self.batch_first = num_heads, batch_first
        self.to_q, self.to_k, self.to_v, self.to_o = (
            nn.Linear(d_model, d_model, bias=bias) for _ in range(4)
        )
        self.drop = nn.Dropout(dropout)

    def forward(
        self, query, key, value, key_padding_mask=None, need_weights=True, attn_mask=None, is_causal=False
    ):
        if not self.batch_first:
            query, key, value = (x.transpose(0, 1) for x in (query, key, value))
        q, k, v = (
            layer(x).unflatten(-1, (self.count, -1)).transpose(1, 2)
            for layer, x in ((self.to_q, query), (self.to_k, key), (self.to_v, value))
        )
        scores = q @ k.mT / q.size(-1) ** 0.5
        for mask in (
            attn_mask,
            None if key_padding_mask is None else key_padding_mask[:, None, None],
        ):
            if mask is not None:
                masked = mask.dtype is torch.bool
                scores = scores.masked_fill(mask, -torch.inf) if masked else scores + mask
        weights = scores.softmax(-1)  # as torch's: NaN in an empty row where weights are asked for
        weights = self.drop(weights if need_weights else weights.nan_to_num(0.0))
        x = self.to_o((weights @ v).transpose(1, 2).flatten(2))
        return (x if self.batch_first else x.transpose(0, 1)), None
"""


class NotPossible(Exception):
    """The text has nothing that could be written so."""


class Renamed(ast.NodeTransformer):
    """Attributes by other names, but for those of libraries."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if not (isinstance(node.value, ast.Name) and node.value.id in LIBRARIES):
            node.attr = self.names.get(node.attr, node.attr)
        return node


class Replaced(ast.NodeTransformer):
    """A class of torch's by one that stands in the file."""

    def __init__(self, dotted: str, name: str) -> None:
        self.dotted, self.name, self.count = dotted, name, 0

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if ast.unparse(node) == self.dotted:
            self.count += 1
            return ast.Name(self.name, node.ctx)
        return self.generic_visit(node)


class Fused(ast.NodeTransformer):
    """The layers of queries, keys and values as one, of which each takes its third."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def visit_Assign(self, node: ast.Assign) -> ast.AST | None:
        target = ast.unparse(node.targets[0]).removeprefix("self.")
        if target in PARTS and ast.unparse(node.value) == "nn.Linear(d_model, d_model)":
            self.made.append(target)
            if len(self.made) > 1:
                return None
            return ast.parse("self.qkv = nn.Linear(d_model, 3 * d_model)").body[0]
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        called = ast.unparse(node.func).removeprefix("self.")
        if called not in PARTS:
            return node
        given, n = ", ".join(map(ast.unparse, node.args)), PARTS.index(called)
        third = f"self.qkv.weight.chunk(3)[{n}], self.qkv.bias.chunk(3)[{n}]"
        return ast.parse(f"nn.functional.linear({given}, {third})", mode="eval").body


def renamed(source: str, names: Mapping[str, str]) -> str:
    return ast.unparse(Renamed(names).visit(ast.parse(source)))


def meaningless(names: Iterable[str]) -> dict[str, str]:
    """Names that say nothing; sorted, they stand in another order than the parameters."""
    return {name: f"{chr(ord('z') - i)}{i}x" for i, name in enumerate(names)}


def turned(source: str) -> str:
    """With matrices (in, out) in layers of the attempt's own."""
    return with_class(source, "nn.Linear", "Turned", TURNED)


def by_hand(source: str) -> str:
    """With four layers in the place of torch's packed attention."""
    return with_class(source, "nn.MultiheadAttention", "ByHand", BY_HAND)


def with_class(source: str, dotted: str, name: str, text: str) -> str:
    tree, replacing = ast.parse(source), Replaced(dotted, name)
    tree = replacing.visit(tree)
    if not replacing.count:
        raise NotPossible
    last = max(
        i for i, node in enumerate(tree.body) if isinstance(node, ast.Import | ast.ImportFrom)
    )
    tree.body[last + 1 : last + 1] = ast.parse("import torch\n" + text).body
    return ast.unparse(tree)


def fused(source: str) -> str:
    fusing = Fused()
    tree = fusing.visit(ast.parse(source))
    text = ast.unparse(tree)
    if sorted(fusing.made) != sorted(PARTS) or any(f"self.{part}" in text for part in PARTS):
        raise NotPossible
    return text
