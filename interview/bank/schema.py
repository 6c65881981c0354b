"""The one owner of the format: plain data -> records, every problem with its line, JSON Schema."""

from __future__ import annotations

import difflib
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from interview.bank.building import OtherForm, build_record
from interview.bank.formulas import Formulas
from interview.bank.glossary import Glossary
from interview.bank.mistakes import SharedMistakes
from interview.bank.prose import Prose
from interview.bank.source import KeyPath, YamlSource
from interview.files import write_file
from interview.model.assignment import Assignment, Overrides
from interview.model.bank import BankFacts
from interview.model.question import Question
from interview.model.strict import Strict

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar(
    "T", Question, Prose, SharedMistakes, Glossary, Formulas, BankFacts, Assignment, Overrides
)
FILES: dict[str, type] = {
    "question": Question,
    "zh": Prose,
    "bank": BankFacts,
    "mistakes": SharedMistakes,
    "glossary": Glossary,
    "formulas": Formulas,
}
"""The YAML files of a bank, without their suffix -> what each holds."""
CLASS_FILES: dict[str, type] = {"assignment": Assignment, "overrides": Overrides}
"""The same of those that an instructor writes about a class."""
EXPECTATIONS = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "dict_type": "keys and values",
    "dataclass_type": "keys and values",
    "tuple_type": "a list",
}
"""pydantic's kinds of problems, as an author would say what should stand there."""


@cache
def adapter(name: str) -> TypeAdapter[Any]:
    """Built once a process, where it is needed: it takes a tenth of a second, of which a judge has none to lose."""
    from pydantic import TypeAdapter

    (kind,) = (kind for kind in (*FILES.values(), *CLASS_FILES.values()) if kind.__name__ == name)
    return TypeAdapter(kind)


def validated(source: YamlSource, kind: type[T]) -> T | None:
    """The frozen record, with every problem added to `source.problems`; None if nothing can be read.

    What is wrong has something harmless in its place, so that the rest can be looked at all the same.
    """
    if source.data is None and source.problems:
        return None
    if not isinstance(source.data, dict):
        got = yaml_value_name(source.data)
        what = (
            f"{source.where(())}: expected keys and values, got {got}: write {source.keys_of} keys"
        )
        source.problems.append(what)
        return None
    try:
        return build_record(kind, source.data)
    except OtherForm:
        return validated_closely(source, kind)


def validated_closely(source: YamlSource, kind: type[T]) -> T:
    """The same of data that is not exactly of the expected form, which says what is wrong with it."""
    from pydantic import ValidationError

    from interview.bank.mending import nearest_record, truths_for_numbers

    found: list[Any] = list(truths_for_numbers(kind, source.data))
    try:
        record: T = adapter(kind.__name__).validate_python(source.data)
    except ValidationError as error:
        found += error.errors(include_url=False)
        record = nearest_record(kind, source.data)
    source.problems += dict.fromkeys(problem_line(source, kind, item) for item in found)
    return record


def place_of(item: Any) -> KeyPath:
    """Where a problem is, without what pydantic says of the branches of `define` and of keys."""
    return tuple(
        part for part in item["loc"] if part not in ("str", "int", "tuple[str, ...]", "[key]")
    )


def problem_line(source: YamlSource, kind: type[Strict], item: Any) -> str:
    """`file:line: key: expected X, got Y: remedy`."""
    key = place_of(item)
    if key[-2:-1] == ("hints",) and item["type"] in ("missing", "missing_argument"):
        key = key[:-1]
        item = {**item, "type": "too_short", "input": [None] * int(item["loc"][-1])}
    source.bad.add(key)
    name = ".".join(str(part) for part in key)
    where = source.where(key)
    match item["type"]:
        case "unexpected_keyword_argument" | "extra_forbidden":
            return f"{where}: {name}: unknown key: {spelling_suggestion(str(key[-1]), known_keys(kind.__name__))}"
        case "missing" | "missing_argument":
            return f"{where}: {name}: missing: add this key"
        case "too_short" | "too_long" if "hints" in key:
            return f"{where}: {name}: expected exactly three hints, got {len(item['input'])}: add or merge hints"
        case "literal_error":
            expected = item["ctx"]["expected"]
            return f"{where}: {name}: expected {expected}, got {item['input']!r}: use one of these"
    message = EXPECTATIONS.get(item["type"]) or item["msg"].removeprefix("Input should be ")
    return f"{where}: {name}: expected {message}, got {yaml_value_name(item['input'])}: see {kind.guide}"


def yaml_value_name(value: Any) -> str:
    """A YAML value as a person calls it."""
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case str():
            return repr(value if len(value) < 40 else value[:37] + "...")
        case dict():
            return "keys and values"
        case list() | tuple():
            return f"a list of {len(value)}"
    return type(value).__name__


def spelling_suggestion(word: str, known: list[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else "remove it"


@cache
def known_keys(name: str) -> list[str]:
    schema = adapter(name).json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return sorted({key for part in parts for key in part.get("properties", {})})


def json_schema(kind: type) -> dict[str, Any]:
    """What editors use to complete and check the YAML; descriptions come from the docstrings."""
    from pydantic import TypeAdapter

    plain = Strict.__pydantic_config__
    Strict.__pydantic_config__ = {**plain, "use_attribute_docstrings": True}
    try:
        described = TypeAdapter(kind).json_schema()
    finally:
        Strict.__pydantic_config__ = plain
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **described}


def write_schemas(folder: Path, files: dict[str, type] = FILES) -> list[Path]:
    """Writes a schema for each kind of YAML file, which those name in their first line."""
    written = []
    for name, kind in files.items():
        path = schema_path(folder, name)
        write_file(path, json.dumps(json_schema(kind), indent=2, allow_nan=False) + "\n")
        written.append(path)
    return written


def schema_path(folder: Path, name: str) -> Path:
    return folder / f"{name}.schema.json"
