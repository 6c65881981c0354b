"""Proving a question sound: its reference passes, its stub is unwritten, every misconception is
rejected and named, every alternative is accepted. All through the same path as a learner's file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from interview.authoring.edit_problems import edit_problems
from interview.authoring.ladder import renewed_ladder
from interview.authoring.stage_problems import silent_stages
from interview.authoring.static_problems import python_problems, static_problems
from interview.authoring.weak_points import telling_mistakes, unknown_mistakes, weak_points
from interview.authoring.workers import in_parallel
from interview.bank.cards import read_card
from interview.bank.edits import wrong_source
from interview.bank.files import read_bank_file
from interview.bank.library_rules import given_problems, library_names, library_problems
from interview.bank.question_files import QuestionFiles
from interview.errors import QuestionError
from interview.grading.client.link import Link, Links
from interview.model.card import Card, alternatives_in
from interview.model.question import Misconception, Question
from interview.model.verdict import Verdict
from interview.wording.verdict import finding_details, finding_message

Problems = Callable[[Verdict], Iterator[str]]
"""Why a verdict is not the one it must be."""


@dataclass
class Proof:
    """What was found out about one question."""

    name: str
    """Of the question's folder."""
    problems: list[str] = field(default_factory=list)
    weak_points: list[str] = field(default_factory=list)
    """What an author should look at, though no known mistake gets by."""
    notes: list[str] = field(default_factory=list)
    """What was done to the question's files."""
    wanted_wrong: int = 0
    """Its misconceptions, tried or not."""
    wanted_right: int = 0
    """The same of its right alternatives."""
    not_looked_at: set[str] = field(default_factory=set)
    """What is judged on its own, and could not be carried out with the reference."""
    verdicts: dict[str, list[Verdict]] = field(default_factory=dict)
    """Of each misconception, by its id, and each right alternative, by its file: one under each seed."""

    @property
    def sound(self) -> bool:
        return not self.problems

    @property
    def of_wrong(self) -> dict[str, list[Verdict]]:
        return {name: v for name, v in self.verdicts.items() if not name.endswith(".py")}

    @property
    def of_right(self) -> dict[str, list[Verdict]]:
        return {name: v for name, v in self.verdicts.items() if name.endswith(".py")}

    @property
    def untried_wrong(self) -> int:
        """Misconceptions that could not be tried: nothing can, unless files and reference are as they must be."""
        return self.wanted_wrong - len(self.of_wrong)

    @property
    def untried_right(self) -> int:
        return self.wanted_right - len(self.of_right)

    @property
    def accepted(self) -> int:
        """Misconceptions that were accepted under some seed: each is a hole in the cases."""
        return sum(any(accepted(v) for v in verdicts) for verdicts in self.of_wrong.values())

    @property
    def rejected(self) -> int:
        """Right alternatives that were rejected under some seed."""
        return sum(not all(map(accepted, verdicts)) for verdicts in self.of_right.values())


def accepted(verdict: Verdict) -> bool:
    return verdict.status == "accepted"


def prove_in_parallel(
    links: Links, folders: Sequence[Path], seeds: Sequence[int], jobs: int | None = None
) -> Iterator[Future[Proof]]:
    """A proof of the question in each folder, in their order, under each of the seeds; several at a time."""

    def proved(link: Link, folder: Path) -> Proof:
        return prove_question(link, folder, seeds)

    return in_parallel(folders, links.link, proved, jobs)


def prove_question(link: Link, folder: Path, seeds: Sequence[int], every: int = 1) -> Proof:
    """Everything that is to be said against a question, under one seed or several.

    What its files tell comes first and all at once; nothing runs unless it can be used.
    every: of the misconceptions, and of the alternatives, only each so manieth is tried.
    """
    proof = Proof(folder.name)
    try:
        files = QuestionFiles(folder)
        unusable = unusable_parts(link, files)
        exercise = files.question.exercise if files.question else None
        proof.wanted_wrong = len(exercise.misconceptions[::every]) if exercise else 0
        proof.wanted_right = len(alternatives_in(folder)[::every])
        proof.problems += static_problems(files, unusable)
        if files.question is None or unusable:
            return proof
        card, question = read_card(folder), files.question
        under: dict[str, list[int]] = {}
        for seed in seeds:
            first = seed == seeds[0]
            for problem in grading_problems(link, card, question, seed, proof, every, first):
                under.setdefault(problem, []).append(seed)
        unseen = link.stages_without_value(card, seeds[0]) if question.exercise.stages else []
        proof.problems += [f"{card.slug}: {line}" for line in silent_stages(unseen)]
        for problem, mine in {**under, **moving_problems(proof, seeds)}.items():
            proof.problems.append(f"{card.slug}: {problem}{under_seeds(mine, seeds)}")
        proof.weak_points += weak_points(question, proof.of_wrong)
        proof.weak_points += [
            f"the case {name!r} is not looked at: this version of torch can't carry it out"
            for name in sorted(proof.not_looked_at)
        ]
        reference = read_bank_file(card.reference)
        proof.weak_points += unknown_mistakes(question.exercise, reference, files.mistakes)
        proof.weak_points += telling_mistakes(card, question.exercise, reference)
        if not proof.problems and card.picture.is_file():
            link.pictures(card)
        if proof.sound:
            proof.notes += renewed_ladder(link, card, question, seeds[-1])
    except QuestionError as error:
        proof.problems += error.problems
    return proof


