"""A class on a real Dask cluster with TLS: scheduler, workers and command are processes of their own."""

from __future__ import annotations

import json
import logging
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from interview.classroom.ledger import LEDGER_NAME
from interview.cluster.scheduler import TlsFiles, connected
from interview.errors import ClusterError, UsageError
from interview.grading.sandbox import levels
from tests import standins
from tests.conftest import TOY
from tests.helpers.cluster import DaskCluster, certificates
from tests.helpers.command import interview
from tests.helpers.processes import children, gone, until
from tests.helpers.toy import REFERENCE

STANDINS = Path(standins.__file__).parent
KILLS_WHAT_IT_CAN = """
import os, signal
for pid in range(os.getppid() - 9, os.getpid() + 1):
    try:
        os.kill(pid, signal.SIGKILL)
    except OSError:
        pass
"""
SOURCES = [
    REFERENCE,
    REFERENCE.replace(" / math.sqrt(q.size(-1))", ""),
    "import time\ntime.sleep(0.2)\n" + REFERENCE,
    "x = (",
    "raise RuntimeError('no')",
]
STATUSES = ["accepted", "wrong", "accepted", "invalid", "crashed"]
WEAK = ["--no-sandbox"] if levels.best() == levels.BASIC else []


@pytest.fixture(autouse=True)
def log_as_before():
    """A command that asks for a cluster has no log from there on; a test that does has one again."""
    yield
    logging.disable(logging.NOTSET)


def handed_in(folder, count, **further):
    sources = {f"person{i:02}": SOURCES[i % len(SOURCES)] for i in range(count)}
    for person, source in {**sources, **further}.items():
        (folder / person).mkdir(parents=True)
        (folder / person / "01_attend.py").write_text(source)
    return folder


def results(out):
    """The conditions, and the entries without how long they took."""
    head, *entries = map(json.loads, (out / LEDGER_NAME).read_text().splitlines())
    for entry in entries:
        del entry["verdict"]["seconds"]
    return head, sorted(entries, key=lambda entry: entry["person"])


def begun(class_, out, cluster):
    """A batch on a cluster once its first entries are on disk, and many are still to come."""
    places = [str(class_), "--out", str(out), "--seed", "5", "--bank", str(TOY)]
    process = subprocess.Popen(
        [sys.executable, "-m", "interview", "batch", *places, *cluster.options, *WEAK],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    ledger = out / LEDGER_NAME
    before = lines_of(ledger)
    until(lambda: process.poll() is not None or lines_of(ledger) > before + 3, seconds=300.0)
    assert process.poll() is None, process.communicate()
    return process


def lines_of(file):
    return file.read_text().count("\n") if file.is_file() else 0


def alone(class_, out):
    """The same on this machine."""
    interview("batch", str(class_), "--out", str(out), "--seed", "5", *WEAK)
    return results(out)


def engines_of(cluster, *names):
    """What runs below these workers, or below their nannies."""
    pids = [cluster.processes[name].pid for name in names]
    return set().union(*map(children, pids))


def programs_of_the_grader(pids):
    for pid in pids:
        with suppress(OSError):
            if b"interview" in Path(f"/proc/{pid}/cmdline").read_bytes():
                yield pid


@pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere nothing tells what runs below a worker"
)
def test_a_class_is_graded_as_on_one_machine_whoever_dies(tmp_path):
    deadly, other_torch = (
        str(STANDINS / f"{name}.py") for name in ("deadly_submission", "other_torch")
    )
    hostile = {"killer": KILLS_WHAT_IT_CAN, "ziggy": "# this ends the worker", "nul": "\0"}
    class_ = handed_in(tmp_path / "class", 30, **hostile)
    with DaskCluster(tmp_path) as cluster:
        cluster.worker("one", "--no-nanny", "--preload", deadly)
        cluster.worker(
            "two", "--preload", deadly
        )  # with a nanny, which starts another in its place
        cluster.worker("elsewhere", "--no-nanny", "--preload", other_torch)
        process = begun(class_, tmp_path / "out", cluster)
        engines = engines_of(cluster, "one")
        assert engines
        cluster.kill("one")
        _out, told = process.communicate()
        assert process.returncode == 0, told
        (refused,) = [line for line in told.splitlines() if "does not grade" in line]
        assert refused.startswith("worker elsewhere (tls://")
        assert "does not grade: torch: expected " in refused
        assert ", got 2.6.0" in refused
        assert "worker one (tls://" in told
        assert told.count("has gone: what it had is graded elsewhere") in (3, 4)
        assert not list((tmp_path / "elsewhere").rglob("*.yaml"))
        until(lambda: all(map(gone, engines)))
        until(lambda: not list(programs_of_the_grader(engines_of(cluster, "two", "elsewhere"))))
    conditions, entries = results(tmp_path / "out")
    same_conditions, expected = alone(class_, tmp_path / "alone")
    verdicts = {entry["person"]: entry["verdict"] for entry in entries}
    (finding,) = verdicts["ziggy"]["findings"]
    assert (verdicts["ziggy"]["status"], finding["kind"]) == ("crashed", "worker_ended")
    assert conditions == same_conditions
    assert without(entries, "ziggy") == without(expected, "ziggy")


