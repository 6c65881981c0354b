"""A batch while it runs, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from pathlib import Path
from types import TracebackType

from rich.console import Group
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from interview.classroom.batch import BatchEntry
from interview.classroom.changes import ChangedVerdict
from interview.classroom.gradebook import Gradebook, HeldMisconception
from interview.classroom.plan import BatchPlan
from interview.messages import N_, _, ngettext
from interview.model.card import Card
from interview.screen.console import (
    err,
    foreign_text,
    out,
    show_problems,
    status_colour,
    without_cursor,
)
from interview.text import inert_name
from interview.wording.names import name_in_words

PROGRESS_LINES = 10
"""How many plain lines tell the progress where there is no terminal."""
MISTAKES_LISTED = 10
REPORTS = {
    "scores.csv": N_("a row for each person"),
    "maxima.csv": N_("what each question is worth"),
    "junit.xml": N_("for programs that read test results"),
    "report.html": N_("the class on a page, for you"),
    "similar.csv": N_("submissions that are alike, for you"),
    "details.csv": N_("what everybody's points come from"),
    "moodle.csv": N_("to upload to Moodle"),
    "canvas.csv": N_("to upload to Canvas"),
    "gradescope": N_("a results.json for each person"),
    "students": N_("a page for each student"),
    "students.zip": N_("these pages, to hand back"),
}
"""By name: what a report is."""


class BatchBoard:
    """A live table of the questions with a progress bar; plain lines where there is no terminal."""

    def __init__(self, plan: BatchPlan) -> None:
        self.total = len(plan.submissions)
        self.cards = {s.card.id: s.card for s in plan.submissions}
        self.handed_in = Counter(s.card.id for s in plan.submissions)
        self.graded: Counter[str] = Counter()
        self.core_right: Counter[str] = Counter()
        self.accepted: Counter[str] = Counter()
        self.mistakes: dict[str, Counter[str]] = {}
        self.progress = Progress(
            TextColumn(_("graded")),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=err(),
        )
        self.task = self.progress.add_task("", total=self.total)
        here = copy_context()  # rich draws in a thread of its own, which knows no language
        self.live = Live(
            console=err(),
            refresh_per_second=8,
            transient=True,
            get_renderable=lambda: here.copy().run(self.drawn),
        )
        for entry in plan.kept:
            self.count(entry)
        if plan.kept:
            text = _("{count} of {total} were graded before and are kept")
            out().print(text.format(count=len(plan.kept), total=self.total))

    def __enter__(self) -> BatchBoard:
        if err().is_terminal:
            self.live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if err().is_terminal:
            self.live.stop()

    def count(self, entry: BatchEntry) -> None:
        verdict = entry.verdict
        self.graded[verdict.question] += 1
        accepted = verdict.status == "accepted"
        self.accepted[verdict.question] += accepted
        self.core_right[verdict.question] += accepted or verdict.core_right
        if verdict.misconception:
            mistakes = self.mistakes.setdefault(verdict.question, Counter())
            mistakes[verdict.misconception] += 1
        self.progress.update(self.task, completed=sum(self.graded.values()))

    def add(self, entry: BatchEntry) -> None:
        self.count(entry)
        done = sum(self.graded.values())
        if (
            not err().is_terminal
            and done * PROGRESS_LINES // self.total > (done - 1) * PROGRESS_LINES // self.total
        ):
            show_problems([_("graded {count} of {total}").format(count=done, total=self.total)])

    def drawn(self) -> Group:
        height = max(3, err().height - 4)
        busy = [c for c in self.cards.values() if self.graded[c.id] < self.handed_in[c.id]]
        return Group(self.table(sorted(busy, key=lambda c: c.number)[:height]), self.progress)

    def table(self, cards: Iterable[Card]) -> Table:
        table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1))
        table.add_column(_("question"), overflow="fold")
        for title in (_("graded"), _("core right"), _("accepted")):
            table.add_column(title, justify="right", no_wrap=True)
        table.add_column(_("most frequent mistake"), overflow="fold", style="yellow")
        for card in cards:
            most = self.mistakes.get(card.id, Counter()).most_common(1)
            mistake = f"{most[0][0]} ({most[0][1]})" if most else ""
            counts = (
                f"{self.graded[card.id]}/{self.handed_in[card.id]}",
                str(self.core_right[card.id]),
                str(self.accepted[card.id]),
            )
            table.add_row(f"{card.number} {card.id}", *counts, mistake)
        return table


@contextmanager
def live_board(plan: BatchPlan) -> Iterator[BatchBoard]:
    with without_cursor(), BatchBoard(plan) as board:
        yield board


def show_batch(book: Gradebook, board: BatchBoard, written: list[Path]) -> None:
    """The class in one screen: questions, mistakes, where the reports are."""
    console = out()
    console.print(board.table(book.cards))
    console.print(class_line(book))
    if book.misconceptions:
        console.print(Text("\n" + _("Which mistakes the class makes"), "bold"))
        console.print(table_of_mistakes(book.misconceptions[:MISTAKES_LISTED]))
    show_problems(book.notes)
    show_ungraded(book)
    show_problems([_("not counted: {problem}").format(problem=text) for text in book.problems])
    text = _("sandbox: {level} · seed {seed}")
    conditions = book.conditions
    console.print("\n" + text.format(level=name_in_words(conditions.sandbox), seed=conditions.seed))
    for path in written:
        line = foreign_text(inert_name(str(path)))
        if what := REPORTS.get(path.name):
            line.append(f"  {_(what)}", "bright_black")
        console.print(line, soft_wrap=True)


def table_of_mistakes(held: Iterable[HeldMisconception]) -> Table:
    """How many people make each, and what it is, wrapped under itself."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", width=4, style="yellow", no_wrap=True)
    table.add_column(overflow="fold")
    for one in held:
        label = Text(f"{one.card.number} {one.id}: ", "yellow")
        table.add_row(str(len(one.people)), label.append_text(foreign_text(one.explanation)))
    return table


def class_line(book: Gradebook) -> Text:
    """How many people and submissions there are, and how they were judged."""
    people, count = len(book.people), len(book.entries)
    persons = ngettext("{count} person", "{count} people", people).format(count=people)
    files = ngettext("{count} submission", "{count} submissions", count).format(count=count)
    line = Text("\n" + _("{people}, {submissions}: ").format(people=persons, submissions=files))
    for number, (status, count) in enumerate(book.statuses.items()):
        line.append(_(", ") if number else "")
        line.append(f"{count} {name_in_words(status)}", style=status_colour(status))
    return line


def show_ungraded(book: Gradebook) -> None:
    """Everybody of whom nothing could be graded, and why."""
    if book.reasons:
        title = _("Who has nothing that could be graded")
        out().print(Text(f"\n{title} ({len(book.reasons)})", "bold"))
    for person, reason in book.reasons.items():
        out().print(foreign_text(f"  {person}: {reason}"), soft_wrap=True)


def show_changes(changes: list[ChangedVerdict]) -> None:
    """Whose score changed against the batch compared with, and why."""
    console = out()
    if not changes:
        console.print("\n" + _("No score changed."))
        return
    text = ngettext("{count} changed", "{count} changed", len(changes))
    console.print(Text("\n" + text.format(count=len(changes)), "bold"))
    for change in changes:
        before = "–" if change.before is None else f"{change.before:.2f}"
        after = "–" if change.after is None else f"{change.after:.2f}"
        console.print(
            foreign_text(f"{change.person}, {change.question}: {before} → {after}", "bold")
        )
        for reason in change.reasons:
            console.print(foreign_text(f"    {reason}"), soft_wrap=True)
