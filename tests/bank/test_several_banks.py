"""Several banks at once: what the package ships, and others beside it; which one a number or a file means."""

from __future__ import annotations

import os

import pytest

from interview.bank import Bank, open_bank
from interview.bank.edition import question_edition
from interview.bank.finding import known_banks
from interview.bank.loading import load_for_grading
from interview.bank.packing import pack_bank, unpack_bank
from interview.bank.question_of_file import recognise_question
from interview.cluster.batch import name_on_workers
from interview.errors import QuestionError, UsageError
from interview.export.book import Chapter
from interview.practice.exercise import workspace
from interview.practice.exercise.places import exercise_path, is_stub
from tests.helpers.banks import toy_bank
from tests.helpers.command import interview


@pytest.fixture
def mine(tmp_path):
    return toy_bank(tmp_path / "mine")


@pytest.fixture
def yours(tmp_path):
    return toy_bank(tmp_path / "yours")


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """A package that ships two banks."""
    root = toy_bank(tmp_path / "shipped", "first")
    toy_bank(root / "banks" / "modern", "modern", 31, "sinks", "title: Modern\nzh: 现代\n")
    (root / "banks" / "README.md").write_text("no bank")
    monkeypatch.setattr("interview.bank.shipped.bundled_bank_folder", lambda: root)
    return root


def test_what_is_shipped_is_open_together_and_keeps_its_plain_ids(shipped):
    bank = open_bank(None)
    assert [(card.number, card.id, card.bank.name) for card in bank.cards] == [
        (1, "attend", "first"),
        (31, "sinks", "modern"),
    ]
    assert [bank.find(text).id for text in ("31", "modern:31", "modern:sinks", "first:1")] == [
        *("sinks", "sinks", "sinks", "attend"),
    ]
    assert [card.id for card in open_bank("modern").cards] == ["sinks"]
    assert [card.id for card in open_bank(["modern", "first"]).cards] == ["attend", "sinks"]
    assert [card.id for card in open_bank(str(shipped / "banks/modern")).cards] == ["sinks"]


def test_another_bank_beside_them_says_its_name(shipped, mine):
    bank = open_bank([str(mine), "first", str(mine)])
    assert [card.id for card in bank.cards] == ["mine:attend", "attend"]
    assert [str(card.number) for card in bank.cards] == ["mine:1", "first:1"]
    assert bank.load(bank.cards[0]).id == "mine:attend"
    assert f"{bank.load(bank.cards[0]).number}" == "mine:1"
    assert f"{bank.cards[0].number:02d}" == "01"
    assert str(open_bank(str(mine)).cards[0].number) == "1"  # alone there is nothing to say
    for text in ("1", "01", "attend", "01_attend", "01_attend.py"):
        with pytest.raises(
            UsageError, match=r"write one of mine:\w+ \(A toy\), first:\w+ \(A toy\)"
        ):
            bank.find(text)
        assert bank.find(f"mine:{text}").id == "mine:attend"
    assert bank.card("attend").bank.name == "first"
    with pytest.raises(UsageError, match="no bank called yours is open: name it with --bank"):
        bank.find("yours:1")
    with pytest.raises(UsageError, match="did you mean 'attend'"):
        bank.find("mine:atend")


def test_two_banks_of_one_name_are_refused(mine, tmp_path):
    other = toy_bank(tmp_path / "elsewhere" / "mine")
    with pytest.raises(UsageError, match="its bank is called mine, as that in"):
        Bank(mine, other)


def test_a_wrong_name_lists_what_there_is(shipped, tmp_path):
    with pytest.raises(
        UsageError, match="modren: no such bank: give a folder, or one of first, modern"
    ):
        open_bank("modren")
    (tmp_path / "work" / "modern").mkdir()
    assert open_bank("modern").root == shipped / "banks" / "modern"  # the folder here is no bank


def test_what_the_environment_names_is_opened_if_nothing_else_is_said(shipped, mine, monkeypatch):
    monkeypatch.setenv("INTERVIEW_BANK", f"{mine}, modern")
    assert [card.id for card in open_bank(None).cards] == ["mine:attend", "sinks"]
    assert [card.id for card in open_bank("first").cards] == ["attend"]


def test_every_bank_that_can_be_named_is_known_with_its_origin(
    shipped, mine, tmp_path, monkeypatch
):
    installed = toy_bank(tmp_path / "theirs")

    class Point:
        name = "theirs"

        def load(self):
            return lambda: installed

    class Broken(Point):
        name = "broken"

        def load(self):
            raise ImportError("gone")

    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [Point(), Broken()])
    known = [(bank.folder.facts.name, bank.origin) for bank in known_banks([str(mine), "theirs"])]
    assert known == [
        *(("first", "shipped"), ("modern", "shipped"), ("theirs", "installed"), ("mine", "named"))
    ]
    assert open_bank("theirs").cards[0].id == "theirs:attend"
    with pytest.raises(
        UsageError, match="broken: the package that installed this bank fails: ImportError: gone"
    ):
        open_bank("broken")


