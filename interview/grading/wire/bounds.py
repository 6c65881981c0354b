"""How much a message may have, which is measured before it is looked at.

Its bytes, the parts of its JSON, its tensors and their axes, and how deep its values are nested: whatever is done
with a message afterwards takes time and memory in proportion to these.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from interview.grading.wire.foreign import MAX_AXES, MAX_TENSORS

MAX_JSON = 4 * 2**20
MAX_DEPTH = 32
MAX_ITEMS = 100_000
MAX_TEXT = 2**18
"""Characters of one string; an attempt's source is the longest there is."""
MAX_ARRAYS = 4096
MAX_PARAMETERS = 10_000
"""Names of an attempt's parameters that are told."""
MAX_ALIKE = 100
"""Keys of a dict with the same hash; many more, which can be made on purpose, take quadratic time."""
MAX_MARKS = 8 * MAX_ITEMS
"""Brackets and commas of the JSON; a part needs at most eight."""
MAX_TABLE = 256 * MAX_ARRAYS
"""Bytes of what safetensors writes before the tensors: a name, a shape and a place for each."""


class WireError(ValueError):
    """What came over the wire is not a message of ours."""


@dataclass
class RunRoom:
    """The bytes that are left of what a whole run may say; both ends keep an account of it."""

    text: int = 4 * MAX_JSON
    blob: int = 4 * MAX_TENSORS
    marks: int = MAX_MARKS // 2
    """Brackets and commas: what takes time is how many parts there are, however short."""
    table: int = 4 * MAX_TABLE
    """Bytes of what is said of tensors before their values."""

    def spend(self, text: int, blob: int) -> None:
        """Raises WireError where there is not so much left."""
        if text > self.text or blob > self.blob:
            raise WireError("more than a run may say")
        self.text, self.blob = self.text - text, self.blob - blob

    def spend_parts(self, text: bytes, blob: bytes) -> None:
        """The same of what is in a message; raises WireError."""
        marks, table = count_marks(text), table_size(blob)
        if marks > self.marks or table > self.table:
            raise WireError("more parts than a run may say")
        self.marks, self.table = self.marks - marks, self.table - table


def count_marks(text: bytes) -> int:
    return sum(map(text.count, (b"[", b"{", b",")))


def table_size(blob: bytes) -> int:
    """Bytes that safetensors says its table has; 0 without tensors."""
    return int.from_bytes(blob[:8], "little")


def refuse_oversized(text: bytes, blob: bytes) -> None:
    """Raises WireError if there is more in a message than anybody needs to say."""
    if count_marks(text) > MAX_MARKS:
        raise WireError("too many parts")
    if not blob:
        return
    size = table_size(blob)
    if size > MAX_TABLE:
        raise WireError("too many tensors")
    table = json.loads(blob[8 : 8 + size])
    if len(table) > MAX_ARRAYS or any(len(entry["shape"]) > MAX_AXES for entry in table.values()):
        raise WireError("too many tensors, or axes of one")
