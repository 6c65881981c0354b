"""The corpus of hostile submissions: the verdict each must get, and a host that is as it was.

`tests/attacks/README.md` says what each is; none is ever run outside the grader.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from interview.bank import Bank
from interview.classroom.batch import grade_submissions
from interview.classroom.submissions import Submission
from interview.grading.client.link import Link, Links
from interview.grading.client.private import SERVER_KIND, PrivateEngine
from interview.grading.client.source import NotText, decode_source
from interview.grading.sandbox import levels
from interview.model.card import Card
from interview.wording.verdict import finding_details
from tests.helpers.processes import left_after_a_run

ATTACKS = Path(__file__).parents[1] / "attacks"
MANIFEST = json.loads((ATTACKS / "MANIFEST.json").read_text())
ARENA = Bank(Path(__file__).parents[1] / "arena").cards[0]
CARDS = {n: Bank(ATTACKS / e["bank"]).cards[0] for n, e in MANIFEST.items() if "bank" in e}
"""The questions of those attacks that need another one."""
LARGEST_VERDICT = 20_000
CANARY = Path("/tmp/attack-canary")
BEST = levels.best()
LEVELS = [
    level for level in levels.LEVELS[:3] if levels.LEVELS.index(level) >= levels.LEVELS.index(BEST)
]
PLACES = [CANARY, Path("/dev/shm"), Path.home()]
needs_sandbox = pytest.mark.skipif(
    BEST == levels.BASIC, reason="this kernel has neither Landlock nor seccomp: `interview doctor`"
)


@pytest.fixture(scope="module", params=LEVELS)
def engine(request) -> Iterator[Links]:
    with Links(PrivateEngine(SERVER_KIND, request.param)) as links:
        assert links.link().about()["level"] == request.param
        yield links


@pytest.fixture(scope="module")
def link(engine) -> Link:
    link = engine.link()
    link.about()
    return link


@pytest.fixture
def canary() -> Iterator[Path]:
    """What the attacks look for: a file to harm, and a solution to steal. One test at a time has it."""
    with CANARY.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        (CANARY / "solutions").mkdir(parents=True, exist_ok=True)
        (CANARY / "keep.txt").write_text("keep")
        (CANARY / "solutions" / "attention.py").write_text(ARENA.reference.read_text())
        yield CANARY


def snapshot() -> dict[str, tuple[object, ...]]:
    """Every file where an attack might leave or change one."""
    files = {}
    for place in PLACES:
        deep = place == CANARY
        for path in sorted(place.rglob("*") if deep else place.iterdir()):
            if path.name.startswith("sem.mp-"):  # Python's own, of whatever else runs here
                continue
            state = path.lstat()
            files[str(path)] = (state.st_mode, state.st_size, state.st_mtime_ns) if deep else ()
    return files


def verdict_on(link: Link, data: bytes, card: Card = ARENA) -> str:
    """As a command judges a file: what is no text is invalid before anything runs."""
    try:
        verdict = link.grade(card, "attempt.py", decode_source(data), 11)
    except NotText:
        return "invalid"
    told = replace(verdict, output="")  # which has a limit of its own
    assert len(json.dumps(asdict(told))) <= LARGEST_VERDICT
    return verdict.status


@needs_sandbox
@pytest.mark.parametrize("name", MANIFEST)
def test_an_attack_gets_its_verdict_and_harms_nothing(engine, link, canary, name):
    if MANIFEST[name]["class"] == "resource" and link.about()["level"] != BEST:
        pytest.skip("limits are the same at every level, and take their time")
    before = snapshot()
    verdict = verdict_on(link, (ATTACKS / name).read_bytes(), CARDS.get(name, ARENA))
    assert verdict in MANIFEST[name]["verdicts"]
    assert snapshot() == before
    assert left_after_a_run(engine.engine.process.pid) == set()
    assert verdict_on(link, (ATTACKS / "ok_plain.py").read_bytes()) == "accepted"


@needs_sandbox
@pytest.mark.parametrize("name", [n for n, entry in MANIFEST.items() if entry["class"] == "judge"])
def test_an_attack_on_the_judge_costs_its_neighbours_nothing(name):
    files = {f"honest {i}": "ok_plain.py" for i in range(8)} | {"hostile": name}
    submissions = [
        Submission(person, "attempt.py", ARENA, (ATTACKS / file).read_bytes())
        for person, file in files.items()
    ]
    with Links(PrivateEngine()) as links:
        statuses = {
            e.person: e.verdict.status for e in grade_submissions(submissions, 3, links, jobs=2)
        }
    assert statuses.pop("hostile") in MANIFEST[name]["verdicts"]
    assert statuses == dict.fromkeys(statuses, "accepted")
    assert len(statuses) == 8


def test_without_the_sandbox_a_solution_can_be_stolen(canary):
    """So the test above can fail: at the level *basic* a planted solution is read, and passes."""
    thief = f"exec(open({str(canary / 'solutions' / 'attention.py')!r}).read())".encode()
    with Links(PrivateEngine(SERVER_KIND, levels.BASIC)) as links:
        assert verdict_on(links.link(), thief) == "accepted"
    if BEST != levels.BASIC:
        with Links(PrivateEngine(SERVER_KIND, BEST)) as links:
            assert verdict_on(links.link(), thief) == "crashed"


LAYER = """
import os, sys
from interview.grading.sandbox import landlock, levels, prctl, seccomp
rules = levels.landlock_rules()
prctl.ask_kernel(prctl.PR_SET_NO_NEW_PRIVS, 1)
if "landlock" in sys.argv: landlock.restrict_to_rules(rules)
if "seccomp" in sys.argv: seccomp.install_filter(files=True, threads=False)
def tried(what):
    try: what(); return "y"
    except OSError: return "n"
def forked():
    if os.fork() == 0: os._exit(0)
path = sys.argv[1]
print(tried(lambda: open(path).read()), tried(lambda: os.chmod(path, 0o600)), tried(forked))
"""


@needs_sandbox
@pytest.mark.skipif(BEST == levels.NO_FILES, reason="this kernel has no Landlock")
@pytest.mark.parametrize(
    ("layers", "possible"),
    [("", "y y y"), ("landlock", "n y y"), ("seccomp", "y n n"), ("landlock seccomp", "n n n")],
)
def test_each_layer_stops_what_the_other_lets_through(tmp_path, layers, possible):
    """Reading a file, chmod, a new process."""
    import subprocess
    import sys

    file = tmp_path / "file"
    file.write_text("x")
    command = [sys.executable, "-c", LAYER, str(file), *layers.split()]
    done = subprocess.run(command, capture_output=True, text=True, cwd=os.getcwd())
    assert done.stdout.strip() == possible, done.stderr


@needs_sandbox
def test_of_a_file_that_is_no_business_of_an_attempt_only_the_metadata_can_be_had(tmp_path, link):
    """README says so: Landlock does not cover them, and Python cannot import without asking for them."""
    file = tmp_path / "file"
    file.write_text("x" * 4321)
    spy = f"import os\nprint(os.stat({str(file)!r}).st_size)\nopen({str(file)!r})\n"
    verdict = link.grade(ARENA, "attempt.py", spy, 3)
    assert verdict.output.strip() in ("4321", "")
    assert verdict.status == "crashed"
    assert "graded code has no files" in finding_details(verdict.findings[0])[-1]


def test_asking_torch_for_more_threads_changes_nothing(link):
    threads = "import torch\ntorch.set_num_threads(4)\ntorch.set_num_interop_threads(2)\n"
    assert verdict_on(link, threads.encode() + (ATTACKS / "ok_plain.py").read_bytes()) == "accepted"
