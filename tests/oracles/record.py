"""Keeps what the packages give: `nox -s oracles -- record` writes `recorded/`, a file for each package.

Inputs are kept beside what was given for them, so nothing hangs on how another torch draws.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Any

import torch
import yaml
from torch import Tensor

from tests.oracles import Oracle, Values
from tests.oracles.catalogue import EVERY_ORACLE

RECORDED = Path(__file__).with_name("recorded")
COMMAND = "nox -s oracles -- record"
SEEDS_KEPT = (1, 2, 3)


def as_plain(values: Values) -> Values:
    """Tensors as their dtype and their numbers."""
    return {
        name: {str(value.dtype).removeprefix("torch."): value.tolist()}
        if isinstance(value, Tensor)
        else value
        for name, value in values.items()
    }


def from_plain(values: Values) -> Values:
    return {name: tensor_or_value(value) for name, value in values.items()}


def tensor_or_value(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((dtype, numbers),) = value.items()
    return torch.tensor(numbers, dtype=getattr(torch, dtype))


def path_of(package: str) -> Path:
    return RECORDED / f"{package}.yaml"


def kept_of(oracle: Oracle) -> list[dict[str, Any]]:
    """What the package gives under each seed that is kept."""
    rows = []
    for seed in SEEDS_KEPT:
        drawn = oracle.drawn(seed)
        rows.append({"drawn": as_plain(drawn), "given": as_plain(oracle.theirs(drawn))})
    return rows


def recorded_of(oracle: Oracle) -> Iterator[tuple[Values, Values]]:
    """Inputs, and what the package gave for them."""
    record = yaml.safe_load(path_of(oracle.package).read_text(encoding="utf-8"))
    for row in record["oracles"][oracle.name]:
        yield from_plain(row["drawn"]), from_plain(row["given"])


def record_all() -> None:
    RECORDED.mkdir(exist_ok=True)
    in_order = sorted(EVERY_ORACLE, key=lambda oracle: oracle.package)
    for package, oracles in groupby(in_order, key=lambda oracle: oracle.package):
        record = {
            "package": package,
            "version": version(package),
            "torch": version("torch").partition("+")[0],
            "command": COMMAND,
            "oracles": {oracle.name: kept_of(oracle) for oracle in oracles},
        }
        text = yaml.safe_dump(
            record, sort_keys=False, allow_unicode=True, width=120, default_flow_style=None
        )
        path_of(package).write_text(text, encoding="utf-8")
        print(f"{package} {record['version']}: recorded")


if __name__ == "__main__":
    record_all()
