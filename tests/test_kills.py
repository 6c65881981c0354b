"""Killed at any moment, a command has lost nothing that was answered or graded, and nothing is there by half."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from unittest.mock import Mock

import fsrs  # noqa: F401  # here, as each process that is killed would import it anew
import pytest

import interview.matching  # the same
from interview.bank import Bank
from interview.classroom.batch import BatchEntry
from interview.classroom.ledger import LEDGER_NAME, BatchConditions, Ledger, read_ledger
from interview.export.history import history_as_text, rows_from_lines
from interview.files import write_file
from interview.history.reviews import Review, Reviews
from interview.history.rounds import current_round
from interview.history.sessions import Sessions
from interview.history.store import Recorder, Store, history_path
from interview.history.transfer import merge_rows, read_tables
from interview.model.verdict import CaseResult, GroupResult, Verdict
from interview.practice.debug.rounds import MistakeChoice
from interview.practice.exercise import workspace
from interview.practice.exercise.exercises import ExerciseRecorder, begin_exercise
from interview.practice.exercise.places import exercise_path, exercises_folder
from interview.practice.exercise.stubs import stub_text
from interview.practice.exercise.until_accepted import FileJudged
from interview.practice.exercise.watch import FileSaved, KeyPressed, Watch
from interview.practice.memory.scheduling import memory_after_past_review, record_review
from interview.practice.memory.selection import Wanted
from interview.practice.memory.sitting import Sitting
from interview.practice.mock.mock import last_paused_session
from interview.practice.quiz.quiz import plan_quiz
from interview.practice.quiz.views import PointsToTick, QuestionPut, RatingRecorded
from interview.practice.talk.conversation import converse
from interview.practice.talk.lines import read_answer_lines
from tests.conftest import TOY
from tests.helpers.killing import killed_at_every_moment
from tests.helpers.mock import interview, one_answer, through
from tests.helpers.talk import Talk

BANK = Bank(TOY)
(CARD,) = BANK.cards
CONDITIONS = BatchConditions(7, "full", "0.1.0", "2.13.0")
CODING_PART = 2
"""Of the interview that is held here."""
PASSED = CaseResult("plain", "attend", "passed", "attend()")
STUB = stub_text(CARD, None)


class Home:
    """History and exercises as they were kept, at first empty; each kill begins with them."""

    def __init__(self, folder):
        self.folder = folder
        self.places = (history_path().parent, exercises_folder())

    def keep(self):
        for place in self.places:
            if place.is_dir():
                shutil.copytree(place, self.folder / place.name)

    def bring_back(self):
        for place in self.places:
            shutil.rmtree(place, ignore_errors=True)
            if (self.folder / place.name).is_dir():
                shutil.copytree(self.folder / place.name, place)


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "kept")


def assert_sound():
    if history_path().exists():
        with sqlite3.connect(history_path()) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def assert_no_half_files(folder):
    """What is begun has a name that nobody looks for."""
    for path in folder.rglob("*"):
        assert path.name.startswith(".new-") or path.is_dir() or path.stat().st_size


def accepted():
    """A verdict on an attempt that is right."""
    core = (GroupResult("attend", "core", 1.0, 1, 1),)
    return Verdict("toy:attend", "f.py", "accepted", 1.0, 1, cases=(PASSED,), groups=core)


def kinds(told):
    return [what for what, *_rest in told]


def test_a_quiz_has_every_line_every_tick_and_every_rating(home):
    typed = ["the first line", "the second", "", "14", "", "g", "s", ""]

    def quiz(tell):
        lines = iter(typed)

        def read_line():  # that it is asked for tells that the one before is safe
            line = next(lines)
            if typed.index(line):
                tell("line", typed[typed.index(line) - 1])
            return line

        def read(view):
            if isinstance(view, QuestionPut):
                return read_answer_lines(read_line, lambda draft: "", draft=view.draft)
            return next(lines)

        def show(view):
            match view:
                case PointsToTick(_, ticked):
                    tell("ticked", sorted(ticked))
                case RatingRecorded(rating):
                    tell("rated", rating)

        converse(plan_quiz(BANK, "en", Wanted()).views(), show, read)

    for told in killed_at_every_moment(quiz):
        assert_sound()
        rated = [(review.answer, review.rating) for review in Reviews().all()]
        unrated = Sitting("quiz", Recorder()).unrated()
        lines = "\n".join(line for what, line in told if what == "line")
        ticks = [places for what, places in told if what == "ticked"]
        if "rated" in kinds(told):
            assert rated == [("the first line\nthe second", 3)]
        if rated:
            assert unrated == ()
        elif lines:
            (answer,) = unrated
            assert answer.text.startswith(lines)
            assert len(ticks) < 2 or list(answer.said) == ticks[1]  # the first are a suggestion
        home.bring_back()
    assert kinds(told) == ["line", "line", "ticked", "ticked", "rated"]


def test_ticks_of_an_answer_that_broke_off_are_there_again():
    talk = Talk(plan_quiz(BANK, "en", Wanted()))
    before = talk.type("an answer").ticked
    ticked = talk.type("14").ticked
    assert ticked == before ^ {0, 3}
    talk.views.close()
    for _time in range(2):  # the second time they have come along
        again = Talk(plan_quiz(BANK, "en", Wanted()))
        assert again.last(PointsToTick).ticked == ticked
        ticked = again.type("2").ticked
        again.views.close()


def test_a_mock_interview_has_every_drill_and_every_verdict_with_what_follows_from_it(home):
    mock, _time = interview()
    through(Talk(mock), mock, upto="DrillPosed")
    home.keep()

    def go_on(tell):
        mock, _time = interview(session=last_paused_session(Recorder()))
        talk = Talk(mock)
        while not talk.ended and not isinstance(talk.seen[-1], MistakeChoice):
            one_answer(talk, mock)
            judged = sum(isinstance(view, FileJudged) for view in talk.seen)
            tell(len(mock.journal.steps_named("drill")), judged)

    for told in killed_at_every_moment(go_on):
        assert_sound()
        steps = [step.name for step in Sessions().latest("mock").steps]
        items = [review.item for review in Reviews().all()]
        drills, judged = told[-1] if told else (0, 0)
        assert steps.count("drill") == sum(item.startswith("drill:") for item in items) >= drills
        assert steps.count("graded") >= judged
        with Store().open() as connection:
            (attempts,) = connection.execute("SELECT COUNT(*) FROM attempt").fetchone()
        coding = [step for step in Sessions().latest("mock").steps if step.name == "graded"]
        coding = [step for step in coding if step.data["part"] == CODING_PART]
        assert attempts == len(coding) == items.count("exercise:toy:attend")
        home.bring_back()
    assert told[-1] == (2, 2)


def test_ticks_of_a_mock_interview_that_broke_off_are_there_again():
    mock, _time = interview()
    talk = Talk(mock)
    ticked = talk.type("", "an answer", "14").ticked
    talk.views.close()
    mock, _time = interview(session=last_paused_session(Recorder()))
    assert Talk(mock).last(PointsToTick).ticked == ticked


def test_a_verdict_that_watch_has_shown_is_recorded_with_its_review(home):
    def watch(tell):
        link = Mock()
        link.grade.return_value = accepted()
        path, _new = workspace.write_stub(CARD)
        path.write_text("attempt")
        session = Watch(BANK, [CARD], link, ExerciseRecorder(BANK), "en")
        for view in session.views([FileSaved(path), KeyPressed("q")]):
            tell("shown", bool(view.verdict))

    for told in killed_at_every_moment(watch):
        assert_sound()
        accepted_ones = list(Store().statuses().values()).count("accepted")
        assert accepted_ones == len(Reviews().all())
        assert accepted_ones or ["shown", True] not in map(list, told)
        home.bring_back()


@pytest.mark.parametrize("due", [False, True], ids=["new", "due again"])
def test_an_exercise_that_is_begun_once_more_is_as_if_nothing_had_happened(home, due):
    path, before = exercise_path(CARD), "# interview: attend\nmine\n"
    if due:
        path.parent.mkdir(parents=True)
        path.write_text(before)
        long_ago = (datetime.now(UTC) - timedelta(days=3000)).isoformat(timespec="microseconds")
        ExerciseRecorder(BANK).record(accepted())
        with Store().open() as connection:
            for table in ("attempt", "review"):
                connection.execute(f"UPDATE {table} SET at = ?", (long_ago,))
            connection.execute("UPDATE review SET due = ?", (long_ago,))
        home.keep()

    def begin(tell):
        begin_exercise(CARD, ExerciseRecorder(BANK))

    for _told in killed_at_every_moment(begin):
        assert_sound()
        assert_no_half_files(path.parent)
        assert not path.exists() or path.read_text() in (STUB, before)
        begin_exercise(CARD, ExerciseRecorder(BANK))
        assert path.read_text() == STUB
        assert current_round(Store(), CARD.id).just_begun
        kept = list(path.parent.glob("set-aside/*"))
        assert {file.read_text() for file in kept} == ({before} if due else set())
        home.bring_back()


def test_an_import_is_there_as_a_whole_or_not_at_all(home):
    record_review(Reviews(), Review("question:toy:attend", 3, answer="before"))
    ExerciseRecorder(BANK).record(accepted())
    text = history_as_text(read_tables(Store()))
    home.bring_back()

    def merge(tell):
        rows = rows_from_lines(text.splitlines(keepends=True), "file", datetime.now(UTC))
        merge_rows(Store(), rows, memory_after_past_review)
        tell("imported")

    nothing = history_as_text(read_tables(Store()))
    for told in killed_at_every_moment(merge):
        assert_sound()
        assert history_as_text(read_tables(Store())) in ([text] if told else [nothing, text])
        merge(lambda what: None)
        assert history_as_text(read_tables(Store())) == text
        home.bring_back()


@pytest.mark.parametrize("before", [None, "the old file\n" * 9000])
def test_an_exported_file_is_the_old_one_or_the_new_one(before, own_place):
    path, after = own_place / "history.jsonl", "the new file\n" * 9000
    if before:
        path.write_text(before)
    for told in killed_at_every_moment(lambda tell: (write_file(path, after), tell("written"))):
        found = path.read_text() if path.exists() else None
        assert found in ([after] if told else [before, after])
        path.unlink(missing_ok=True)
        if before:
            path.write_text(before)


def test_a_batch_goes_on_with_all_that_it_has_told(own_place):
    entries = [BatchEntry(person, "d", accepted()) for person in ("ada", "bo", "cy")]
    folder, order = own_place / "out", [(entry.person, "toy:attend") for entry in entries]

    def grade(tell):
        kept = read_ledger(folder).entries
        with Ledger(folder / LEDGER_NAME, CONDITIONS, kept) as ledger:
            for entry in entries[len(kept) :]:
                ledger.add(entry)
                tell(entry.person)
            ledger.finish(order)

    for told in killed_at_every_moment(grade):
        if folder.is_dir():
            assert_no_half_files(folder)
        ledger = read_ledger(folder)
        assert not ledger.problems
        assert [entry.person for entry in ledger.entries][: len(told)] == [who for (who,) in told]
        grade(lambda who: None)
        assert read_ledger(folder).entries == entries
        assert len((folder / LEDGER_NAME).read_text().splitlines()) == 1 + len(entries)
        shutil.rmtree(folder)
