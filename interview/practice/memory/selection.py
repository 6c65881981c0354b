"""What to ask: what is due first, the longest overdue before the rest, then what is new, in the bank's order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count, islice

from interview.bank import Bank
from interview.bank.drills import drawn_drill
from interview.bank.tracks import track_told, tracks_of
from interview.errors import QuestionError, UsageError
from interview.history.items import Item
from interview.history.reviews import Standing
from interview.messages import _, spoken
from interview.model.card import Card
from interview.model.question import Question

MOST_QUESTIONS = 10
"""A quiz asks no more questions than this at a time, unless minutes were given."""
MOST_NEW_QUESTIONS = 3
"""A quiz asks no more new questions than this, unless told."""
DRILLS_A_ROUND = 10
"""How many drills are a round."""
FEWEST_DRILLS = 2
"""Every question has at least this many drills, so that these need not be looked up."""

MINUTES_OF_KIND = {"question": 3.0, "drill": 0.5, "debug": 8.0}
"""About how long one of them takes once it is known; an exercise has its own."""

Standings = Mapping[str, Standing]


def minutes_of_items(items: Iterable[str], cards: Iterable[Card]) -> float:
    """About how long these take to repeat; exercises of other questions than these none."""
    own = {card.id: card.minutes for card in cards}
    some = map(Item, items)
    return sum(MINUTES_OF_KIND.get(item.kind) or own.get(item.question, 0) for item in some)


@dataclass(frozen=True)
class PlannedQuestion:
    """A question that will be asked, and whether for the first time."""

    card: Card
    new: bool

    @property
    def item(self) -> str:
        return Item.of("question", self.card.id)


@dataclass(frozen=True)
class Wanted:
    """What a learner asked for on the command line."""

    ids: tuple[str, ...] = ()
    """Questions by number or id; none means all."""
    topic: str | None = None
    track: str | None = None
    count: int | None = None
    """How many: new questions in a quiz, drills in a round."""
    minutes: float | None = None


def wanted_cards(bank: Bank, wanted: Wanted) -> list[Card]:
    """The cards named, or those of a topic or a track, or all; raises UsageError if there is no such one."""
    cards = list(dict.fromkeys(bank.find(id) for id in wanted.ids)) or bank.cards
    if wanted.track is not None:
        track = track_meant(wanted.track, cards)
        cards = [card for card in cards if card.bank.track_id == track]
    if wanted.topic is None:
        return cards
    topic = word_meant("--topic", wanted.topic, (card.topic for card in cards))
    return [card for card in cards if card.topic == topic]


def track_meant(said: str, cards: Sequence[Card]) -> str:
    """The track that was said, with its words; raises UsageError, which lists those that the cards have."""
    tracks = tracks_of(cards)
    if not tracks:
        text = _("--track {said}: no bank that is open has a track: leave it out, or name a bank")
        raise UsageError(text.format(said=said))
    return word_meant("--track", said, tracks.values(), track_told)


def word_meant(
    option: str, said: str, words: Iterable[str], told: Callable[[str], str] = spoken
) -> str:
    """What was said of these words: by its name, in the learner's language, or by how only it begins.

    Raises UsageError, with all of them as `told`, where that is none of them, or more than one.
    """
    names = {
        word: [
            form.casefold() for form in (word, spoken(word), *getattr(word, "words", {}).values())
        ]
        for word in words
    }
    said_so = said.casefold()
    same = [word for word, forms in names.items() if said_so in forms]
    begin = [word for word, forms in names.items() if any(f.startswith(said_so) for f in forms)]
    for matches in (same, begin):
        if len(matches) == 1:
            return matches[0]
    text = _("{option} {said}: expected one of {words}")
    raise UsageError(text.format(option=option, said=said, words=", ".join(map(told, names))))


def choose_questions(
    cards: list[Card], standings: Standings, now: datetime, wanted: Wanted
) -> list[PlannedQuestion]:
    """What a quiz asks: those named; else the due ones, then some new ones, no more than a round."""
    if wanted.ids:
        return [
            PlannedQuestion(card, Item.of("question", card.id) not in standings) for card in cards
        ]
    most = MOST_QUESTIONS if wanted.minutes is None else len(cards)
    due = [PlannedQuestion(card, False) for card in overdue_cards(cards, standings, now)][:most]
    fresh = [
        PlannedQuestion(card, True)
        for card in cards
        if Item.of("question", card.id) not in standings
    ]
    if wanted.count is None:
        return [*due, *fresh[:MOST_NEW_QUESTIONS]][:most]
    return [*due, *fresh[: wanted.count]]


def overdue_cards(cards: list[Card], standings: Standings, now: datetime) -> list[Card]:
    """The cards whose answers are due, the longest overdue first."""
    met = [(standings.get(Item.of("question", card.id)), card) for card in cards]
    due = [(standing.due, card) for standing, card in met if standing and standing.due <= now]
    return [card for _due, card in sorted(due, key=lambda pair: pair[0])]


@dataclass(frozen=True)
class DrillItem:
    """One drill of a question."""

    card: Card
    number: int

    @property
    def item(self) -> str:
        return Item.of("drill", self.card.id, self.number)


class DrillPool:
    """The drills of some questions; a question is read only when that can't be avoided."""

    def __init__(self, bank: Bank, cards: list[Card], lang: str) -> None:
        self.bank, self.cards, self.lang = bank, cards, lang
        self.read: dict[str, Question] = {}

    def question(self, card: Card) -> Question:
        if card.id not in self.read:
            self.read[card.id] = self.bank.load(card, self.lang)
        return self.read[card.id]

    def exists(self, drill: DrillItem) -> bool:
        """Whether the drill is there, and can be asked; a question that is broken has none."""
        if not self.bank.usable(drill.card, self.lang):
            return False
        question = self.question(drill.card)
        if drill.number >= len(question.drills):
            return False
        try:
            drawn_drill(question, drill.number, 0)
        except QuestionError as error:
            self.bank.leave_out(f"{drill.card.slug}, drill {drill.number}", error.problems)
            return False
        return True

    def order(self, standings: Standings, now: datetime) -> Iterator[DrillItem]:
        """Due ones, then new ones, a first of every question before a second, then the rest."""
        known = sorted(self.known(standings), key=lambda pair: pair[0])
        yield from (drill for due, drill in known if due <= now)
        yield from self.new(standings)
        yield from (drill for due, drill in known if due > now)

    def known(self, standings: Standings) -> Iterator[tuple[datetime, DrillItem]]:
        cards = {card.id: card for card in self.cards}
        for item, standing in standings.items():
            drill = Item(item)
            if drill.kind == "drill" and drill.question in cards and drill.part.isdigit():
                yield standing.due, DrillItem(cards[drill.question], int(drill.part))

    def new(self, standings: Standings) -> Iterator[DrillItem]:
        for number in count():
            level = [DrillItem(card, number) for card in self.cards]
            if number >= FEWEST_DRILLS:
                level = [drill for drill in level if self.exists(drill)]
            if not level:
                return
            yield from (drill for drill in level if drill.item not in standings)

    def round(self, standings: Standings, now: datetime, size: int) -> Iterable[DrillItem]:
        """The drills of a round, as they are needed; drills that are no longer in the bank are left out."""
        return islice((drill for drill in self.order(standings, now) if self.exists(drill)), size)

    def size(self, wanted: int) -> int:
        """How many there will be: fewer than wanted only where the questions have no more."""
        if wanted <= FEWEST_DRILLS * len(self.cards):
            return wanted
        usable = [card for card in self.cards if self.bank.usable(card, self.lang)]
        return min(wanted, sum(len(self.question(card).drills) for card in usable))
