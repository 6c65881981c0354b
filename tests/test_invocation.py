"""A suggested command goes on with the banks that this one was called with."""

from __future__ import annotations

import re

import pytest
from typer.main import get_command

from interview import invocation
from interview.cli.app import app
from interview.cli.commands import define_commands
from interview.invocation import OF_BANKS, as_called, commands_as_called, go_on_with
from interview.screen.console import marked, show_problems, with_bold_words
from tests.catalogues import read

COMMAND = re.compile(rf"interview (?:{'|'.join(sorted(OF_BANKS))}|\{{number\}})\b")
SUGGESTED = re.compile(r"\[bold[^\]]*\]interview [^\[]*\[/\]|`interview [^`]*`")


@pytest.fixture
def banks():
    token = invocation.BANKS.set(("./mine", "other one"))
    yield
    invocation.BANKS.reset(token)


@pytest.mark.parametrize(
    ("command", "called"),
    [
        ("interview grade 7", "interview grade --bank ./mine --bank 'other one' 7"),
        ("interview mock", "interview mock --bank ./mine --bank 'other one'"),
        ("interview 7", "interview 7 --bank ./mine --bank 'other one'"),
        ("interview check 7 --bank ./b", "interview check 7 --bank ./b"),
        ("interview doctor", "interview doctor"),
        ("interview bank list", "interview bank list"),
        ("interview --help", "interview --help"),
        ("./mine/a.py", "./mine/a.py"),
    ],
)
def test_it_is_named_where_the_command_takes_it_and_does_not_name_one(banks, command, called):
    assert as_called(command) == called
    assert commands_as_called(f"a `{command}` b") == f"a `{called}` b"
    assert marked(f"see [bold green]{command}[/].").plain == f"see {called}."
    assert marked(with_bold_words("see {it}", it=command)).plain == f"see {called}"


def test_a_problem_names_it_too_and_without_banks_nothing_is_added(banks, capsys):
    show_problems(["7: run `interview start 7`"])
    assert "`interview start --bank ./mine --bank 'other one' 7`" in capsys.readouterr().err
    go_on_with(())
    assert as_called("interview grade 7") == "interview grade 7"
    assert commands_as_called("`interview grade 7`") == "`interview grade 7`"


def test_a_banks_name_is_no_markup():
    token = invocation.BANKS.set(("[red]b",))
    assert marked("[bold]interview grade 7[/]").plain == "interview grade --bank '[red]b' 7"
    invocation.BANKS.reset(token)


def test_each_of_these_commands_takes_a_bank():
    define_commands("")
    commands = get_command(app).commands
    taking = {n for n, c in commands.items() if any("--bank" in p.opts for p in c.params)}
    assert taking >= OF_BANKS


def test_every_command_in_a_text_is_seen_as_one():
    """In bold on the screen, in backticks elsewhere: what stands there plainly would lack its bank."""
    ids = [text.id for text in read("zh") if text.id]
    forms = [form for id in ids for form in ([id] if isinstance(id, str) else id)]
    assert any(SUGGESTED.search(form) for form in forms)
    assert [form for form in forms if COMMAND.search(SUGGESTED.sub("", form))] == []
