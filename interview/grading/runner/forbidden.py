"""Library names an exercise forbids: found in the syntax, and where torch really dispatches.

This is exercise policy, not security: code that shares an interpreter with it can undo it.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import warnings
from collections.abc import Callable, Iterable
from typing import Any

ATEN_OPERATORS = {
    "torch.nn.functional.scaled_dot_product_attention": (
        "scaled_dot_product_attention",
        "_scaled_dot_product_flash_attention_for_cpu",
        "_scaled_dot_product_attention_math",
    ),
    "torch.nn.functional.layer_norm": ("layer_norm", "native_layer_norm"),
    "torch.nn.functional.softmax": ("softmax.int", "_softmax"),
    "torch.nn.functional.cross_entropy": ("cross_entropy_loss",),
    "torch.nn.functional.embedding": ("embedding",),
    "torch.nn.functional.gelu": ("gelu",),
    "torch.nn.functional.cosine_similarity": ("cosine_similarity",),
    "torch.nn.functional.binary_cross_entropy": ("binary_cross_entropy",),
    "torch.nn.functional.binary_cross_entropy_with_logits": ("binary_cross_entropy_with_logits",),
    "torch.nn.functional.nll_loss": ("nll_loss", "nll_loss_nd", "nll_loss_forward", "nll_loss2d"),
}
"""Public name -> the aten operators behind it, for functions that are not written in Python."""


class ForbiddenCall(RuntimeError):
    """Raised inside an attempt where it calls what the exercise forbids."""


def find_mentions(source: str, forbidden: Iterable[str]) -> list[dict[str, Any]]:
    """Every place where the source names a forbidden thing: `{"name": ..., "line": ...}`."""
    tree = ast.parse(source)
    names = NameCollector()
    names.visit(tree)
    wanted = {public_name(name): name for name in forbidden}
    mentions = []
    for dotted, line in names.used:
        name = wanted.get(public_name(dotted))
        if name is not None:
            mentions.append({"name": name, "line": line})
    return mentions


def public_name(dotted: str) -> str:
    """One spelling for names that torch exports from several places."""
    return dotted.replace("torch.nn.modules.activation.", "torch.nn.").replace(
        "torch.nn.modules.transformer.", "torch.nn."
    )


class NameCollector(ast.NodeVisitor):
    """Resolves import aliases, and collects every dotted library name with its line."""

    def __init__(self) -> None:
        self.alias: dict[str, str] = {}
        self.used: list[tuple[str, int]] = []

    def visit_Import(self, node: ast.Import) -> None:
        for item in node.names:
            top = item.name.split(".")[0]
            self.alias[item.asname or top] = item.name if item.asname else top

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for item in node.names:
            dotted = f"{node.module}.{item.name}"
            self.alias[item.asname or item.name] = dotted
            self.used.append((dotted, node.lineno))

    def visit_Attribute(self, node: ast.Attribute) -> None:
        dotted = self.dotted(node)
        if dotted:
            self.used.append((dotted, node.lineno))
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        match node:
            case ast.Call(
                func=ast.Name(id="getattr"), args=[owner, ast.Constant(value=str(name)), *_]
            ):
                dotted = self.dotted(owner)
                if dotted:
                    self.used.append((f"{dotted}.{name}", node.lineno))
        self.generic_visit(node)

    def dotted(self, node: ast.AST) -> str | None:
        match node:
            case ast.Name(id=name):
                return self.alias.get(name)
            case ast.Attribute(value=value, attr=attr):
                owner = self.dotted(value)
                return f"{owner}.{attr}" if owner else None
        return None


class Guard:
    """Makes forbidden names raise when they are called, and remembers that they were."""

    def __init__(self, forbidden: Iterable[str]) -> None:
        self.called: list[str] = []
        self.libraries: list[Any] = []
        for name in forbidden:
            if name in ATEN_OPERATORS:
                self.override(name)
            else:
                self.replace(name)

    def refuse(self, name: str) -> Callable[..., Any]:
        def refused(*_: Any, **__: Any) -> Any:
            self.called.append(name)
            raise ForbiddenCall(f"{name} is not allowed in this exercise")

        return refused

    def replace(self, name: str) -> None:
        """A Python function or class: the name itself, or the class's construction, is replaced.

        Nothing where this version of the library has none of that name.
        """
        owner_name, _, attribute = name.rpartition(".")
        try:
            owner: Any = importlib.import_module(owner_name)
        except ImportError:
            parent, _, cls = owner_name.rpartition(".")
            owner = getattr(importlib.import_module(parent), cls)
        target = getattr(owner, attribute, None)
        if isinstance(target, type):
            target.__init__ = self.refuse(name)  # type: ignore[misc]
        elif target is not None:
            setattr(owner, attribute, self.refuse(name))

    def override(self, name: str) -> None:
        """An operator of torch's own: its kernels are replaced, whatever name it is reached by."""
        import torch

        library: Any = torch.library.Library("aten", "IMPL")  # type: ignore[no-untyped-call]
        self.libraries.append(library)
        # torch 2.6 has no such argument, nor one of these kernels already in Python.
        new = "allow_override" in inspect.signature(library.impl).parameters
        options = {"allow_override": True} if new else {}
        with warnings.catch_warnings(action="ignore"):
            for operator in ATEN_OPERATORS[name]:
                for key in ("CPU", "AutogradCPU", "CompositeImplicitAutograd"):
                    try:
                        library.impl(operator, self.refuse(name), key, **options)
                    except RuntimeError:  # this operator has no kernel under this key
                        continue
