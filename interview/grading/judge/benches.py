"""Which bench a judge has at hand: that of the question it was asked about last, under one seed."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from interview.errors import QuestionError
from interview.grading.judge.bench import Bench, BrokenReference
from interview.grading.judge.own_code import Tell
from interview.model.card import Card


class BenchKey(NamedTuple):
    """What a bench is kept by: the question as its files are, and the seed."""

    folder: Path
    stamp: tuple[int, ...]
    seed: int


class AnotherQuestion(Exception):
    """Asked of a judge that was left by a client: what that question's code changed in torch is no other's."""


class Benches:
    """One bench, for as long as the same is asked for."""

    def __init__(self) -> None:
        self.key: BenchKey | None = None
        self.kept: Bench | None = None
        self.untold: int | None = None
        """A secret seed under which the bench was prepared for whoever comes next."""
        self.rested = False
        """Whether it has been left by a client, after which it is for that question as its files were only."""

    def bench(self, card: Card, seed: int, tell: Tell, any_seed: bool = False) -> Bench:
        """The question's under that seed, made where it is not at hand.

        any_seed: whether another secret one is as welcome, if that is prepared. Raises AnotherQuestion.
        """
        asked, untold, self.untold = (card.folder, question_stamp(card)), self.untold, None
        at_hand = self.key is not None and self.key[:2] == asked
        if self.rested and not at_hand:
            raise AnotherQuestion
        key = BenchKey(*asked, untold if any_seed and at_hand and untold else seed)
        earlier = self.kept if self.kept and not self.kept.spoilt else None
        if earlier is None or self.key != key:
            akin = earlier if at_hand else None
            self.key = self.kept = None  # while the next one is made, none is kept
            bench = Bench(card, key.seed, tell)
            if akin:
                bench.take_over(akin)
            self.key, self.kept = key, bench
        else:
            bench = earlier
        bench.own_code.tell = tell
        return bench

    def left_under(self, seed: int) -> Bench | None:
        """The last question's, prepared under a secret seed; None if there is none, or its own code fails."""
        self.rested, kept = True, self.kept
        if kept is None:
            return None
        try:
            bench = self.bench(kept.card, seed, lambda at, seconds: None)
            bench.expected  # noqa: B018 - computed for who comes next
        except (QuestionError, BrokenReference, AnotherQuestion):  # as the next verdict will tell
            return None
        self.untold = seed
        return bench


def question_stamp(card: Card) -> tuple[int, ...]:
    """Changes when a file of the question does, so that nothing stale is judged by."""
    files = [card.reference, *sorted(card.folder.rglob("*"))]
    told = [file.stat() for file in files if file.is_file()]
    return tuple(t for one in told for t in (one.st_mtime_ns, one.st_ctime_ns, one.st_size))
