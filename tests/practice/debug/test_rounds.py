"""A debugging round without a terminal: what is handed out, what is asked, what is recorded."""

from __future__ import annotations

import ast
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from interview.bank import Bank, open_bank
from interview.errors import UsageError
from interview.history.reviews import AGAIN, EASY, GOOD, HARD, Memory, Reviews
from interview.history.sessions import Sessions
from interview.history.store import Recorder, Store, history_path
from interview.model.verdict import CaseResult, Verdict
from interview.practice.debug import faults
from interview.practice.debug.rounds import (
    DebuggingLeft,
    FaultyProgram,
    MistakeChoice,
    MistakeTold,
    begin_debugging,
    rating_of_debugging,
)
from interview.practice.exercise.until_accepted import (
    FileJudged,
    FileToOpen,
    ReadyToGrade,
    TaskAgain,
    open_grader,
)
from interview.practice.talk.conversation import Unclear
from tests.conftest import TOY
from tests.helpers.talk import Talk

BANK = Bank(TOY)
(CARD,) = BANK.cards
QUESTION = BANK.load(CARD)
REFERENCE = CARD.reference.read_text()
NOW = datetime.now(UTC)


def graded(card, path):
    """A grader that accepts the reference and nothing else."""
    source = path.read_text()
    accepted = source == REFERENCE
    status = "accepted" if accepted else "wrong"
    cases = (CaseResult("plain", "attend", "passed" if accepted else "failed", "attend()"),)
    return Verdict(card.id, str(path), status, float(accepted), 7, cases=cases)


def round_of(wanted="1", lang="en", bank=BANK):
    return begin_debugging(bank, wanted, lang, Recorder(), graded, NOW)


def mend(held):
    held.path.write_text(REFERENCE)


def choice(held, right=True):
    """The number of the right mistake, or of a wrong one."""
    place = held.fault.options.index(held.fault.misconception)
    return str((place if right else (place + 1) % len(held.fault.options)) + 1)


def reviews():
    return Reviews().all()


def test_the_handed_out_file_is_the_broken_reference_under_its_mark():
    held = round_of()
    talk = Talk(held)
    assert talk.kinds() == [FaultyProgram, FileToOpen, ReadyToGrade]
    text = held.path.read_text()
    assert held.path.parts[-3:-1] == ("debug", "toy")
    assert text.splitlines()[0] == "# interview: toy:attend"
    wrong = faults.wrong_source(CARD.folder, REFERENCE, held.misconception)
    assert ast.dump(ast.parse(text)) == ast.dump(ast.parse(wrong))


def test_mended_and_named_at_once_is_easy():
    held = round_of()
    talk = Talk(held)
    mend(held)
    naming = talk.type("")
    assert isinstance(naming, MistakeChoice)
    assert sorted(naming.says) == sorted(m.says for m in QUESTION.exercise.misconceptions)
    told = talk.type(choice(held))
    assert (told.mended, told.tries, told.named_at) == (True, 1, 1)
    assert told.says == held.misconception.says
    assert any(line.startswith("+") for line in told.diff)
    (review,) = reviews()
    assert review.item == f"debug:toy:attend:{held.fault.misconception}"
    assert review.rating == EASY
    assert review.session == held.journal.journal.session.id
    assert review.evidence == {"tries": 1, "mended": True, "named_at": 1}


def test_the_verdict_is_shown_and_the_mistake_is_not():
    held = round_of()
    talk = Talk(held)
    talk.type("")
    assert isinstance(talk.last(FileJudged).verdict, Verdict)
    assert not [view for view in talk.seen if isinstance(view, MistakeChoice | MistakeTold)]


def test_a_wrong_name_is_refused_and_asked_for_again():
    held = round_of()
    talk = Talk(held)
    mend(held)
    talk.type("")
    again = talk.type(choice(held, right=False))
    assert isinstance(again, MistakeChoice)
    assert again.refused == (int(choice(held, right=False)) - 1,)
    assert talk.type(choice(held)).named_at == 2
    assert reviews()[0].rating == HARD


def test_given_up_is_told_and_comes_again():
    held = round_of()
    told = Talk(held).type("g")
    assert (told.mended, told.named_at) == (False, 0)
    assert reviews()[0].rating == AGAIN


def test_given_up_naming_is_hard():
    held = round_of()
    talk = Talk(held)
    mend(held)
    told = talk.type("", "g")
    assert (told.mended, told.named_at) == (True, 0)
    assert reviews()[0].rating == HARD


def test_what_cannot_be_typed_here_is_said():
    talk = Talk(round_of())
    talk.type("what?", "t", "e", ":E")
    assert talk.last(Unclear).typed == "what?"
    assert talk.kinds().count(TaskAgain) == 1
    assert talk.kinds().count(FileToOpen) == 3
    mend(held := round_of())
    Talk(held).type("", "9", "0", "x")
    assert not reviews()


def test_a_round_that_was_left_goes_on_where_it_was():
    held = round_of()
    talk = Talk(held)
    held.path.write_text("# half-way\n")
    assert isinstance(talk.type("", "q"), DebuggingLeft)
    again = round_of()
    assert again.fault == held.fault
    talk = Talk(again)
    assert talk.last(FaultyProgram).tries == 1
    assert again.path.read_text() == "# half-way\n"
    mend(again)
    assert talk.type("", choice(again)).tries == 2
    assert reviews()[0].rating == GOOD


