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


class Benches:
    """One bench, for as long as the same is asked for."""

    def __init__(self) -> None:
        self.key: BenchKey | None = None
        self.kept: Bench | None = None
        self.untold: int | None = None
        """A secret seed under which the bench was prepared for whoever comes next."""
        self.rested = False
        """Whether it has been left by a client, after which it is for the same question only."""

    def is_for_another(self, card: Card) -> bool:
        """Whether it is kept for another question, or for what its files were: who asks gets a new judge."""
        kept = self.key[:2] if self.key else None
        return self.rested and kept != (card.folder, question_stamp(card))

    def bench(self, card: Card, seed: int, tell: Tell, any_seed: bool = False) -> Bench:
        """The question's under that seed, made where it is not at hand.

        any_seed: whether another secret one is as welcome, if that is prepared.
        """
        stamp, untold, self.untold = question_stamp(card), self.untold, None
        if any_seed and untold is not None:
            seed = untold if self.key == (card.folder, stamp, untold) else seed
        key = BenchKey(card.folder, stamp, seed)
        earlier = self.kept if self.kept and not self.kept.spoilt else None
        if earlier is None or self.key != key:
            akin = earlier if self.key and self.key[:2] == key[:2] else None
            self.key = self.kept = None  # while the next one is made, none is kept
            bench = Bench(card, seed, tell)
            if akin:
                bench.take_over(akin)
            self.key, self.kept = key, bench
        else:
            bench = earlier
        bench.own_code.tell = tell
        return bench

    def renew(self, seed: int) -> Bench | None:
        """The last question's, prepared under a secret seed; None if there is none, or its own code fails."""
        if self.kept is None:
            return None
        try:
            bench = self.bench(self.kept.card, seed, lambda at, seconds: None)
            bench.expected  # noqa: B018 - computed for who comes next
        except (QuestionError, BrokenReference):  # as the next verdict will tell
            return None
        self.untold = seed
        return bench


def question_stamp(card: Card) -> tuple[int, ...]:
    """Changes when a file of the question does, so that nothing stale is judged by."""
    files = [card.reference, *sorted(card.folder.rglob("*"))]
    told = [file.stat() for file in files if file.is_file()]
    return tuple(t for one in told for t in (one.st_mtime_ns, one.st_ctime_ns, one.st_size))
