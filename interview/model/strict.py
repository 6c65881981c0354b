"""What all records that are read from YAML have in common."""

from __future__ import annotations

from typing import Any, ClassVar


class Strict:
    """Every key that is not a field is an error when read from YAML."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}
