"""Help pages and wrong usage, in the language of the learner.

typer keeps its texts in English and breaks lines between words only, so its pages are drawn anew:
from the same docstrings and `help=` texts, which the catalogues translate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand

from interview.messages import N_, _, spoken

TYPER_TEXTS = (N_("Show this message and exit."),)
"""Texts of typer's own that are shown."""
VALUE_NAMES = {"str": "TEXT", "path": "PATH", "int": "INTEGER", "float": "FLOAT"}
"""What typer calls a type since 0.27: what it did before, and what these pages say."""
F = TypeVar("F", bound=Callable[..., Any])
HelpRows = list[tuple[str, str]]


def help_page(command: Any, ctx: Any) -> str:
    """The help page of a command: usage, what it does, its arguments, options and commands."""
    from interview.screen.help import draw_help_page

    params = command.get_params(ctx)
    taken = [command.options_metavar, *(argument_in_usage(p) for p in params if is_argument(p))]
    taken += filter(None, [getattr(command, "subcommand_metavar", None)])
    usage = _("Usage: {command} {pieces}").format(command=ctx.command_path, pieces=" ".join(taken))
    sections = {
        _("Arguments"): parameter_rows(ctx, (p for p in params if is_argument(p))),
        _("Options"): parameter_rows(ctx, (p for p in params if not is_argument(p))),
        _("Commands"): [
            (name, _(subcommand.help.partition("\n")[0]))
            for name, subcommand in getattr(command, "commands", {}).items()
        ],
    }
    return draw_help_page(
        usage, _(command.help), {name: rows for name, rows in sections.items() if rows}
    )


def parameter_rows(ctx: Any, params: Iterable[Any]) -> HelpRows:
    """How each parameter is given, and what it means."""
    rows = []
    for param in params:
        if getattr(param, "hidden", False):
            continue
        name, text = param.get_help_record(ctx)
        if is_argument(param):
            name = argument_in_usage(param)
        name = re.sub(r"<(\w+)(.*)>", lambda m: VALUE_NAMES.get(m[1], m[1]) + m[2].upper(), name)
        more = text.removeprefix(param.help or "").strip()
        more = more.replace("required", _("required")).replace("default:", _("default:"))
        said = help_in_words(param, bank_of_command(ctx))
        rows.append((name, " ".join(filter(None, (said, more)))))
    return rows


def help_in_words(param: Any, bank: Any) -> str:
    """What a parameter means; of topics and tracks, which the bank has."""
    said = _(param.help) if param.help else ""
    if "{topics}" in said:
        said = said.format(topics=topics_in_words(bank))
    if "{tracks}" in said:
        said = said.format(tracks=tracks_in_words(bank))
    return said


def topics_in_words(bank: Any) -> str:
    """The topics of the bank that the command would open; the usual ones where it can't be."""
    from interview.bank.finding import topics_of_bank

    return one_or_another(list(map(spoken, topics_of_bank(bank))))


def tracks_in_words(bank: Any) -> str:
    """The tracks of the banks that the command would open, or that they have none."""
    from interview.bank.finding import tracks_of_bank
    from interview.bank.tracks import track_told

    tracks = list(map(track_told, tracks_of_bank(bank)))
    return one_or_another(tracks) if tracks else _("none that is open has one")


def bank_of_command(ctx: Any) -> Any:
    return ctx.params.get("bank") or (ctx.find_root().obj or {}).get("bank")


def one_or_another(names: list[str]) -> str:
    *others, last = names
    if not others:
        return last
    return _("{names} or {last}").format(names=_(", ").join(others), last=last)


def is_argument(param: Any) -> bool:
    return bool(param.param_type_name == "argument")


def argument_in_usage(argument: Any) -> str:
    """An argument as it stands in the usage line; typer writes it otherwise since 0.27."""
    if argument.metavar:
        return str(argument.metavar)
    name = argument.name.upper() + ("..." if argument.nargs != 1 else "")
    return name if argument.required else f"[{name}]"


class TranslatedCommand(TyperCommand):
    """A command whose help page speaks the language in use."""

    def get_help(self, ctx: Any) -> str:
        return help_page(self, ctx)


class TranslatedApp(typer.Typer):
    """An application all of whose commands have such a help page."""

    def command(self, name: str | None = None, **settings: Any) -> Callable[[F], F]:
        return super().command(name, **{"cls": TranslatedCommand, **settings})


def misuse_in_one_line(error: Any) -> str:
    """What is wrong with a command line, in one line."""
    ctx = getattr(error, "ctx", None)
    command = ctx.command_path if ctx else "interview"
    line = _("{command}: {problem}: `{command} --help` shows what it takes")
    return line.format(command=command, problem=complaint(error))


def complaint(error: Any) -> str:
    """typer's complaint; told by its class, as its text is English."""
    match type(error).__name__:
        case "MissingParameter":
            return _("{name} is missing").format(name=parameter_name(error))
        case "NoSuchOption":
            return _("{name}: no such option").format(name=error.option_name)
        case "BadOptionUsage":
            return _("{name} needs a value").format(name=error.option_name)
        case "BadParameter":
            name, text = parameter_name(error), expectation(error)
            return _("{name}: {problem}").format(name=name, problem=text) if name else text
    extra = re.search(r"unexpected extra argument\S* \((.*)\)", error.message)
    if extra:
        return _("{arguments}: more than it takes").format(arguments=extra[1])
    return str(error.message).rstrip(".")


def parameter_name(error: Any) -> str:
    """The parameter as it stands in the usage line."""
    if error.param is None:
        return str(error.param_hint or "")
    if is_argument(error.param):
        return str(error.param.metavar or error.param.name.upper())
    return " / ".join(error.param.opts)


def expectation(error: Any) -> str:
    """What kind of value was expected where that can be said; else the complaint itself."""
    name, least, most = value_kind(error.param)
    whole = _("expected a whole number")
    text = {"int": whole, "integer": whole, "float": _("expected a number")}.get(name)
    if text and least is not None and most is not None:
        text = _("{expectation} from {least} to {most}").format(
            expectation=text, least=least, most=most
        )
    elif text and least is not None:
        text = _("{expectation} from {least:g} on").format(expectation=text, least=least)
    return text or error.message.rstrip(".")


def value_kind(param: Any) -> tuple[str, Any, Any]:
    """The type of a parameter's values and their bounds; typer 0.29 put them elsewhere."""
    newer = getattr(param, "type_descriptor", None)
    if newer:
        bounds = newer.parameter_info
        return getattr(newer.annotation, "__name__", ""), bounds.min, bounds.max
    older = getattr(param, "type", None)
    name = getattr(older, "name", "").removesuffix(" range")
    return name, getattr(older, "min", None), getattr(older, "max", None)
