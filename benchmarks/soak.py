"""Thousands of mixed submissions, a tenth of them hostile: no verdict missing or of another kind, memory flat."""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.class_ import resident_pages
from benchmarks.timing import ROOT
from interview.bank import Bank, open_bank
from interview.bank.edits import wrong_source
from interview.classroom.batch import BatchEntry, grade_submissions
from interview.classroom.submissions import Submission
from interview.grading.client.link import Links
from interview.grading.client.private import PrivateEngine

SUBMISSIONS = int(os.environ.get("SOAK", "5000"))
HOSTILE_SHARE = 0.1
JOBS = 2
ROUNDS = 10
"""The submissions come in so many rounds, and memory is read after each."""
SLOW_ATTACKS = 0.1
"""How many of the hostile ones run into a time limit, which takes seconds each."""

Wanted = dict[str, tuple[str, ...]]


def hostile_files() -> tuple[list[str], list[str], Wanted]:
    """Attacks that end soon, attacks that run into a limit of time, and the verdicts that each must get."""
    folder = ROOT / "tests" / "attacks"
    manifest = json.loads((folder / "MANIFEST.json").read_text(encoding="utf-8"))
    wanted = {n: tuple(entry["verdicts"]) for n, entry in manifest.items() if "bank" not in entry}
    slow = [name for name, verdicts in wanted.items() if "timeout" in verdicts]
    return [name for name in wanted if name not in slow], slow, wanted


def submissions_of(numbers: range, draw: random.Random) -> tuple[list[Submission], Wanted]:
    """Mixed submissions, and what each person's verdict must be."""
    bank, wanted = open_bank(None), dict[str, tuple[str, ...]]()
    arena = Bank(ROOT / "tests" / "arena").cards[0]
    quick, slow, verdicts = hostile_files()
    submissions = []
    for number in numbers:
        person = f"person {number}"
        if draw.random() < HOSTILE_SHARE:
            name = draw.choice(slow if draw.random() < SLOW_ATTACKS else quick)
            data, card = (ROOT / "tests" / "attacks" / name).read_bytes(), arena
            wanted[person] = verdicts[name]
        else:
            card = draw.choice(bank.cards)
            reference = card.reference.read_text(encoding="utf-8")
            if draw.random() < 0.5:
                mistake = draw.choice(bank.load(card).exercise.misconceptions)
                source, wanted[person] = wrong_source(card.folder, reference, mistake), ("wrong",)
            else:
                right = draw.choice([card.reference, *card.alternatives])
                source, wanted[person] = right.read_text(encoding="utf-8"), ("accepted",)
            data = source.encode()
        submissions.append(Submission(person, "attempt.py", card, data))
    return submissions, wanted


def soak() -> None:
    """The same engine grades round after round."""
    draw, held, statuses, amiss = random.Random(1), [], Counter[str](), list[str]()
    engine = PrivateEngine()
    started, step = time.monotonic(), SUBMISSIONS // ROUNDS
    with Links(engine) as links:
        for begin in range(0, SUBMISSIONS, step):
            submissions, wanted = submissions_of(range(begin, begin + step), draw)
            for entry in grade_submissions(submissions, 1 + begin, links, JOBS):
                statuses[entry.verdict.status] += 1
                if entry.verdict.status not in wanted.pop(entry.person):
                    amiss.append(told(entry))
            amiss += [f"{person}: no verdict" for person in wanted]
            for link in links.links:  # a batch has its own; the next round takes new ones
                link.close()
            links.links.clear()
            held.append(memory_at_rest(engine.process.pid))
            minutes = (time.monotonic() - started) / 60
            print(f"{begin + step} graded, {minutes:.1f} min", file=sys.stderr, flush=True)
        left = list(processes_below(engine.process.pid))
    print(
        f"{sum(statuses.values())} submissions ({', '.join(f'{n} {s}' for s, n in statuses.most_common())}); "
        f"{len(amiss)} with another verdict than they must have; processes left: {len(left)}; "
        f"the server's memory after the last round / after the second: {held[-1] / held[1]:.3g}x",
        flush=True,
    )
    for line in amiss:
        print(line)


def told(entry: BatchEntry) -> str:
    verdict = entry.verdict
    return f"{entry.person}: {verdict.question}: {verdict.status} (seed {verdict.seed}): {verdict.findings}"


def memory_at_rest(pid: int) -> int:
    """Pages that the server holds once its judges have gone."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and any(processes_below(pid)):
        time.sleep(0.05)
    return resident_pages(pid)


def processes_below(pid: int) -> Iterator[int]:
    """Everything that the server has made and that is still there."""
    yield from map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
