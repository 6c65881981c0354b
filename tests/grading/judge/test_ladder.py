"""The ladder of a question is made from its reference alone, and always alike."""

from __future__ import annotations

from types import SimpleNamespace

from interview.bank import Bank
from interview.bank.ladder import LADDER_SEED
from interview.bank.sizes import Sizes
from interview.grading.judge.bench import Bench
from interview.grading.judge.ladder import (
    MOST_NUMBERS,
    MOST_RUNGS,
    TRIES_IN_ALL,
    CaseLadder,
    rungs_of,
    varied,
)
from interview.grading.judge.legality import Resizing


def searched(legal, *own):
    """The search for small sizes where a rule says which are legal; its rungs as new sizes."""

    class Ruled:
        sizes = Sizes(own, frozenset())

        def judged(self, sizes):
            new = tuple(sizes[number] for number in own)
            program = SimpleNamespace(build={}, steps=list(new))
            return (program, None) if legal(*new) else None

    ladder = CaseLadder(Ruled())
    return ladder, [tuple(rung.sizes.values()) for rung in ladder.rungs("a case")]


def test_every_rung_of_a_question_is_legal_small_and_in_order(toy):
    (card,) = Bank(toy).cards
    bench = Bench(card, 3)
    rungs = rungs_of(bench)
    cases = [case.name for case in bench.question.exercise.all_cases]
    assert list(dict.fromkeys(rung.case for rung in rungs)) == cases
    for index, name in enumerate(cases):
        mine = [rung for rung in rungs if rung.case == name]
        assert 2 < len(mine) <= MOST_RUNGS
        assert [rung.count for rung in mine] == sorted(rung.count for rung in mine)
        assert mine[-1].count <= MOST_NUMBERS
        resizing = Resizing(bench, index, LADDER_SEED, whole=True)
        assert resizing.judged(mine[0].sizes)
        assert resizing.judged(mine[-1].sizes)
        assert max(mine[0].sizes.values()) <= 2


def test_it_is_made_alike_whatever_the_seed_of_the_bench(toy):
    (card,) = Bank(toy).cards
    first, second = (CaseLadder(Resizing(Bench(card, s), 1, LADDER_SEED, True)) for s in (3, 4))
    assert first.rungs("a case") == second.rungs("a case")


def test_sizes_that_are_tied_to_each_other_shrink_together():
    def packed(heads, width, rows):
        return rows == 3 * width and width % heads == 0

    ladder, found = searched(packed, 2, 12, 36)
    assert len(ladder.tried) <= TRIES_IN_ALL
    assert {(1, 1, 3), (1, 2, 6), (2, 2, 6), (2, 4, 12)} <= set(found)
    assert all(packed(*sizes) for sizes in found)


def test_a_size_that_may_not_change_stays():
    _, found = searched(lambda length, width: length == 7, 7, 8)
    assert sorted(found) == [(7, 1), (7, 2), (7, 3), (7, 8)]


def test_a_case_without_small_sizes_has_no_rungs():
    ladder, found = searched(lambda *sizes: False, *range(2, 12))
    assert found == []
    assert len(ladder.tried) <= TRIES_IN_ALL
    assert searched(lambda: True)[1] == [()]


def test_the_few_rungs_show_many_sizes_together():
    rungs = [(count, (1, count)) for count in range(1, 60)]
    rungs += [(100 + count, (2, count)) for count in range(1, 60)]
    told = varied(rungs)
    assert len(told) == MOST_RUNGS
    assert told[0] == rungs[0]
    everything = [(a + b + c, (a, b, c)) for a in (1, 2, 3) for b in (1, 2, 3) for c in range(20)]
    together = {(a, b) for _, (a, b, _) in varied(sorted(everything))}
    assert len(together) == 9
