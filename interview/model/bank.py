"""What a bank says of itself: its name, its languages, its topics, its track."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, Self, TypeAlias

from interview.model.strict import Strict

Language: TypeAlias = Literal["en", "zh"]
ALL = "all"
"""Said of topics or tracks: every one."""
USUAL_TOPICS = ("attention", "position", "architecture", "bert", "tasks", "generation")
"""Those of a bank that names none of its own; their words are the interface's."""


class WordedId(str):
    """An id that brings along its words: language -> what it is called there."""

    __slots__ = ("words",)
    words: Mapping[str, str]

    def __new__(cls, id: str, words: Mapping[str, str] | None = None) -> Self:
        worded = super().__new__(cls, id)
        worded.words = words or {}
        return worded


class Topic(WordedId):
    """The id of a topic."""

    __slots__ = ()


class Track(WordedId):
    """The id of a track."""

    __slots__ = ()


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
class TrackFacts(Strict):
    """The interviews that a bank prepares for; several banks may have one track."""

    id: str
    """In kebab-case, as in `interview mock --track ID`; stable, because interviews are kept with it."""
    en: str = ""
    """What it is called in English; the id where no bank of the track says it."""
    zh: str = ""
    """The same in Chinese."""

    @property
    def words(self) -> dict[str, str]:
        """Language -> what it is called there, as far as it is said."""
        return {lang: word for lang, word in (("en", self.en), ("zh", self.zh)) if word}

    @property
    def worded(self) -> Track:
        """Its id with these words."""
        return Track(self.id, self.words)


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
    track: TrackFacts | None = None
    """For which interviews its questions are, as in `{id: speech, en: speech recognition}`."""

    @property
    def written_in(self) -> str:
        """The language of question.yaml."""
        return "zh" if self.languages == ("zh",) else "en"

    @property
    def is_translated(self) -> bool:
        """Whether its questions have a zh.yaml."""
        return len(self.languages) > 1

    @property
    def track_id(self) -> str:
        """Empty if it has none."""
        return self.track.id if self.track else ""

    @property
    def topic_ids(self) -> tuple[str, ...]:
        """Every topic that a question of this bank may have."""
        return tuple(self.topics) or USUAL_TOPICS

    def topic(self, id: str) -> str:
        """A topic with its words; a usual one without any is left to the interface."""
        written = self.topics.get(id, TopicWords())
        words = {lang: word for lang, word in vars(written).items() if word}
        return id if id in USUAL_TOPICS and not words else Topic(id, words)
