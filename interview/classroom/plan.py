"""A whole batch: what to grade, what an interrupted run has already graded, and what came of it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from interview.bank import Bank
from interview.bank.edition import question_edition
from interview.bank.loading import load_for_grading
from interview.classroom import ledger
from interview.classroom.assigned_book import assigned_book
from interview.classroom.assignment import ReadyAssignment
from interview.classroom.batch import BatchEntry, ClassGrader, digest
from interview.classroom.changes import ChangedVerdict, compare_batches
from interview.classroom.class_mistakes import excerpts_in_class
from interview.classroom.gradebook import Gradebook
from interview.classroom.likeness import alike_in_class, remember_prints
from interview.classroom.marks import AssignedClass, assign_class
from interview.classroom.submissions import FoundPerson, Submission, collect_submissions
from interview.classroom.tongues import other_languages
from interview.errors import QuestionError, UsageError
from interview.grading.client.link import fresh_seed
from interview.grading.sandbox.levels import BASIC
from interview.messages import _, speaking
from interview.model.card import Card
from interview.model.verdict import Verdict


@dataclass(frozen=True)
class BatchPlan:
    """What a batch will do."""

    folder: Path
    submissions: list[Submission]
    problems: list[str]
    conditions: ledger.BatchConditions
    kept: list[BatchEntry]
    """What an earlier, interrupted run graded under the same conditions."""
    old: ledger.LedgerContents | None
    """The batch that this one is compared with."""
    notes: list[str]
    """A line on each line of both that was left out, and on what looks odd in the assignment."""
    people: list[FoundPerson] = field(default_factory=list)
    """Everybody of whom anything was found."""
    people_in: Mapping[str, list[FoundPerson]] = field(default_factory=dict)
    """The same by each further language in which somebody reads why something is not graded."""
    assigned: AssignedClass | None = None
    """The assignment, if there is one, and everybody of the class."""

    @property
    def waiting(self) -> list[Submission]:
        done = {(e.person, e.verdict.question) for e in self.kept}
        return [s for s in self.submissions if (s.person, s.card.id) not in done]


def plan_batch(
    bank: Bank,
    place: Path,
    out: Path | None,
    seed: int | None,
    compare: Path | None,
    grader: ClassGrader,
    program: str,
    assignment: ReadyAssignment | None = None,
) -> BatchPlan:
    """Collects the submissions and what is already known of them; writes nothing.

    With an assignment only its questions are graded.

    The grader is asked what it is once all else is known: until then it has been loading torch.

    The seed is the given one, else that of the interrupted run, else that of the batch compared
    with, else a fresh one. Raises UsageError if there is nothing to grade.
    """
    folder = results_folder(place, out)
    handed_in = collect_submissions(bank, place, assignment.first if assignment else None)
    submissions, problems = handed_in.submissions, handed_in.problems
    if not handed_in.people:
        text = _("{path}: no submissions found").format(path=place)
        raise UsageError(text, *problems)
    assigned = assign_class(assignment, handed_in.people) if assignment else None
    if assignment:
        submissions, others = assigned_submissions(assignment, submissions)
        problems = [*problems, *others]
    cards = {s.card.id: s.card for s in submissions}
    editions = {id: edition_of_card(card) for id, card in cards.items()}
    before = with_whole_ids(ledger.read_ledger(folder / ledger.LEDGER_NAME), cards)
    refuse_results_of_others(folder, before.entries, submissions)
    old = with_whole_ids(ledger.read_ledger(compare), cards) if compare else None
    if old and not old.conditions:
        text = _("{path}: no results of a batch: name its folder or its {name}")
        raise UsageError(text.format(path=compare, name=ledger.LEDGER_NAME))
    if seed is None:
        known = [record.conditions for record in (before, old) if record and record.conditions]
        seed = known[0].seed if known else fresh_seed()
    about = grader.about()
    conditions = ledger.BatchConditions(seed, about["level"], program, about["torch"])
    kept = []
    if before.conditions == conditions:
        kept = entries_still_valid(before.entries, submissions, editions)
    notes = before.problems + (old.problems if old else [])
    notes += assignment.notes if assignment else []
    told = (handed_in.people, people_in_languages(bank, place, assignment, handed_in.people))
    return BatchPlan(
        *(folder, submissions, problems, conditions, kept, old, notes, *told, assigned)
    )


def results_folder(place: Path, out: Path | None) -> Path:
    """Where the results go: as asked for, else here, and from within the submissions beside them.

    Raises UsageError for a folder among the submissions: what lies there is somebody's.
    """
    whole = Path(os.path.realpath(place))
    name = place.stem if place.is_file() else whole.name
    folder = out or Path(f"{name}-results")
    if whole not in (real := Path(os.path.realpath(folder)), *real.parents):
        return folder
    beside = Path(os.path.relpath(whole.parent / f"{name}-results"))
    if out:
        text = _(
            "--out: {path} lies within the submissions, where results would be taken for "
            "somebody's: name another folder, such as {beside}"
        )
        raise UsageError(text.format(path=out, beside=beside))
    return beside


def refuse_results_of_others(
    folder: Path, entries: list[BatchEntry], submissions: list[Submission]
) -> None:
    """Raises UsageError where everything in a folder is of other people or questions: it would be lost."""
    theirs = {(entry.person, entry.verdict.question) for entry in entries}
    if theirs and theirs.isdisjoint((s.person, s.card.id) for s in submissions):
        text = _(
            "{path}: holds the results of other submissions, such as {person}'s, which would be "
            "replaced: name another folder with --out, or remove this one"
        )
        raise UsageError(text.format(path=folder, person=entries[0].person))


def people_in_languages(
    bank: Bank, place: Path, assignment: ReadyAssignment | None, people: list[FoundPerson]
) -> dict[str, list[FoundPerson]]:
    """Everybody found by language, in the languages of those who read it in another than the instructor does.

    What is wrong with a file is put into words where it is read, so it is read once more; not where all is right.
    """
    if not assignment or not any(found.reason or found.left_out for found in people):
        return {}
    names = {found.person for found in people}
    told = {}
    for lang in other_languages(assignment.roster, assignment.language):
        with speaking(lang):
            again = collect_submissions(bank, place, assignment.first).people
        told[lang] = [found for found in again if found.person in names]
    return told


def with_whole_ids(
    contents: ledger.LedgerContents, cards: Mapping[str, Card]
) -> ledger.LedgerContents:
    """Results of a bank that the package does not ship once had its ids without its name."""
    ids = {card.plain_id: id for id, card in cards.items()} | {id: id for id in cards}
    entries = [
        replace(entry, verdict=replace(entry.verdict, question=ids.get(question, question)))
        for entry in contents.entries
        for question in [entry.verdict.question]
    ]
    return replace(contents, entries=entries)


def assigned_submissions(
    assignment: ReadyAssignment, submissions: list[Submission]
) -> tuple[list[Submission], list[str]]:
    """Those for a question of the assignment, and a line on each of the others."""
    asked = {assigned.card.id for assigned in assignment.cards}
    text = _("{path}: {id} is not in the assignment: left out")
    others = [s for s in submissions if s.card.id not in asked]
    lines = [text.format(path=s.file, id=s.card.id) for s in others]
    return [s for s in submissions if s.card.id in asked], lines


def edition_of_card(card: Card) -> str | None:
    """None where the question is broken: each of its submissions is told so."""
    try:
        return question_edition(card, load_for_grading(card.folder))
    except QuestionError:
        return None


def entries_still_valid(
    entries: list[BatchEntry], submissions: list[Submission], editions: dict[str, str | None]
) -> list[BatchEntry]:
    """Those of files and questions that are as they were; a judge error is tried again."""
    now = {(s.person, s.card.id): (s.file, digest(s.data)) for s in submissions}

    def holds(entry: BatchEntry) -> bool:
        verdict = entry.verdict
        return (
            now.get((entry.person, verdict.question)) == (verdict.file, entry.digest)
            # A file that is no text was judged by no edition.
            and verdict.edition in ("", editions[verdict.question])
            and verdict.status != "judge_error"
        )

    return list(filter(holds, entries))


def refuse_weak_sandbox(level: str, allowed: bool) -> None:
    """Strangers' code needs the sandbox; raises UsageError without it, unless that is allowed."""
    if level == BASIC and not allowed:
        text = _(
            "sandbox: this system offers only the level {level}, on which a submission can read "
            "files and use the network: grade on Linux, or say --no-sandbox for people you trust"
        )
        raise UsageError(text.format(level=_(level)))


