"""A cluster: made up in the test's own process, where workers do as a script has it; and a real one."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from collections import deque
from dataclasses import asdict, replace

import trustme

from interview.bank.packing import content_edition
from interview.cluster.scheduler import Outcome, outcome_from_bytes
from interview.cluster.traits import own_traits
from interview.grading.sandbox.levels import FULL
from interview.model.verdict import Verdict
from tests.helpers.processes import until

ABOUT = {"torch": "2.13.0", "level": FULL}


class MadeUpTask:
    def __init__(self, key, worker, task, told):
        self.key, self.worker, self.task, self.told = key, worker, task, told


class MadeUpScheduler:
    """Stands in for `interview.cluster.scheduler.Scheduler`.

    `behaves` says what comes of a chunk on a worker: an Outcome, "dies" or "returns" (at its old address), or
    nothing, and then the verdicts are as good as they can be.
    """

    address = "tls://made.up:8786"

    def __init__(self, cards, workers, behaves=lambda worker, sources: None):
        self.edition = content_edition(cards)
        self.threads = dict.fromkeys(workers, 1) if not isinstance(workers, dict) else workers
        self.behaves = behaves
        self.traits = {}
        """Of workers that are not like this machine."""
        self.silent = set()
        """Workers that answer nothing from now on."""
        self.refusing = {}
        """What a worker answers to the bank."""
        self.numbers, self.waiting, self.log = itertools.count(), deque(), []
        self.forgotten = set()

    def workers(self):
        return dict(self.threads)

    def submit(self, task, *told, worker):
        return MadeUpTask(str(next(self.numbers)), worker, task.__name__, told)

    def await_end(self, task):
        self.waiting.append(task)

    def next_end(self, seconds):
        for task in list(self.waiting):
            if task.worker in self.threads.keys() - self.silent:
                self.waiting.remove(task)
                return task
        return None

    def outcome(self, task):
        self.log.append((task.worker, task.task))
        return getattr(self, task.task)(task)

    def forget(self, *tasks):
        self.forgotten |= {task.key for task in tasks}

    def examine(self, task):
        traits = self.traits.get(task.worker, own_traits(ABOUT))
        if isinstance(traits, Outcome):
            return traits
        return said({"name": f"name of {task.worker}", "traits": asdict(traits)})

    def take_bank(self, task):
        return self.refusing.get(task.worker) or Outcome(self.edition)

    def grade_chunk(self, task):
        told = json.loads(task.told[1])
        match self.behaves(task.worker, [source for _file, source in told["submissions"]]):
            case "dies":
                del self.threads[task.worker]
                self.threads[f"{task.worker}'"] = 1  # as a nanny starts another in its place
                return Outcome()
            case "returns":
                return said(None)
            case Outcome() as answer:
                return answer
        verdicts = [
            asdict(Verdict(told["question"], file, "accepted", 1.0, told["seed"]))
            for file, _source in told["submissions"]
        ]
        return said({"verdicts": verdicts, "lost": None, "seconds": 1.0})


def said(data):
    return outcome_from_bytes(json.dumps(data).encode())


def unlike_here(**traits):
    return replace(own_traits(ABOUT), **traits)


class DaskCluster:
    """A scheduler and workers as processes of their own, with TLS, on this machine."""

    def __init__(self, folder):
        self.folder, self.processes = folder, {}
        self.file = folder / "scheduler.json"
        self.tls = certificates(folder)

    def __enter__(self):
        self.start("scheduler", "--port", "0", "--protocol", "tls", "--host", "127.0.0.1")
        return self

    def __exit__(self, *_):
        for process in self.processes.values():
            process.kill()
            process.wait()

    def start(self, what, *arguments, name="scheduler"):
        ca, cert, key = map(str, self.tls)
        command = [sys.executable, "-m", "dask", what, "--scheduler-file", str(self.file)]
        command += ["--tls-ca-file", ca, "--tls-cert", cert, "--tls-key", key, "--no-dashboard"]
        with (self.folder / f"{name}.log").open("w") as log:
            self.processes[name] = subprocess.Popen(
                [*command, *arguments], stdout=log, stderr=log, cwd=self.folder
            )

    def worker(self, name, *arguments):
        until(self.file.is_file, seconds=300.0)
        place = ["--local-directory", str(self.folder / name), "--name", name]
        self.start("worker", *place, "--nthreads", "1", *arguments, name=name)

    def kill(self, name):
        self.processes[name].kill()
        self.processes[name].wait()

    @property
    def options(self):
        """What `interview batch` is told of it."""
        address = json.loads(until(self.file.read_text))["address"]
        ca, cert, key = map(str, self.tls)
        return ["--scheduler", address, "--tls-ca", ca, "--tls-cert", cert, "--tls-key", key]


def certificates(folder):
    """One authority, and one certificate for everybody."""
    authority = trustme.CA()
    issued = authority.issue_cert("cluster@interview.test")
    places = ca, cert, key = [folder / f"{name}.pem" for name in ("ca", "cert", "key")]
    authority.cert_pem.write_to_path(ca)
    issued.cert_chain_pems[0].write_to_path(cert)
    issued.private_key_pem.write_to_path(key)
    return places
