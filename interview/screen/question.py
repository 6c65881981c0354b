"""A question, its task, and, when asked for, its answer."""

from __future__ import annotations

from rich.markdown import Markdown

from interview.model import Question
from interview.screen.console import out


def show_question(question: Question) -> None:
    """What the interviewer asks, what is to be written, and the commands for it."""
    show_task(question)
    out().print(
        f"\nNext: [bold]interview start {question.number}[/] to write it, "
        f"[bold]interview show {question.number} --answer[/] for the model answer"
    )


def show_task(question: Question) -> None:
    """What the interviewer asks and what is to be written."""
    heading(question)
    markdown(question.ask)
    title("Exercise")
    markdown(question.exercise.task)


def show_answer(question: Question) -> None:
    """The model answer and what belongs to it."""
    heading(question)
    markdown(question.ask)
    title("Answer")
    markdown(question.answer)
    title("Key points")
    markdown("\n".join(f"- {point.point}" for point in question.key_points))
    title("What people get wrong")
    markdown(question.pitfalls)
    title("Follow-ups")
    for follow_up in question.follow_ups:
        markdown(f"**{follow_up.ask.strip()}**")
        markdown(follow_up.answer)
    title("Sources")
    markdown("\n".join(f"- {source}" for source in question.sources))


def heading(question: Question) -> None:
    out().print(f"[bold]{question.number}. {question.title}[/]")
    out().print(
        f"[bright_black]{question.id} · {question.topic} · {question.difficulty} · "
        f"{question.minutes} min[/]\n"
    )


def title(text: str) -> None:
    out().print(f"\n[bold]{text}[/]")


def markdown(text: str) -> None:
    """Markdown as prose: code in colour on a terminal, plain elsewhere."""
    rendered = Markdown(text.strip(), code_theme="ansi_dark")
    if out().is_terminal:
        out().print(rendered)
        return
    with out().capture() as capture:  # rich fills lines with spaces, which a file need not hold
        out().print(rendered)
    out().out("\n".join(line.rstrip() for line in capture.get().splitlines()), highlight=False)


def show_hint(question: Question, number: int) -> None:
    """One hint, and how to get on."""
    out().print(f"[bold]Hint {number} of 3[/]\n")
    markdown(question.exercise.hints[number - 1])
    if number < 3:
        out().print(f"\nThe next one: [bold]interview hint {question.number}[/]")
    else:
        out().print(
            f"\nThat was the last one. The reference: [bold]interview solution {question.number}[/]"
        )