def unusable_parts(link: Link, files: QuestionFiles) -> list[str]:
    """Problems with which nothing can be graded, or shown in both languages."""
    unusable = [*files.problems(), *python_problems(files), *edit_problems(files)]
    if files.question is not None:
        exercise = files.question.exercise
        unknown = link.unknown_names([name for _, name in library_names(exercise)])
        broken = [*library_problems(exercise, unknown), *given_problems(files.folder, exercise)]
        unusable += files.told(files.english, broken)
    return unusable


def grading_problems(
    link: Link, card: Card, question: Question, seed: int, proof: Proof, every: int, first: bool
) -> Iterator[str]:
    """What is wrong with the verdicts under this seed, which are kept.

    Under the `first` seed everything goes the way of a learner's file: of a mistake that is the attempt to the
    letter the judge then runs only what failed. Under others the judge itself runs all that the question knows,
    in less time; what is then not as it must be goes that way too, and counts.
    """
    reference = read_bank_file(card.reference)
    verdict = link.grade(card, str(card.reference), reference, seed)
    if not accepted(verdict):
        got = verdict_in_one_line(verdict)
        yield f"reference: expected accepted, got {got}: mend it, or the case that refuses it"
        return
    proof.not_looked_at.update(c.name for c in verdict.cases if c.status == "passed" and c.skipped)
    if first:
        yield from problems_of_stub(link, card, seed)
    known = {} if first else link.verdicts_on_known(card, seed)

    def proven(name: str, file: str, source: Callable[[], str], problems: Problems) -> Verdict:
        mine = known.get(name)
        if mine is None or any(problems(mine)):
            mine = link.grade(card, file, source(), seed)
        proof.verdicts.setdefault(name, []).append(mine)
        return mine

    for misconception in question.exercise.misconceptions[::every]:
        wrong, id = partial(wrong_source, card.folder, reference, misconception), misconception.id
        problems = partial(judgement_problems, misconception)
        yield from problems(proven(id, f"{id}.py", wrong, problems))
    for path in card.alternatives[::every]:
        problems = partial(rejection_problems, path.name)
        yield from problems(proven(path.name, str(path), partial(read_bank_file, path), problems))


def problems_of_stub(link: Link, card: Card, seed: int) -> Iterator[str]:
    if card.stub.is_file():
        verdict = link.grade(card, str(card.stub), read_bank_file(card.stub), seed)
        if verdict.status != "not_written":
            got = verdict_in_one_line(verdict)
            remedy = "write signatures, and raise NotImplementedError"
            yield f"stub.py: expected not_written, got {got}: {remedy}"


def rejection_problems(name: str, verdict: Verdict) -> Iterator[str]:
    """Why an alternative's verdict is not the one it must get."""
    if not accepted(verdict):
        got = verdict_in_one_line(verdict)
        yield f"right/{name}: expected accepted, got {got}: mend it, or what refuses it"


def judgement_problems(misconception: Misconception, verdict: Verdict) -> Iterator[str]:
    """Why a misconception's verdict is not the one it must get."""
    name = f"misconception {misconception.id}"
    if accepted(verdict):
        yield f"{name}: accepted: add a case that tells it from the reference"
    elif verdict.status != "wrong":
        got, remedy = verdict_in_one_line(verdict), "let it give a wrong result in a case"
        yield f"{name}: expected wrong, got {got}: {remedy}"
    elif verdict.misconception != misconception.id:
        if verdict.misconception is None and misconception.id in verdict.candidates:
            others = ", ".join(c for c in verdict.candidates if c != misconception.id)
            yield f"{name}: not told apart from {others}: add a case that differs, or merge them"
        else:
            got = verdict.misconception or "no name"
            remedy = "add a case that tells them apart"
            if not verdict.misconception:
                remedy = "add a case in which it gives a wrong result and does not crash"
            yield f"{name}: expected to be named, got {got}: {remedy}"


def moving_problems(proof: Proof, seeds: Sequence[int]) -> dict[str, list[int]]:
    """Groups that a mistake fails under some seeds only, so that its score moves, and where they are passed."""
    moving = {}
    for name, verdicts in proof.of_wrong.items():
        failed = [{(g.of, g.group) for g in v.groups if not g.right} for v in verdicts]
        for of, group in sorted(set[tuple[str, str]]().union(*failed)):
            passed = [s for s, mine in zip(seeds, failed, strict=True) if (of, group) not in mine]
            if passed:
                what = f"misconception {name}: passes the group {group} of {of} under some seeds"
                moving[f"{what}: use values that cannot miss it"] = passed
    return moving


def under_seeds(mine: Sequence[int], seeds: Sequence[int]) -> str:
    """Under how many seeds, and the first of them."""
    if len(seeds) == 1:
        return ""
    return f" (under {len(mine)} of {len(seeds)} seeds, the first {mine[0]})"


def verdict_in_one_line(verdict: Verdict) -> str:
    """A verdict in one line, with the first thing found."""
    findings = list(verdict.findings)
    line: str = verdict.status
    for case in verdict.cases:
        if case.findings:
            line += f" (in the case {case.name!r})"
            findings += case.findings
            break
    return line + "".join(
        f": {finding_message(f)} {'; '.join(finding_details(f)[:3])}".rstrip() for f in findings[:1]
    )
