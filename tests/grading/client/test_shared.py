"""The shared server: found, shared, replaced, never required."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from interview.bank import Bank
from interview.grading.client import link as client_link
from interview.grading.client import shared
from interview.grading.client.link import Links
from interview.grading.client.private import PrivateEngine
from interview.grading.client.shared import SharedEngine, open_engine
from interview.grading.sandbox import levels
from interview.locks import holding
from tests.conftest import TOY
from tests.helpers.processes import computed, forked_from, gone, until
from tests.helpers.server import settled

CARD = Bank(TOY).cards[0]
SOURCE = CARD.reference.read_text(encoding="utf-8")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no server is shared")


def graded(links: Links) -> str:
    return links.link().grade(CARD, "attempt.py", SOURCE, 3).status


def test_two_commands_share_a_server_and_it_loads_the_rest_between_them(place):
    with open_engine() as links:
        assert graded(links) == "accepted"
        first = links.link().about()["pid"]
    pid = settled()
    with open_engine() as links:
        assert graded(links) == "accepted"
        assert links.link().about()["pid"] == pid
    assert pid == first


def test_two_terminals_at_once_start_one_server(place):
    def terminal():
        with open_engine() as links:
            graded_by.append((graded(links), links.link().about()["pid"]))

    graded_by = []
    threads = [threading.Thread(target=terminal) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [status for status, _ in graded_by] == ["accepted"] * 4
    assert len(list(place.glob("*.socket"))) == 1
    assert shared.stop_servers_in(place) == 1


def test_a_killed_server_and_the_socket_it_leaves_are_replaced(place):
    with open_engine() as links:
        pid = links.link().about()["pid"]
    pid = settled()
    os.kill(pid, signal.SIGKILL)
    until(lambda: shared.running_server() is None)
    assert list(place.glob("*.socket"))
    with open_engine() as links:
        assert graded(links) == "accepted"
        assert links.link().about()["pid"] != pid


def test_a_server_that_does_not_answer_is_told_left_alone_and_stop_ends_it(
    place, monkeypatch, capsys
):
    with open_engine() as links:
        links.link().about()
    pid = settled()
    os.kill(pid, signal.SIGSTOP)
    monkeypatch.setattr(shared, "FOUND_PATIENCE", 1.0)
    monkeypatch.setattr(client_link, "SILENT_STEP", 0.5)
    monkeypatch.setattr(shared, "ANSWER_PATIENCE", 0.5)
    with open_engine() as links:
        assert graded(links) == "accepted"
    told = capsys.readouterr().err
    assert told.count("grading: the shared server does not answer: waiting 0 seconds more") == 1
    assert shared.stop_servers() == 1
    until(lambda: gone(pid))


def test_a_server_that_freezes_in_the_middle_is_told_and_done_without(place, monkeypatch, capsys):
    """Its judge needs it for every exercise it has not met."""
    monkeypatch.setattr(client_link, "SILENT_STEP", 0.5)
    monkeypatch.setattr(shared, "PROBE_PATIENCE", 0.5)
    monkeypatch.setattr(shared, "FOUND_PATIENCE", 1.0)
    with open_engine() as links:
        link = links.link()
        pid = link.about()["pid"]
        os.kill(pid, signal.SIGSTOP)
        assert link.grade(CARD, "attempt.py", SOURCE, 3).status == "accepted"
        assert links.engine.private
    assert capsys.readouterr().err.count("the shared server does not answer") == 1
    shared.stop_servers()
    until(lambda: gone(pid))


def test_a_judge_that_takes_long_is_waited_for_while_its_server_answers(place, monkeypatch):
    monkeypatch.setattr(client_link, "SILENT_STEP", 0.2)
    slow = "import time\ntime.sleep(1.5)\n" + SOURCE
    with open_engine() as links:
        link = links.link()
        link.about()
        assert link.grade(CARD, "attempt.py", slow, 3).status == "accepted"
        assert links.engine.private is None


def test_too_many_who_wait_and_a_lock_that_is_not_let_go_make_it_cold(place, monkeypatch):
    monkeypatch.setattr(shared, "ANSWER_PATIENCE", 0.1)
    place.mkdir(mode=0o700)
    with holding(shared.open_server_lock(place / "lock")), open_engine() as links:
        assert graded(links) == "accepted"
    path = SharedEngine(place).path
    with socket.socket(socket.AF_UNIX) as frozen, contextlib.ExitStack() as stack:
        frozen.bind(os.fspath(path))
        frozen.listen(0)
        stack.enter_context(socket.socket(socket.AF_UNIX)).connect(os.fspath(path))
        with open_engine() as links:
            assert graded(links) == "accepted"
        assert shared.is_frozen(path)


def test_a_server_that_dies_in_the_middle_is_replaced_and_the_verdict_comes(place):
    def kill():
        server = until(lambda: shared.running_server())
        os.kill(server["pid"], signal.SIGKILL)

    slow = "import time\ntime.sleep(1.5)\n" + SOURCE
    with open_engine() as links:
        link = links.link()
        link.about()
        killer = threading.Timer(0.5, kill)
        killer.start()
        assert link.grade(CARD, "attempt.py", slow, 3).status == "accepted"
        killer.join()


def test_a_changed_program_gets_a_server_of_its_own(place, monkeypatch):
    with open_engine() as links:
        old = links.link().about()["pid"]
    monkeypatch.setattr(shared, "fingerprint", lambda: "another")
    with open_engine() as links:
        assert graded(links) == "accepted"
        assert links.link().about()["pid"] != old
    assert [path.name for path in place.glob("*.socket")] == ["another.socket"]
    until(lambda: gone(old))


def test_nobody_comes_and_it_goes(place):
    place.mkdir(mode=0o700)
    with Links(SharedEngine(place, idle=0.3)) as links:
        assert graded(links) == "accepted"
    until(lambda: not list(place.glob("*.socket")))


def test_stop_lets_it_finish_what_it_does(place):
    with open_engine() as links:
        link = links.link()
        link.about()
        assert shared.stop_servers() == 1
        assert link.grade(CARD, "attempt.py", SOURCE, 3).status == "accepted"
    until(lambda: shared.running_server() is None)
    assert shared.stop_servers() == 0


def test_stopped_with_a_client_there_it_waits_without_computing(place):
    with open_engine() as links:
        links.link().about()
    pid = settled()
    with open_engine() as links:
        assert links.link().about()["pid"] == pid
        assert shared.stop_servers() == 1
        before = computed(pid)
        time.sleep(1.0)
        assert computed(pid) - before < 0.2 * os.sysconf("SC_CLK_TCK")
    until(lambda: gone(pid))


def test_a_reference_that_never_returns_ends_with_the_command_that_wanted_it(place, toy):
    card = Bank(toy).cards[0]
    card.reference.write_text(
        SOURCE.replace("    return", "    while True:\n        pass\n    return")
    )
    attempt = toy / "attend.py"
    attempt.write_text(SOURCE)
    with open_engine() as links:
        links.link().about()
    server = settled()
    command = [sys.executable, "-m", "interview", "grade", str(attempt), "--bank", str(toy)]
    with subprocess.Popen(command) as process:
        until(lambda: forked_from(server))
        time.sleep(0.5)
        process.kill()
    until(lambda: not forked_from(server))
    assert shared.running_server()["pid"] == server


@pytest.mark.parametrize("environment", [{"CI": "true"}, {"CI": "1"}])
def test_continuous_integration_leaves_no_server_behind(place, monkeypatch, environment):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with open_engine() as links:
        assert graded(links) == "accepted"
    assert not place.exists()


def test_cold_leaves_no_server_behind(place):
    with open_engine(cold=True) as links:
        assert graded(links) == "accepted"
    assert not place.exists()


def test_a_folder_that_others_can_enter_is_not_used(place):
    place.mkdir()
    place.chmod(0o777)
    with open_engine() as links:
        assert graded(links) == "accepted"
    assert list(place.iterdir()) == []


def test_a_lock_that_is_no_file_makes_it_cold(place):
    place.mkdir(mode=0o700)
    os.mkfifo(place / "lock")
    with open_engine() as links:
        assert graded(links) == "accepted"
    assert list(place.glob("*.socket")) == []


def test_a_full_temporary_folder_makes_it_cold(tmp_path):
    """On a file system without room for another file."""
    small = tmp_path / "small"
    small.mkdir()
    options = ["-t", "tmpfs", "-o", "size=4k,nr_inodes=1", "tmpfs", str(small)]
    if os.getuid() or subprocess.run(["mount", *options], capture_output=True).returncode:
        pytest.skip("a small file system can't be mounted here")
    code = (
        "from tests.grading.client.test_shared import graded\n"
        "from interview.grading.client.shared import open_engine\n"
        "with open_engine() as links: print(graded(links))"
    )
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(small), "TMPDIR": str(small)}
    try:
        command = [sys.executable, "-c", code]
        root = Path(__file__).parents[3]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=root)
    finally:
        subprocess.run(["umount", str(small)])
    assert done.stdout.strip() == "accepted", done.stderr


def test_one_judge_that_is_gone_leaves_the_others_at_work():
    (card,) = Bank(TOY).cards
    source = card.reference.read_text()
    with Links(PrivateEngine()) as links:
        gone, other = links.link(), links.link()
        gone.socket.close()
        assert "judge" in links.engine.complaint()
        assert other.grade(card, "attempt.py", source, 1).status == "accepted"
        assert gone.grade(card, "attempt.py", source, 1).status == "accepted"


def test_where_nothing_can_be_forked_new_processes_give_the_same_verdicts():
    with Links(PrivateEngine("started")) as links:
        link = links.link()
        assert link.about()["level"] == levels.best()
        assert not link.about()["forks"]
        assert link.grade(CARD, "attempt.py", SOURCE, 3).status == "accepted"
        wrong = SOURCE.replace(" / math.sqrt(q.size(-1))", "")
        assert link.grade(CARD, "attempt.py", wrong, 3).misconception == "no-scaling"


def test_another_users_process_is_not_served(place):
    """Checked where it is decided: who connects is asked of the kernel."""
    if os.getuid():
        pytest.skip("only root can be another user for a moment")
    with open_engine() as links:
        assert graded(links) == "accepted"
    (path,) = place.glob("*.socket")
    for folder in (place, place.parent, place.parent.parent):
        folder.chmod(0o755)
    path.chmod(0o777)
    code = (
        f"import os, socket; os.setuid(65534); s = socket.socket(socket.AF_UNIX)\n"
        f"s.connect({str(path)!r}); s.settimeout(10)\n"
        "try: print(s.recv(1))\n"
        "except ConnectionResetError: print(b'')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    place.chmod(0o700)
    assert done.stdout.strip() == "b''", done.stderr
