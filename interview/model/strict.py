"""What all records that are read from YAML have in common."""

from __future__ import annotations

from typing import Any, ClassVar


class Strict:
    """Every key that is not a field is an error when read from YAML."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}
    guide: ClassVar[str] = "CONTRIBUTING.md"
    """The page that describes the file."""
    keys_of: ClassVar[str] = "the question's"
    """Whose keys its author is to write."""
