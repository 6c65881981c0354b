"""What a bank says of itself: its name, its languages, its topics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias

from interview.model.strict import Strict

Language: TypeAlias = Literal["en", "zh"]
USUAL_TOPICS = ("attention", "position", "architecture", "bert", "tasks", "generation")
"""Those of a bank that names none of its own; their words are the interface's."""


class Topic(str):
    """The id of a topic that brings along its words: language -> what it is called there."""

    __slots__ = ("words",)
    words: Mapping[str, str]

    def __new__(cls, id: str, words: Mapping[str, str] | None = None) -> Topic:
        topic = super().__new__(cls, id)
        topic.words = words or {}
        return topic


class ClashingNumber(int):
    """The number of a question that another open bank has as well: shown as `bank:3`."""

    bank: str

    def __new__(cls, number: int, bank: str) -> ClashingNumber:
        clashing = super().__new__(cls, number)
        clashing.bank = bank
        return clashing

    def __str__(self) -> str:
        return f"{self.bank}:{int(self)}"

    def __format__(self, form: str) -> str:
        return str(self) if not form else format(int(self), form)


@dataclass(frozen=True)
class TopicWords(Strict):
    """What a topic is called; its id where a language has nothing."""

    en: str = ""
    """In English."""
    zh: str = ""
    """In Chinese."""


@dataclass(frozen=True)
class BankFacts(Strict):
    """What `bank.yaml` tells; a bank without it is named as its folder and has the usual topics."""

    keys_of: ClassVar[str] = "the bank's"
    name: str
    """In kebab-case, as in `--bank NAME` and `NAME:3`; stable, because progress is kept under it."""
    title: str = ""
    """A title for lists."""
    zh: str = ""
    """The title in Chinese."""
    languages: tuple[Language, ...] = ("en", "zh")
    """[en, zh], or one of them alone: [zh] has its Chinese in question.yaml, and no zh.yaml."""
    topics: dict[str, TopicWords] = field(default_factory=dict)
    """Every topic that a question may have -> its words, as in `kv-cache: {en: KV cache, zh: KV 缓存}`."""

    @property
    def written_in(self) -> str:
        """The language of question.yaml."""
        return "zh" if self.languages == ("zh",) else "en"

    @property
    def is_translated(self) -> bool:
        """Whether its questions have a zh.yaml."""
        return len(self.languages) > 1

    @property
    def topic_ids(self) -> tuple[str, ...]:
        """Every topic that a question of this bank may have."""
        return tuple(self.topics) or USUAL_TOPICS

    def topic(self, id: str) -> str:
        """A topic with its words; a usual one without any is left to the interface."""
        written = self.topics.get(id, TopicWords())
        words = {lang: word for lang, word in vars(written).items() if word}
        return id if id in USUAL_TOPICS and not words else Topic(id, words)