def without(entries, person):
    return [entry for entry in entries if entry["person"] != person]


def test_what_was_graded_is_kept_after_ctrl_c_and_without_the_scheduler(tmp_path):
    class_, out = handed_in(tmp_path / "class", 30), tmp_path / "out"
    with DaskCluster(tmp_path) as cluster:
        cluster.worker("one", "--no-nanny")
        process = begun(class_, out, cluster)
        process.send_signal(signal.SIGINT)
        _out, told = process.communicate()
        assert process.returncode == 130
        assert told.endswith("interrupted\n")
        _head, before = results(out)
        process = begun(class_, out, cluster)
        cluster.kill("scheduler")
        said, told = process.communicate()
        assert process.returncode == 2
        assert f"{len(before)} of 30 were graded before and are kept" in said
        assert "the scheduler has gone: what is graded is kept: " in told.splitlines()[-1]
        assert "Traceback" not in told
        assert "distributed" not in told
        until(lambda: gone(cluster.processes["one"].pid))
    _head, kept = results(out)
    assert len(before) < len(kept) < 30
    assert [entry for entry in before if entry not in kept] == []
    done = interview("batch", str(class_), "--out", str(out), *WEAK)
    assert f"{len(kept)} of 30 were graded before and are kept" in done.stdout
    _head, entries = results(out)
    assert [entry for entry in kept if entry not in entries] == []
    assert [entry["verdict"]["status"] for entry in entries] == STATUSES * 6


NO_FILES = TlsFiles(None, None, None)
ADDRESSES = {
    "tcp://127.0.0.1:1": "not encrypted, and open to whoever can reach it",
    "127.0.0.1:1": "expected an address like tls://HOST:8786, got another",
    "tls://": "expected an address like",
    "inproc://1": "expected an address like",
    "tls://127.0.0.1:1": "certificates are missing: give --tls-ca, --tls-cert and --tls-key",
}


@pytest.mark.parametrize(("address", "reason"), ADDRESSES.items())
def test_nothing_is_sent_where_it_could_be_read(address, reason):
    with pytest.raises(UsageError, match=reason), connected(address, NO_FILES, insecure=False):
        pass


def test_files_that_are_no_certificates_are_told(tmp_path):
    ca, cert, key = certificates(tmp_path)
    for files in (
        TlsFiles(ca, cert, ca),
        TlsFiles(ca, tmp_path / "none", key),
        TlsFiles(cert, ca, key),
    ):
        with (
            pytest.raises(UsageError, match="not usable for TLS"),
            connected("tls://127.0.0.1:1", files, insecure=False),
        ):
            pass


def test_a_scheduler_that_is_not_there_is_told_in_one_line(monkeypatch):
    monkeypatch.setattr("interview.cluster.scheduler.CONNECTING_SECONDS", 0.1)
    with (
        pytest.raises(
            ClusterError, match=r"tcp://127.0.0.1:1: no scheduler answers: .*: check the"
        ) as told,
        connected("tcp://127.0.0.1:1", NO_FILES, insecure=True),
    ):
        pass
    assert "\n" not in str(told.value)


def test_without_dask_one_line_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    reason = r"needs Dask: pip install 'transformer-interview\[cluster\]'"
    with (
        pytest.raises(UsageError, match=reason),
        connected("tls://127.0.0.1:1", NO_FILES, insecure=False),
    ):
        pass


def test_jobs_are_not_for_a_cluster(tmp_path):
    done = interview("batch", str(tmp_path), "--jobs", "2", "--scheduler", "tls://h:1", status=2)
    assert "--jobs: on a cluster" in done.stderr
