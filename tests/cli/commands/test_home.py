"""The home screen and everything about the history, as a learner sees and types it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len

from interview.history.reviews import AGAIN, GOOD, Review, Reviews, time_stamp
from interview.history.store import Store, history_path
from interview.practice.memory.scheduling import record_review
from tests.conftest import TOY
from tests.helpers.command import interview
from tests.helpers.terminal import Terminal
from tests.helpers.toy import REFERENCE, exercise

LANGUAGES = {"en": "to leave", "zh": "退出"}


def some_history(days=40):
    """A learner of the bundled bank who knows some and has some due."""
    now = datetime.now(UTC)
    record_review(
        Reviews(), Review("exercise:beam-search", GOOD, at=time_stamp(now - timedelta(days=60)))
    )
    for number in range(days):
        at = time_stamp(now - timedelta(days=days - number))
        for item in ("question:cross-attention", "question:toy:attend"):
            rating = AGAIN if number == 3 else GOOD
            record_review(Reviews(), Review(item, rating, at=at, seconds=60.0 + number))
    with Store().open() as connection:
        row = (at, "toy:attend", "f.py", "wrong", 0.5, "query-from-memory", 1, 0.1, 0, "[]")
        connection.execute("INSERT INTO attempt VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_newcomer_is_one_key_press_from_the_first_question(columns, lang):
    terminal = Terminal(columns=columns, env={"INTERVIEW_LANG": lang})
    terminal.wait_for(LANGUAGES[lang])
    assert not history_path().exists()
    terminal.wait_for(": " if lang == "en" else "：")
    terminal.child.sendline("x")  # neither Enter nor q: it asks again
    terminal.child.sendline("")
    terminal.wait_for("1. ")
    assert "1. " not in terminal.text.splitlines()[-2]
    assert not [row for row in terminal.text.splitlines() if LANGUAGES[lang] in row and "─" in row]
    terminal.interrupt()
    assert terminal.end() == 130
    assert all(cell_len(line) <= columns for line in terminal.text.splitlines())


@pytest.mark.parametrize(("keys", "status"), [("q\r", 0), ("\x04", 0), ("\x03", 130)])
def test_a_newcomer_may_leave(keys, status):
    terminal = Terminal()
    terminal.wait_for("to leave")
    terminal.child.send(keys)
    assert terminal.end() == status


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("colour", [{}, {"NO_COLOR": "1"}], ids=["colour", "plain"])
def test_home_and_progress_fit_the_terminal(columns, lang, colour):
    some_history()
    for arguments in ((), ("progress",)):
        env = {"INTERVIEW_LANG": lang, "COLUMNS": str(columns), **colour}
        terminal = Terminal(*arguments, columns=200, rows=90, env=env)  # too long is seen as such
        assert terminal.end() == 0
        assert max(map(cell_len, terminal.text.splitlines())) <= columns
        assert "█" in terminal.text
        assert ("\x1b[3" in terminal.raw) is not bool(colour)


def test_home_says_what_is_due_and_the_one_thing_to_do():
    some_history()
    terminal = Terminal()
    assert terminal.end() == 0
    assert "1 exercise" in terminal.text
    assert "40 days in a row" in terminal.text
    assert "interview start 30" in terminal.text
    assert "Beam search" in terminal.text
    assert "interview start 30" in interview().stdout


def test_progress_tells_days_topics_memory_mistakes_and_times():
    some_history()
    told = interview("progress").stdout
    for text in ("Mon", "attention", "1 day", "query-from-memory", "on one day", "1:"):
        assert text in told, text
    assert "\x1b" not in told
    record_ = json.loads(interview("progress", "--json").stdout)
    assert record_["version"] == 1
    assert record_["answered"] == 81  # an exercise counts by its attempts
    assert record_["longest_streak"] == 40
    path = Path("page.html")
    assert "written" in interview("progress", "--html", str(path)).stdout
    assert path.read_text().startswith("<!doctype html>")


def test_progress_without_a_history_says_how_to_begin():
    assert "interview quiz" in interview("progress").stdout
    assert json.loads(interview("progress", "--json").stdout)["answered"] == 0


def test_an_exercise_comes_due_as_an_empty_stub_and_is_compared_with_the_one_before():
    interview("start", "1")
    exercise().write_text(REFERENCE)
    assert "earlier attempt" not in interview("grade", "1").stdout
    assert "left yours, right the reference" in interview("diff", "1").stdout
    make_everything_due()
    assert "1 exercise" in interview("--bank", str(TOY)).stdout
    told = interview("start", "1").stdout
    assert "begins empty" in told
    assert "set-aside" in told
    assert "NotImplementedError" in exercise().read_text()
    assert "already there" in interview("start", "1").stdout
    exercise().write_text(REFERENCE.replace("import math", "import math  # again"))
    assert "Against your earlier attempt: interview diff 1" in interview("grade", "1").stdout
    difference = interview("diff", "1").stdout
    assert "+import math  # again" in difference
    assert "-import math\n" in difference
    ratings = [review.rating for review in Reviews().all(item="exercise:toy:attend")]
    assert len(ratings) == 2


def make_everything_due():
    with sqlite3.connect(history_path()) as connection:
        connection.execute("UPDATE review SET due = '2001-01-01T00:00:00.000000+00:00'")


def test_solution_asks_again_when_the_exercise_is_written_once_more():
    interview("start", "1")
    exercise().write_text(REFERENCE)
    interview("grade", "1")
    assert interview("solution", "1").stdout == REFERENCE
    interview("reset", "1")
    assert "--yes" in interview("solution", "1", status=1).stderr
    told = interview("diff", "1", "--reference", status=2).stderr
    assert told.startswith("you have begun toy:attend anew and it was not accepted since: ")


def test_a_stub_that_never_was_is_not_told_to_be_back():
    first = interview("reset", "1").stdout
    assert first.endswith(": written\n")
    assert interview("reset", "1").stdout == first.replace("written", "the stub is back")


def test_a_history_goes_to_another_home_and_back(tmp_path):
    some_history()
    file = tmp_path / "backup.jsonl"
    interview("export", str(file))
    assert interview("export").stdout == file.read_text()
    other = {"XDG_DATA_HOME": str(tmp_path / "other")}
    assert "82 lines are new, 0 were" in interview("import", str(file), bank=None, env=other).stdout
    again = interview("import", str(file), bank=None, env=other).stdout
    assert "0 lines are new, 82 were" in again
    assert interview("export", env=other).stdout == file.read_text()
    assert (
        interview("progress", "--json", env=other).stdout == interview("progress", "--json").stdout
    )


def test_import_of_something_else_is_one_line_with_a_remedy():
    Path("f.jsonl").write_text("hello\n")
    told = interview("import", "f.jsonl", bank=None, status=2).stderr
    assert told.startswith("f.jsonl:1: not JSON")
    assert told.count("\n") == 1
    assert "cannot be read" in interview("import", "none.jsonl", bank=None, status=2).stderr


def test_anki_cards_are_written():
    assert "written" in interview("export", "--anki", "cards.apkg").stdout
    assert Path("cards.apkg").read_bytes()[:2] == b"PK"


def test_a_damaged_history_is_told_and_practice_goes_on():
    some_history(1)
    history_path().write_bytes(b"not a database at all" * 99)
    for end in ("-wal", "-shm"):
        history_path().with_name(f"history.db{end}").unlink(missing_ok=True)
    done = interview()
    assert "kept as history.db.damaged-" in done.stderr
    assert "interview quiz" in done.stdout
    assert interview().stderr == ""


def test_a_history_of_a_newer_version_is_refused_and_left_alone():
    some_history(1)
    with sqlite3.connect(history_path()) as connection:
        connection.execute("PRAGMA user_version = 99")
    for arguments, status in (((), 0), (("progress",), 2), (("export",), 2)):
        done = interview(*arguments, status=status)
        assert "written by a newer version (99): update the program" in done.stderr
        assert done.stderr.count("\n") == 1
    with sqlite3.connect(history_path()) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (99,)


@pytest.mark.parametrize("arguments", [[], ["progress"], ["export"], ["start", "1"]])
def test_a_long_history_needs_no_scheduler_to_be_shown(arguments):
    some_history(5)
    code = (
        "import sys; from interview.cli import main\n"
        f"sys.argv = ['interview', *{arguments!r}]\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print({'torch', 'fsrs', 'genanki', 'jinja2'} & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stderr.splitlines()[-1] == "set()"
