"""What a history goes through: killed processes, two sessions, a read-only home, a full disk."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from interview.history.reviews import Reviews
from interview.history.sessions import Sessions
from interview.history.store import Store

SESSION = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from interview.model.verdict import Verdict
from interview.history.reviews import Memory, Review, Reviews
from interview.history.sessions import Sessions
from interview.history.store import Store

def session(path, name, say, count):
    store = Store(path)
    id = Sessions(store).begin("quiz", {"name": name})
    for number in range(count):
        Sessions(store).step(id, "answered", {"number": number})
        item = f"question:q{name}-{number}"
        Reviews(store).add(Review(item, 3, session=id), Memory(datetime.now(UTC), {}))
        store.record(Verdict(f"q{name}-{number}", "f.py", "wrong", 0.0, 1))
        say(f"{id} {number}")
"""
KILLER = (
    SESSION
    + """
import json, random, signal, time
random.seed(1)
path, rounds = Path(sys.argv[1]), int(sys.argv[2])
told = []
for name in range(rounds):
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        session(path, name, lambda text: os.write(writing, f"{text}\\n".encode()), 10_000)
        os._exit(0)
    os.close(writing)
    text = os.read(reading, 65536)  # it has begun
    time.sleep(random.uniform(0, 0.01))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while data := os.read(reading, 65536):
        text += data
    os.close(reading)
    told += [[name, *line.split()] for line in text.decode().splitlines()]
print(json.dumps(told))
"""
)


def run(code, *arguments, **options):
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, **options)


def sound(path):
    with sqlite3.connect(path) as connection:
        return connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_hundred_kills_in_the_middle_of_a_session_lose_nothing_that_was_answered(tmp_path):
    path = tmp_path / "history.db"
    done = run(KILLER, path, 100)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert len({name for name, _, _ in told}) == 100
    assert sound(path)
    reviewed = set(Reviews(Store(path)).standings())
    tried = set(Store(path).statuses())
    answered = {}
    for name, id, number in told:
        if id not in answered:
            steps = Sessions(Store(path)).get(id).steps
            answered[id] = {step.data["number"] for step in steps}
        assert int(number) in answered[id]
        assert f"question:q{name}-{number}" in reviewed
        assert f"q{name}-{number}" in tried


def test_two_sessions_at_once_keep_all_answers_of_both(tmp_path):
    path = tmp_path / "history.db"
    code = SESSION + "session(Path(sys.argv[1]), sys.argv[2], print, 40)"
    command = [sys.executable, "-c", code, str(path)]
    both = [
        subprocess.Popen([*command, name], stdout=subprocess.PIPE, text=True)
        for name in ("one", "two")
    ]
    told = [session.communicate()[0].splitlines() for session in both]
    assert [session.returncode for session in both] == [0, 0]
    assert [len(lines) for lines in told] == [40, 40]
    assert len(Reviews(Store(path)).all()) == 80
    ids = {line.split()[0] for lines in told for line in lines}
    assert [len(Sessions(Store(path)).get(id).steps) for id in ids] == [40, 40]


FULL_DISK = """
import resource, sys
from pathlib import Path
from interview.model.verdict import Verdict
from interview.history import store
path = Path(sys.argv[1])
store.history_path = lambda: path
recorder = store.Recorder()
recorder.record(Verdict("before", "f.py", "wrong", 0.0, 1))
largest = max(entry.stat().st_size for entry in path.parent.iterdir()) + 9000
resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
kept = 0
for number in range(2000):
    recorder.record(Verdict(f"q{number}", "f" * 500, "wrong", 0.0, 1))
    kept += recorder.store is not None
print(kept)
"""


def test_a_full_disk_is_told_once_and_everything_before_it_is_kept(tmp_path):
    path = tmp_path / "history" / "history.db"
    done = run(FULL_DISK, path)
    assert done.returncode == 0, done.stderr
    kept = int(done.stdout)
    assert 0 < kept < 2000
    assert done.stderr.count("\n") == 1
    assert "nothing is recorded" in done.stderr
    assert sound(path)
    assert set(Store(path).statuses()) >= {"before", *(f"q{number}" for number in range(kept))}


@pytest.fixture
def place_of_others():
    """A folder that even the administrator's processes enter once they are nobody's."""
    folder = Path(tempfile.mkdtemp(prefix="interview-tests-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def as_somebody_else(action):
    """The exit status of the action in a child that may not write what belongs to this user."""
    child = os.fork()
    if not child:
        status = 1
        try:
            if os.getuid() == 0:
                os.setuid(65534)
            status = action()
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("there", [False, True], ids=["no history yet", "a history"])
def test_a_read_only_home_stops_nobody(place_of_others, monkeypatch, there):
    path = place_of_others / "data" / "history.db"
    path.parent.mkdir()
    if there:
        Store(path).reveal("attend", "hint", 1)
    for entry in (*path.parent.iterdir(), path.parent):
        entry.chmod(0o555 if entry.is_dir() else 0o444)
    monkeypatch.setattr("interview.history.store.history_path", lambda: path)

    def action():
        from interview.history.store import Recorder

        recorder = Recorder()
        recorder.reveal("attend", "hint", 2)
        return 0 if recorder.store is None and recorder.statuses() == {} else 3

    assert as_somebody_else(action) == 0
    path.parent.chmod(0o755)
    if there:
        for entry in path.parent.iterdir():
            entry.chmod(0o644)
        assert Store(path).hints_seen("attend") == 1