def run_batch(plan: BatchPlan, grader: ClassGrader, lang: str = "en") -> Iterator[BatchEntry]:
    """Grades what is waiting; every entry is on disk before it is told."""
    path = plan.folder / ledger.LEDGER_NAME
    waiting = {(s.person, s.card.id): s for s in plan.waiting}
    with ledger.Ledger(path, plan.conditions, plan.kept) as book:
        for entry in grader.grade([*waiting.values()], plan.conditions.seed, lang):
            book.add(entry)
            yield entry
            # While the judges are at the next one: after the last there is no more to wait for.
            remember_prints(waiting[entry.person, entry.verdict.question])
        book.finish([(s.person, s.card.id) for s in plan.submissions])


def broken_questions(entries: list[BatchEntry]) -> list[str]:
    """A line on each question that is broken itself, so that nobody's submission could be graded."""
    broken: dict[str, list[Verdict]] = {}
    for entry in entries:
        if entry.verdict.broken_question:
            broken.setdefault(entry.verdict.question, []).append(entry.verdict)
    text = _("{question}: the question itself is broken, so {count} are not graded: {problem}")
    return [
        text.format(question=id, count=len(those), problem=those[0].broken_question[0])
        for id, those in broken.items()
    ]


def finish_batch(plan: BatchPlan, points: float) -> tuple[Gradebook, list[ChangedVerdict]]:
    """What came of a batch that ran to its end: the gradebook, and what changed since the old one."""
    entries = ledger.read_ledger(plan.folder).entries  # so that the reports say what is kept
    cards = {s.card.id: s.card for s in plan.submissions}
    problems = [*plan.problems, *broken_questions(entries)]
    ordered = sorted(cards.values(), key=lambda c: c.number)
    unwritten = {
        (entry.person, entry.verdict.question)
        for entry in entries
        if entry.verdict.status == "not_written"
    }
    alike = alike_in_class(plan.submissions, unwritten)
    excerpts = excerpts_in_class(entries, plan.submissions)
    told = (entries, plan.conditions, problems, points, plan.people)
    book = Gradebook(ordered, *told, found_in=plan.people_in, alike=alike, excerpts=excerpts)
    if plan.assigned:
        book = assigned_book(book, plan.assigned, plan.submissions)
    changed: list[ChangedVerdict] = []
    if plan.old and plan.old.conditions:
        same_seed = plan.old.conditions.seed == plan.conditions.seed
        changed = compare_batches(plan.old.entries, entries, same_seed)
    return book, changed