def test_a_round_that_could_not_be_handed_out_leaves_nothing_behind(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("INTERVIEW_EXERCISES", str(tmp_path / "file"))
    held = round_of()
    with pytest.raises(UsageError, match="cannot be written"):
        Talk(held)
    held.left()
    assert Sessions().latest("debug") is None


def test_a_round_goes_on_with_naming_after_it_was_mended():
    held = round_of()
    talk = Talk(held)
    mend(held)
    talk.type("", choice(held, right=False))
    del talk
    again = round_of()
    talk = Talk(again)
    assert talk.kinds() == [MistakeChoice]
    assert talk.type(choice(again)).named_at == 2


def test_without_an_id_the_open_round_goes_on():
    held = round_of()
    Talk(held)
    assert round_of(None).fault == held.fault


def test_a_file_that_went_away_is_written_again():
    held = round_of()
    Talk(held)
    text = held.path.read_text()
    held.path.unlink()
    Talk(round_of())
    assert held.path.read_text() == text


def test_an_earlier_file_is_set_aside_not_overwritten():
    held = round_of()
    held.path.parent.mkdir(parents=True)
    held.path.write_text("mine")
    Talk(held)
    (kept,) = (held.path.parent / "set-aside").iterdir()
    assert kept.read_text() == "mine"


def test_no_mistake_comes_twice_until_all_were_seen():
    seen = []
    for _round in QUESTION.exercise.misconceptions:
        held = round_of()
        Talk(held).type("g")
        seen.append(held.fault.misconception)
    assert sorted(seen) == sorted(m.id for m in QUESTION.exercise.misconceptions)
    assert round_of().fault.misconception == seen[0]


@pytest.mark.parametrize(
    ("tries", "mended", "named_at", "rating"),
    [
        (1, True, 1, EASY),
        (2, True, 1, GOOD),
        (3, True, 1, HARD),
        (1, True, 2, HARD),
        (1, True, 0, HARD),
        (0, False, 0, AGAIN),
    ],
)
def test_the_rating_follows_from_the_evidence(tries, mended, named_at, rating):
    assert rating_of_debugging(tries, mended, named_at) == rating


def test_an_unusable_history_stops_nobody(capsys):
    history_path().parent.mkdir(parents=True)
    history_path().mkdir()
    held = round_of()
    talk = Talk(held)
    mend(held)
    assert isinstance(talk.type("", choice(held)), MistakeTold)
    assert capsys.readouterr().err.count("nothing is recorded") == 1


def test_due_questions_come_first_then_those_never_debugged():
    bank = open_bank(None)
    cards = bank.cards[:4]
    late, soon = Memory(NOW - timedelta(days=9), {}), Memory(NOW + timedelta(days=9), {})
    memories = {
        f"debug:{cards[0].id}:x": soon,
        f"question:{cards[2].id}": late,
        f"debug:{cards[3].id}:y": late,
        f"debug:{cards[3].id}:z": soon,
    }
    assert faults.cards_to_debug(cards, memories, NOW) == [cards[2], cards[1], cards[0], cards[3]]


def test_a_question_with_nothing_new_makes_room_for_one_with():
    bank = open_bank(None)
    first, second = bank.load(bank.cards[0]), bank.load(bank.cards[1])
    late = Memory(NOW - timedelta(days=9), {})
    memories = {faults.debugging_item(first, m.id): late for m in first.exercise.misconceptions}
    assert faults.question_to_debug(bank, memories, NOW, "en").id == second.id


def test_names_are_five_of_the_question_and_the_right_one_is_among_them():
    question = open_bank(None).load(open_bank(None).find("7"))
    for seed in range(20):
        fault = faults.draw_fault(question, [], Random(seed))
        assert len(set(fault.options)) == 5
        assert fault.misconception in fault.options


def test_no_handed_out_program_gives_its_mistake_away():
    """Nothing of a comment but shapes, no statement that does nothing; in all others as a question's proof tells."""
    bank = open_bank(None)
    for card in bank.cards[::6]:
        reference = ast.parse(card.reference.read_text())
        said = {
            ast.get_docstring(node)
            for node in ast.walk(reference)
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module)
        }
        for misconception in bank.load(card).exercise.misconceptions:
            first, *lines = faults.faulty_source(card, misconception).splitlines()
            assert first == f"# interview: {card.id}"
            tree = ast.parse("\n".join(lines))
            assert not [line for line in lines if "# " in line and "# (" not in line]
            for node in ast.walk(tree):
                assert not isinstance(node, ast.Pass)
                if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
                    assert ast.get_docstring(node) in said | {None}


def test_rounds_are_graded_by_the_real_engine():
    with open_grader("en", 7, cold=False) as grade:
        held = begin_debugging(BANK, "1", "en", Recorder(), grade, NOW)
        talk = Talk(held)
        talk.type("")
        assert talk.last(FileJudged).verdict.status == "wrong"
        mend(held)
        talk.type("")
        assert talk.last(FileJudged).verdict.status == "accepted"
        held.path.unlink()
        assert grade(CARD, held.path).status == "invalid"


def test_a_fixed_reference_does_not_pass_the_exercise():
    held = round_of()
    talk = Talk(held)
    mend(held)
    talk.type("", choice(held))
    assert Store().statuses() == {}
