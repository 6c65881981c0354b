"""What is remembered, each under a key of its own."""

from __future__ import annotations

from typing import Literal, TypeAlias, cast

ItemKind: TypeAlias = Literal["question", "drill", "exercise", "debug"]


class Item(str):
    """A key: `question:attend`, `drill:attend:2`, `exercise:attend` or `debug:attend:no-scaling`.

    Of a bank that the package does not ship, `question:mine:attend`.
    """

    __slots__ = ()

    @classmethod
    def of(cls, kind: ItemKind, question: str, part: object = None) -> Item:
        """`part` is the drill's place in its question, or the id of the misconception."""
        return cls(f"{kind}:{question}" if part is None else f"{kind}:{question}:{part}")

    @property
    def kind(self) -> ItemKind:
        return cast("ItemKind", self.partition(":")[0])

    @property
    def question(self) -> str:
        """The id of the question it belongs to."""
        return self.divided[0]

    @property
    def part(self) -> str:
        """Empty where the question is all there is."""
        return self.divided[1]

    @property
    def divided(self) -> tuple[str, str]:
        """The question and the part; the id of a question may say its bank, as in `drill:mine:attend:2`."""
        rest = self.partition(":")[2]
        if self.kind in ("question", "exercise"):
            return rest, ""
        question, sign, part = rest.rpartition(":")
        return (question, part) if sign else (rest, "")
