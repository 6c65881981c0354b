"""A small input on which an attempt differs, as code to paste and run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from interview.messages import _
from interview.model.verdict import Example
from interview.wording.example import in_line


def example_code(example: Example, path: str) -> str:
    """A program that runs the attempt in the file at `path` on this input; what is expected is a comment."""
    return "\n".join([*head_lines(example, path), *body_lines(example), *last_lines(example), ""])


def head_lines(example: Example, path: str) -> Iterator[str]:
    yield f"# {_('The smallest input on which it differs ({case}):').format(case=example.case)}"
    if handed_in := sorted(set(given_names([example.build, example.calls]))):
        text = _("It cannot be run as it is: the exercise itself hands in {names}.")
        yield f"# {text.format(names=_(', ').join(handed_in))}"
    yield "import runpy"
    yield ""
    yield "import torch"
    yield "from torch import tensor"
    yield ""
    yield "torch.set_default_dtype(torch.float64)"
    yield f"{example.of} = runpy.run_path({path!r})[{example.of!r}]"


def body_lines(example: Example) -> Iterator[str]:
    name = example.of
    if example.constructed:
        name = "module"
        yield f"module = {example.of}({arguments(example.build)})"
        if example.parameters:
            yield "weights = {"
            for parameter, value in example.parameters.items():
                yield f"    {parameter!r}: {code_of(value)},"
            yield "}"
            yield "module.load_state_dict(weights, strict=False)"
        yield f"module.{'train' if example.training else 'eval'}()"
    yield "results = []"
    for call in example.calls:
        method = f".{call['method']}" if "method" in call else ""
        inner = {key: value for key, value in call.items() if key != "method"}
        yield f"results.append({name}{method}({arguments(inner)}))"


def last_lines(example: Example) -> Iterator[str]:
    yield "print(*results, sep='\\n')"
    for label, outcome in ((_("expected"), example.expected), (_("got"), example.got)):
        if "error" in outcome:
            yield comment(f"{label}: {outcome['error']}: {outcome.get('message', '')}".rstrip(": "))
            continue
        for result in outcome["results"]:
            yield comment(f"{label}: {in_line(result, 6)}")


def given_names(value: Any) -> Iterator[str]:
    """What the exercise hands in, with weights that only the grader has."""
    match value:
        case {"given": str(name)}:
            yield name
        case dict():
            for item in value.values():
                yield from given_names(item)
        case list():
            for item in value:
                yield from given_names(item)


def comment(text: str) -> str:
    return f"# {text.partition(chr(10))[0]}"


def arguments(values: dict[str, Any]) -> str:
    return ", ".join(f"{name}={code_of(value)}" for name, value in values.items())


def code_of(value: Any) -> str:
    """A value as an expression of Python."""
    match value:
        case {"tensor": numbers, "dtype": dtype, "shape": shape}:
            if 0 in shape:
                return f"torch.zeros({tuple(shape)}, dtype=torch.{dtype})"
            return f"tensor({numbers_of(numbers)}, dtype=torch.{dtype})"
        case {"tuple": items}:
            comma = "," if len(items) == 1 else ""
            return f"({', '.join(map(code_of, items))}{comma})"
        case {"dict": pairs}:
            return "{" + ", ".join(f"{code_of(k)}: {code_of(v)}" for k, v in pairs) + "}"
        case {"float": text}:
            return f"float({text!r})"
        case {"earlier": [step, *path]}:
            return f"results[{step}]" + "".join(f"[{key!r}]" for key in path)
        case {"given": name, "args": args, "kwargs": {"dict": pairs}}:
            module = "torch." if name.startswith("nn.") else ""
            parts = [code_of(item) for item in args] + [f"{k}={code_of(v)}" for k, v in pairs]
            return f"{module}{name}({', '.join(parts)})"
        case list():
            return f"[{', '.join(map(code_of, value))}]"
    return repr(value)


def numbers_of(numbers: Any) -> str:
    if isinstance(numbers, list):
        return f"[{', '.join(map(numbers_of, numbers))}]"
    if isinstance(numbers, str):
        return f"float({numbers!r})"
    return repr(numbers)
