"""The application: what all commands share, errors as one line, and the exit status.

The commands, a file for each in `commands`, only parse, call, show and exit: no logic, and no torch.

Exit status: 0 accepted or sound, 1 not, 2 wrong usage or broken question, 3 our bug or a judge
error, 130 interrupted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any

import typer
from typer.core import TyperGroup

from interview import __version__, messages
from interview.cli.help import TranslatedApp, help_page, misuse_in_one_line
from interview.errors import InterviewError, UsageError
from interview.messages import _


class CommandGroup(TyperGroup):
    """Turns errors into one line and an exit status, and speaks the learner's language from the start."""

    def main(self, *arguments: Any, **settings: Any) -> Any:
        from interview.screen import failure

        try:
            speak_language(None)
            status = super().main(*arguments, **{**settings, "standalone_mode": False})
        except InterviewError as error:
            status = failure.tell_mistake(error)
        except Exception as error:
            if not hasattr(error, "exit_code"):
                raise
            status = failure.tell_mistake(UsageError(misuse_in_one_line(error)))
        failure.silence_output()
        failure.end_program(status or 0)

    def resolve_command(self, ctx: Any, arguments: list[str]) -> Any:
        name = arguments[0]
        if name.isdecimal():  # `interview 7` shows question 7
            return super().resolve_command(ctx, ["show", *arguments])
        if name in self.commands or name.startswith("-"):
            return super().resolve_command(ctx, arguments)
        text = _("{name}: no such command: `interview --help` shows them all")
        near = get_close_matches(name, self.commands, n=1)
        if near:
            text = _("{name}: no such command: did you mean {near!r}?")
        raise UsageError(text.format(name=name, near=near[0] if near else ""))

    def get_help(self, ctx: Any) -> str:
        return help_page(self, ctx)

    def make_context(self, *arguments: Any, **settings: Any) -> Any:
        with failure_as_status():
            return super().make_context(*arguments, **settings)

    def invoke(self, ctx: Any) -> Any:
        with failure_as_status():
            return super().invoke(ctx)


@contextmanager
def failure_as_status() -> Iterator[None]:
    """What goes wrong in this block is told, and becomes the exit status."""
    from interview.screen import failure

    try:
        yield
    except InterviewError as error:
        raise typer.Exit(failure.tell_mistake(error)) from None
    except (KeyboardInterrupt, typer.Abort) as stopped:
        raise typer.Exit(failure.tell_interruption(stopped)) from None
    except BrokenPipeError:
        raise typer.Exit(failure.reader_left()) from None
    except OSError as error:
        raise typer.Exit(failure.tell_system_error(error)) from None
    except Exception as error:
        if hasattr(error, "exit_code"):  # typer's own: usage errors and Exit
            raise
        raise typer.Exit(failure.tell_bug(error)) from None


def speak_language(lang: str | None) -> str | None:
    """From here on the interface speaks this language, or that of the environment."""
    from interview.practice.talk.language import choose_language

    messages.use_catalogue(choose_language(lang))
    return lang


app = TranslatedApp(
    cls=CommandGroup,
    add_completion=False,
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Practise Transformer and BERT interview questions; write the code; have it graded.",
)


def print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"interview {__version__}")
        raise typer.Exit
