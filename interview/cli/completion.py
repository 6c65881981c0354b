"""What the word that is being typed may become: commands and options as defined, ids and topics of the bank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import typer

from interview.cli.app import app
from interview.cli.commands import COMMAND_NAMES, define_commands
from interview.cli.help import argument_in_usage, help_in_words, is_argument
from interview.errors import InterviewError
from interview.messages import _, spoken

if TYPE_CHECKING:
    from interview.bank import Bank

PossibleWord = tuple[str, str]
"""What may be typed, and what it means."""
NO_FLAG = "="


@dataclass
class TypedLine:
    """The words before the one that is being typed, as far as they are understood."""

    command: Any = None
    """The command named so far; None where none is, or no such one."""
    unknown: bool = False
    arguments: int = 0
    """How many of the command's arguments there are already."""
    option: Any = None
    """The option whose value comes next."""
    banks: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def take(self, word: str) -> None:
        """One more word."""
        self.words.append(word)
        if self.option:
            self.take_value(self.option, word)
            self.option = None
        elif word.startswith("-"):
            name, equals, value = word.partition("=")
            option = next((o for o in shown_options(self.command) if name in o.opts), None)
            if option and equals:
                self.take_value(option, value)
            elif option and not option.is_flag:
                self.option = option
        elif self.command is None:
            self.take_command(word)
        else:
            self.arguments += 1

    def take_value(self, option: Any, value: str) -> None:
        if "--bank" in option.opts:
            self.banks.append(value)

    def take_command(self, name: str) -> None:
        if name.isdecimal():  # `interview 7` shows question 7
            name, self.arguments = "show", 1
        if name in COMMAND_NAMES:
            self.command = whole_group(name).commands[name]
        else:
            self.unknown = True

    @property
    def argument(self) -> Any:
        """The argument that comes next, if there is one."""
        arguments = [p for p in getattr(self.command, "params", ()) if is_argument(p)]
        if arguments and self.arguments >= len(arguments) and arguments[-1].nargs == -1:
            return arguments[-1]
        return arguments[self.arguments] if self.arguments < len(arguments) else None


def candidates(words: Sequence[str], lang: str) -> list[PossibleWord]:
    """What the last of the words behind `interview` may become; nothing where files are meant, or anything."""
    *before, current = joined_words(words) or [""]
    line = TypedLine()
    for word in before:
        line.take(word)
    begun = ""
    if not line.option and current.startswith("--") and NO_FLAG in current:
        name, _equals, current = current.partition(NO_FLAG)
        begun = f"{name}{NO_FLAG}"
        line.take(name)
    try:
        found = list(possible_words(line, current, lang))
    except InterviewError:  # no such bank, perhaps: whoever runs the command is told
        return []
    return [(begun + word, about) for word, about in found if word.startswith(current)]


def joined_words(words: Sequence[str]) -> list[str]:
    """The words, where a shell took `--topic=bert` apart at the sign: the value is a word of its own."""
    kept = [word for at, word in enumerate(words) if word != NO_FLAG or at == len(words) - 1]
    return ["" if word == NO_FLAG else word for word in kept]


def possible_words(line: TypedLine, current: str, lang: str) -> Iterable[PossibleWord]:
    if line.unknown:
        return []
    if line.option:
        return values_of(line, " ".join(line.option.opts), current, lang)
    if current.startswith("-"):
        return (
            (name, help_in_words(option, line.banks or None))
            for option in shown_options(line.command)
            for name in option.opts
            if name.startswith("--")
        )
    if line.command is None:
        commands = whole_group("").commands
        return ((name, _(commands[name].help.partition("\n")[0])) for name in COMMAND_NAMES)
    return values_of(line, argument_in_usage(line.argument), current, lang) if line.argument else []


def values_of(line: TypedLine, place: str, current: str, lang: str) -> Iterator[PossibleWord]:
    """What may stand there, by what the usage line calls it."""
    if "ID" in place:
        yield from questions_of(line, current, lang)
    elif "--topic" in place:
        yield from dict.fromkeys((card.topic, "") for card in open_named_bank(line).cards)
    elif "--track" in place:
        from interview.bank.tracks import tracks_of

        tracks = tracks_of(open_named_bank(line).cards)
        yield from ((id, spoken(track)) for id, track in tracks.items())
    elif "--lang" in place:
        yield from (("en", "English"), ("zh", "中文"))
    elif "COMMAND" in place:
        yield from possible_words(TypedLine(), current, lang)
    elif "SHELL" in place:
        from interview.practice.shells.setup import SHELL_NAMES

        yield from ((name, "") for name in SHELL_NAMES)
    elif place.isalpha() and place.islower():  # the word itself, as `stop` of `interview server`
        yield place, ""


def questions_of(line: TypedLine, current: str, lang: str) -> Iterator[PossibleWord]:
    """The ids that are not there yet; the numbers, where one is begun."""
    bank = open_named_bank(line)
    count = Counter(card.plain_id for card in bank.cards)
    for card in bank.cards:
        word = card.plain_id if count[card.plain_id] == 1 else f"{card.bank.name}:{card.plain_id}"
        word = str(card.number) if current.isdecimal() else word
        if word not in line.words:
            yield word, f"{card.number}. {bank.title(card, lang)}"


def open_named_bank(line: TypedLine) -> Bank:
    from interview.bank import open_bank

    return open_bank(line.banks)


def shown_options(command: Any) -> list[Any]:
    """The options of a command, or of `interview` itself."""
    params = (command or whole_group("completion")).params
    return [p for p in params if not is_argument(p) and not getattr(p, "hidden", False)]


def whole_group(first: str) -> Any:
    """The application with the command that is named first, or with all of them."""
    define_commands(first)
    return typer.main.get_command(app)
