"""Every command on one page: parse, call, show, exit status. No logic, and no torch.

Exit status: 0 accepted or sound, 1 not, 2 wrong usage or broken question, 3 our bug or a judge
error, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from interview import __version__
from interview.errors import InterviewError


class Commands(TyperGroup):
    """Turns errors into one line and an exit status."""

    def invoke(self, ctx: Any) -> Any:
        from interview.screen import failure

        try:
            return super().invoke(ctx)
        except InterviewError as error:
            raise typer.Exit(failure.person(error)) from None
        except (KeyboardInterrupt, typer.Abort):
            raise typer.Exit(failure.interrupted()) from None
        except BrokenPipeError:
            raise typer.Exit(failure.reader_left()) from None
        except Exception as error:
            if hasattr(error, "exit_code"):  # typer's own: usage errors and Exit
                raise
            raise typer.Exit(failure.bug(error)) from None


app = typer.Typer(
    cls=Commands,
    add_completion=False,
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Practise Transformer and BERT interview questions; write the code; have it graded.",
)

Question = Annotated[str, typer.Argument(metavar="ID", help="A question's number or id.")]
Questions = Annotated[
    list[str] | None, typer.Argument(metavar="[ID]...", help="Numbers or ids; none means all.")
]
BankOption = Annotated[
    str | None,
    typer.Option("--bank", help="A folder with questions/ and solutions/, or a bank's name."),
]
Lang = Annotated[
    str | None, typer.Option("--lang", help="en or zh; INTERVIEW_LANG and the locale else.")
]
Seed = Annotated[int | None, typer.Option("--seed", help="Draw the same secret inputs again.")]


def version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"interview {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def home(
    ctx: typer.Context,
    bank: BankOption = None,
    lang: Lang = None,
    version: Annotated[bool, typer.Option("--version", callback=version, is_eager=True)] = False,
) -> None:
    ctx.obj = {"bank": bank, "lang": lang}
    if ctx.invoked_subcommand is None:
        from interview.practice.home import next_step
        from interview.screen.home import show_home

        show_home(next_step(opened(ctx, bank)))


def opened(ctx: typer.Context, bank: str | None) -> Any:
    from interview.bank import open_bank

    return open_bank(bank or ctx.obj["bank"])


def language(ctx: typer.Context, lang: str | None) -> str:
    from interview.practice.language import chosen

    return chosen(lang or ctx.obj["lang"])


@app.command("list")
def list_(ctx: typer.Context, bank: BankOption = None, lang: Lang = None) -> None:
    """List the questions and where you stand."""
    from interview.progress.store import tolerant_statuses
    from interview.screen.console import problems
    from interview.screen.listing import show_list

    found, tongue = opened(ctx, bank), language(ctx, lang)
    titles = {card.id: found.title(card, tongue) for card in found.cards}
    show_list(found.cards, titles, tolerant_statuses())
    problems(found.problems)


@app.command()
def show(
    ctx: typer.Context,
    question: Question,
    answer: Annotated[bool, typer.Option("--answer", help="Show the model answer too.")] = False,
    bank: BankOption = None,
    lang: Lang = None,
) -> None:
    """Show a question and its exercise."""
    from interview.screen.question import show_answer, show_question

    found = opened(ctx, bank)
    whole = found.load(found.find(question), language(ctx, lang))
    (show_answer if answer else show_question)(whole)


@app.command()
def start(
    ctx: typer.Context,
    question: Question,
    edit: Annotated[bool, typer.Option(help="Open $EDITOR on a terminal.")] = True,
    bank: BankOption = None,
) -> None:
    """Write the stub of an exercise and open the editor; never over an existing file."""
    from interview.practice import workspace
    from interview.practice.editor import open_editor
    from interview.screen.home import show_started

    card = opened(ctx, bank).find(question)
    path, new = workspace.start(card)
    show_started(card, path, new)
    if edit and sys.stdin.isatty() and sys.stdout.isatty():
        open_editor(path)


@app.command()
def grade(
    ctx: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE|ID]...", help="None means everything started."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print a versioned record instead.")] = False,
    seed: Seed = None,
    bank: BankOption = None,
    lang: Lang = None,
) -> None:
    """Grade exercise files: exit status 0 if all are accepted."""
    from interview.export.record import as_json
    from interview.grading.client import fresh_seed
    from interview.practice.attempts import graded
    from interview.practice.workspace import targets
    from interview.progress.store import Recorder
    from interview.screen.console import busy
    from interview.screen.verdict import show_verdict

    found, recorder = opened(ctx, bank), Recorder()
    started = targets(found, files or [])
    verdicts = graded(started, fresh_seed() if seed is None else seed, language(ctx, lang))
    done = []
    for one in started:
        with busy(f"grading {one.path}"):
            verdict = next(verdicts)
        recorder.record(verdict)
        done.append(verdict)
        if not json:
            show_verdict(verdict, one.card, recorder.hints_seen(one.card.id))
    if json:
        typer.echo(as_json(done))
    statuses = {verdict.status for verdict in done}
    raise typer.Exit(3 if "judge_error" in statuses else 0 if statuses == {"accepted"} else 1)


@app.command()
def hint(
    ctx: typer.Context,
    question: Question,
    again: Annotated[
        bool, typer.Option("--again", help="Show those already seen, no new one.")
    ] = False,
    bank: BankOption = None,
    lang: Lang = None,
) -> None:
    """Show the next of three hints."""
    from interview.progress.store import Recorder
    from interview.screen.question import show_hint

    found, recorder = opened(ctx, bank), Recorder()
    whole = found.load(found.find(question), language(ctx, lang))
    seen = recorder.hints_seen(whole.id)
    numbers = range(1, seen + 1) if again and seen else [min(seen + 1, 3)]
    for number in numbers:
        show_hint(whole, number)
        recorder.reveal(whole.id, "hint", number)


@app.command()
def solution(
    ctx: typer.Context,
    question: Question,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    bank: BankOption = None,
) -> None:
    """Show the reference: after passing, or when you confirm."""
    from interview.progress.store import Recorder
    from interview.screen.console import confirm, paged_code

    card, recorder = opened(ctx, bank).find(question), Recorder()
    passed = recorder.statuses().get(card.id) == "accepted"
    if not (yes or passed or confirm(f"You have not passed {card.id} yet. Show the reference?")):
        raise typer.Exit(1)
    paged_code(card.reference.read_text(encoding="utf-8"))
    recorder.reveal(card.id, "solution")


@app.command()
def reset(ctx: typer.Context, question: Question, bank: BankOption = None) -> None:
    """Bring the stub back; what you wrote is set aside."""
    from interview.practice import workspace
    from interview.screen.home import show_reset

    path, kept = workspace.reset(opened(ctx, bank).find(question))
    show_reset(path, kept)


@app.command()
def check(
    ctx: typer.Context, questions: Questions = None, bank: BankOption = None, seed: Seed = None
) -> None:
    """Prove questions sound: reference, stub, misconceptions, alternatives, both languages."""
    from interview.grading.client import Engine, fresh_seed
    from interview.grading.proof import prove
    from interview.screen.console import busy, problems
    from interview.screen.proof import show_figures, show_proof

    found = opened(ctx, bank)
    cards = [found.find(text) for text in questions] if questions else found.cards
    proofs = []
    with Engine() as engine:
        for card in cards:
            with busy(f"checking {card.slug}"):
                proofs.append(prove(engine.link(), card, fresh_seed() if seed is None else seed))
            show_proof(proofs[-1])
    show_figures(proofs)
    problems(found.problems)
    raise typer.Exit(0 if all(p.sound for p in proofs) and not found.problems else 1)


@app.command()
def new(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(min=1, help="Its place in the bank.")],
    id: Annotated[str, typer.Argument(help="A short name in kebab-case.")],
    title: Annotated[str, typer.Option(help="A title for lists.")] = "TODO",
    bank: BankOption = None,
) -> None:
    """Write the files of a new question, with a comment on every key."""
    from interview.bank.scaffolding import create
    from interview.screen.home import show_created

    show_created(create(opened(ctx, bank).root, number, id, title), number)


@app.command()
def schema(ctx: typer.Context, bank: BankOption = None) -> None:
    """Write the JSON Schemas that editors complete and check the YAML by."""
    from interview.bank.schema import write_schemas
    from interview.screen.home import show_written

    show_written(write_schemas(opened(ctx, bank).root / "questions"))


@app.command()
def doctor(ctx: typer.Context, bank: BankOption = None) -> None:
    """Examine the installation: what is here, what is missing, what to do."""
    from interview.practice.doctor import examine
    from interview.screen.doctor import show_fact

    well = True
    for fact in examine(bank or ctx.obj["bank"]):
        show_fact(fact)
        well = well and (fact.well or fact.name == "Editor")
    raise typer.Exit(0 if well else 1)


def main() -> None:
    """The command `interview`."""
    os.environ.setdefault("PYTHONUTF8", "1")
    app()
