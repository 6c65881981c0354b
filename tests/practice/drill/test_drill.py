"""A round of drills without a terminal: what is asked, how it is marked, what comes again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count, islice

import pytest

from interview.bank import open_bank
from interview.history.reviews import AGAIN, EASY, GOOD, HARD, Reviews, Standing
from interview.history.sessions import Sessions
from interview.practice.drill.drill import (
    DrillMarked,
    DrillNotMarked,
    DrillPosed,
    DrillRoundEnded,
    DrillSkipped,
    plan_drill_round,
    rating_of_drill,
)
from interview.practice.drill.marking import option_letter
from interview.practice.memory.selection import DRILLS_A_ROUND, DrillPool, Wanted
from tests.helpers.talk import Talk

BANK = open_bank(None)
NOW = datetime.now(UTC)


def round_of(*ids, lang="en", bank=BANK, **wanted):
    """A round whose draws are the same every time."""
    drills = plan_drill_round(bank, lang, Wanted(tuple(ids), **wanted))
    seeds = count(1)
    drills.seed = lambda: next(seeds)
    return drills


def answer_to(talk):
    """What is right for the drill in hand."""
    posed = talk.last(DrillPosed)
    drill = next(
        d
        for d in posed.question.drills
        if matches(d, posed) and (d.right != ()) == bool(posed.options)
    )
    if drill.right:
        return "".join(option_letter(posed.options.index(option)) for option in drill.right)
    return None


def matches(drill, posed):
    return posed.text.startswith(drill.ask.partition("{")[0])


def numbers(text):
    return [int(n) for n in "".join(c if c.isdigit() else " " for c in text).split()]


def test_a_right_answer_is_recorded_with_its_evidence():
    talk = Talk(round_of("7", count=1))
    posed = talk.seen[-1]
    assert (posed.kind, posed.place, posed.total, posed.again) == ("shape", 1, 1, False)
    assert posed.question.id == "cross-attention"
    B, T, _D, _B, S, _D, H = numbers(posed.text)
    ended = talk.type(f"[{B},{H},{T},{S}]")
    marked = talk.last(DrillMarked)
    assert marked.right
    assert marked.got == f"({B}, {H}, {T}, {S})"
    assert marked.because.startswith("One weight for each example")
    assert isinstance(ended, DrillRoundEnded)
    assert (len(ended.first), ended.missed) == (1, [])
    [review] = Reviews().all()
    assert (review.item, review.rating) == ("drill:cross-attention:0", EASY)
    assert review.answer == f"[{B},{H},{T},{S}]"
    assert review.evidence["right"] is True
    assert review.evidence["expected"] == marked.expected


def test_a_round_without_an_answer_leaves_nothing_behind():
    talk = Talk(round_of("7", count=2))
    assert isinstance(talk.type(":s", ":q"), DrillRoundEnded)
    assert Sessions().latest("drill") is None
    talk = Talk(round_of("7", count=1))
    talk.type("?", ":q")
    [review] = Reviews().all()
    assert review.session == Sessions().latest("drill").id


def test_a_wrong_answer_shows_the_computation_and_comes_again_with_fresh_values():
    talk = Talk(round_of("7", count=1))
    first = talk.seen[-1]
    again = talk.type("(1, 2, 3)")
    marked = talk.last(DrillMarked)
    assert (marked.right, marked.got, marked.comes_again) == (False, "(1, 2, 3)", True)
    assert marked.expected in marked.because
    assert isinstance(again, DrillPosed)
    assert again.again
    assert again.text != first.text
    third = talk.type("?")
    assert third.again
    assert talk.last(DrillMarked).got == ""
    ended = talk.type("(1,)")
    assert isinstance(ended, DrillRoundEnded)
    assert not talk.last(DrillMarked).comes_again
    assert (len(ended.first), len(ended.missed), len(ended.results)) == (1, 1, 3)
    assert [review.rating for review in Reviews().all()] == [AGAIN] * 3
    assert [review.evidence["before"] for review in Reviews().all()] == [0, 1, 2]


def test_what_was_missed_comes_after_everything_else():
    talk = Talk(round_of("7"))
    items = []
    while isinstance(talk.seen[-1], DrillPosed):
        posed = talk.seen[-1]
        items.append((posed.again, f"{posed.place}/{posed.total}"))
        talk.type("?")
    assert [again for again, _place in items] == [False] * 3 + [True] * 6
    places = [place for _again, place in items]
    assert places == ["1/3", "2/3", "3/3", "4/6", "5/7", "6/8", "7/9", "8/9", "9/9"]


def test_right_when_it_came_again_is_hard():
    talk = Talk(round_of("9", count=4))
    talk.type(":s", ":s", ":s")
    assert talk.seen[-1].kind == "several"
    talk.type("c" if answer_to(talk) != "c" else "d")
    assert talk.seen[-1].again
    talk.type(answer_to(talk))
    assert [review.rating for review in Reviews().all()] == [AGAIN, HARD]


def test_what_cannot_be_marked_costs_nothing():
    talk = Talk(round_of("7"))
    for typed in ("", "what?", "two by four"):
        view = talk.type(typed)
        assert isinstance(view, DrillNotMarked)
        assert view.mark.outcome == "unreadable"
    assert Reviews().all() == []
    assert talk.type(":s").place == 2
    assert isinstance(talk.seen[-2], DrillSkipped)
    assert isinstance(talk.type("nothing", "：ｑ"), DrillRoundEnded)
    assert Reviews().all() == []


def test_a_rounded_number_is_asked_for_exactly():
    talk = Talk(round_of("5", count=1))
    D, F = numbers(talk.seen[-1].text)
    right = 2 * D * F + F + D + 2 * D
    view = talk.type(f"{right:.2e}")
    assert isinstance(view, DrillNotMarked)
    assert view.mark.outcome == "rounded"
    talk.type(f"2*{D}*{F} + {F} + {D} + 2*{D}")
    assert talk.last(DrillMarked).right


def test_options_are_shuffled_and_the_right_one_has_its_letter():
    orders = set()
    for seed in range(12):
        drills = round_of("7", count=3)
        drills.seed = lambda seed=seed: seed
        talk = Talk(drills)
        talk.type(":s", ":s")
        assert talk.seen[-1].kind == "one"
        orders.add(talk.seen[-1].options)
        right = answer_to(talk)
        talk.type(right)
        assert talk.last(DrillMarked).right
        assert talk.last(DrillMarked).expected.startswith(right)
    assert len(orders) > 3


def test_chinese_drills_and_chinese_punctuation():
    talk = Talk(round_of("7", lang="zh", count=1))
    assert "形状" in talk.seen[-1].text
    B, T, _D, _B, S, _D, H = numbers(talk.seen[-1].text)
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    talk.type(f"（{B}，{H}，{T}、{S}）".translate(wide))
    assert talk.last(DrillMarked).right


def test_after_the_minutes_no_drill_is_begun():
    now = [0.0]
    drills = round_of("7", minutes=1)
    drills.clock = lambda: now[0]
    talk = Talk(drills)
    now[0] = 61.0
    ended = talk.type("?")
    assert isinstance(ended, DrillRoundEnded)
    assert ended.seconds == 61.0
    assert [review.seconds for review in Reviews().all()] == [61.0]


@pytest.mark.parametrize(
    ("right", "seconds", "before", "rating"),
    [
        (False, 1, 0, AGAIN),
        (True, 1, 0, EASY),
        (True, 20, 0, EASY),
        (True, 21, 0, GOOD),
        (True, 120, 0, GOOD),
        (True, 121, 0, HARD),
        (True, 1, 1, HARD),
    ],
)
def test_the_rating_follows_from_what_happened(right, seconds, before, rating):
    assert rating_of_drill(right, seconds, before) == rating


def test_due_then_new_then_the_rest():
    cards = BANK.cards[:3]
    standings = {
        f"drill:{cards[0].id}:0": Standing(NOW - timedelta(days=1), GOOD),
        f"drill:{cards[1].id}:1": Standing(NOW - timedelta(days=2), GOOD),
        f"drill:{cards[2].id}:0": Standing(NOW + timedelta(days=3), GOOD),
        f"drill:{cards[2].id}:99": Standing(NOW - timedelta(days=3), GOOD),
        "drill:no-longer-there:0": Standing(NOW - timedelta(days=3), GOOD),
    }
    items = list(DrillPool(BANK, cards, "en").round(standings, NOW, 100))
    names = [(item.card.number, item.number) for item in items]
    assert names[:6] == [(2, 1), (1, 0), (2, 0), (1, 1), (3, 1), (1, 2)]
    assert names[-1] == (3, 0)
    assert len(names) == len(set(names)) == sum(len(BANK.load(card).drills) for card in cards)


def test_a_question_is_read_only_when_its_drill_is_asked():
    drills = DrillPool(BANK, BANK.cards, "en")
    assert drills.size(DRILLS_A_ROUND) == DRILLS_A_ROUND
    assert list(islice(drills.round({}, NOW, DRILLS_A_ROUND), 2))
    assert len(drills.read) == 2


def test_a_round_is_no_longer_than_the_questions_have_drills(toy):
    bank = open_bank(str(toy))
    drills = round_of(bank=bank)
    assert drills.size == 2
    assert len(list(drills.items)) == 2
    assert round_of("7", "8").size == 8
    assert round_of("7", "8", count=5).size == 5