def test_exercises_of_equal_numbers_do_not_collide_and_say_their_bank(mine, yours):
    bank = Bank(mine, yours)
    for card in bank.cards:
        path, new = workspace.write_stub(card, "en")
        assert new
        assert path.read_text().startswith(f"# interview: {card.id}\n#\n# A toy\n")
        assert is_stub(path, card)
        assert workspace.find_exercise(bank, str(path)).card == card
        path.write_text(path.read_text().replace(f"interview: {card.id}", "interview: attend"))
        assert is_stub(path, card)
        assert workspace.find_exercise(bank, str(path)).card == card  # by its folder
    assert len({exercise_path(card) for card in bank.cards}) == 2
    assert [e.card.id for e in workspace.started_exercises(bank)] == ["mine:attend", "yours:attend"]


@pytest.mark.parametrize(
    ("name", "start", "meant"),
    [
        ("a.py", b"# interview: yours:attend\n", "yours:attend"),
        ("yours/a.py", b"# interview: attend\n", "yours:attend"),
        ("yours/01_attend.py", b"", "yours:attend"),
        ("mine/01.py", b"", "mine:attend"),
        ("yours/a.py", b"# interview: mine:attend\n", "mine:attend"),
        ("a.py", b"# interview: attend\n", "more than one question"),
        ("01_attend.py", b"", "cannot tell its question"),
        ("a.py", b"# interview: theirs:attend\n", "no bank called theirs is open"),
    ],
)  # fmt: skip
def test_a_file_tells_its_bank_by_its_first_line_or_its_folder(mine, yours, name, start, meant):
    bank = Bank(mine, yours)
    if ":" in meant:
        assert recognise_question(bank, name, start).id == meant
    else:
        with pytest.raises(UsageError, match=meant):
            recognise_question(bank, name, start)


def test_banks_with_equal_questions_travel_to_a_worker_side_by_side(mine, yours, tmp_path):
    cards = Bank(mine, yours).cards
    there = unpack_bank(pack_bank(cards), tmp_path / "worker")
    for card in cards:
        found = there.find(name_on_workers(card))
        assert found.reference.read_bytes() == card.reference.read_bytes()
        edition = question_edition(found, load_for_grading(found.folder))
        assert edition == question_edition(card, load_for_grading(card.folder))
        assert found.bank.name == card.bank.name


def test_the_commands_take_several_banks(mine, yours):
    both = ("--bank", str(mine), "--bank", str(yours))
    listed = interview("list", *both, bank=None).stdout
    assert "mine:1  A toy" in listed
    assert "yours:1  A toy" in listed
    told = interview("show", "1", *both, bank=None, status=2).stderr
    assert "1: more than one question: write one of mine:1 (A toy), yours:1 (A toy)" in told
    interview("start", "yours:1", "--no-edit", *both, bank=None)
    assert os.listdir(os.environ["INTERVIEW_EXERCISES"]) == ["yours"]
    told = interview("bank", "list", "--lang", "zh", bank=mine).stdout
    assert "bert  Transformer 与 BERT  30 道题 · en, zh" in told
    assert f"{mine} · 由 --bank 或 INTERVIEW_BANK 指定" in told
    told = interview("new", "5", "other", *both, bank=None, status=2).stderr
    assert "--bank: expected one" in told


def test_of_two_broken_questions_of_one_name_both_are_told(mine, yours):
    for root in (mine, yours):
        (root / "questions" / "01_attend" / "question.yaml").write_text("number: 1\n")
    bank = Bank(mine, yours)
    assert bank.cards == []
    assert [("mine" in line, "yours" in line) for line in bank.problems] == [
        (True, False),
        (False, True),
    ]
    with pytest.raises(QuestionError, match="yours"):
        bank.find("yours:1")
    assert bank.folders_of(["1"]) == [root / "questions" / "01_attend" for root in (mine, yours)]


def test_pages_of_equal_questions_have_names_of_their_own(mine, yours):
    names = [Chapter(card, {}, ()).file() for card in Bank(mine, yours).cards]
    assert names == ["mine-1-attend.html", "yours-1-attend.html"]
    assert [Chapter(card, {}, ()).file() for card in Bank(mine).cards] == ["01-attend.html"]
