"""The script by which a shell completes `interview`, put where that shell finds it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from interview.errors import UsageError
from interview.files import as_bytes, exported_file, make_folder, write_file
from interview.homes import with_home
from interview.messages import _

SHELL_NAMES = ("bash", "zsh", "fish")


@dataclass(frozen=True)
class InstalledCompletion:
    """Where the script is, and the shell's own file that reads it; None if the shell looks there by itself."""

    script: Path
    start: Path | None = None


def login_shell() -> str:
    """The name of the shell that SHELL says; raises UsageError where it is none of those there is a script for."""
    name = Path(os.environ.get("SHELL", "")).name
    if name not in SHELL_NAMES:
        text = _("SHELL is {name!r}: expected bash, zsh or fish: say `interview completion bash`")
        raise UsageError(text.format(name=name))
    return name


def known_shell(name: str) -> str:
    """The name; raises UsageError if there is no script for it."""
    if name not in SHELL_NAMES:
        raise UsageError(_("{name}: no such shell: expected bash, zsh or fish").format(name=name))
    return name


def completion_script(shell: str) -> str:
    return Path(__file__).with_name(f"completion.{shell}").read_text(encoding="utf-8")


def install_completion(shell: str) -> InstalledCompletion:
    """Writes the script, and has the shell read it from its next start on; once more changes nothing.

    Raises UsageError where one of both cannot be written.
    """
    from interview.history.store import history_path  # here: a Tab key needs no database

    if shell == "fish":
        place = (
            configured_folder("XDG_CONFIG_HOME", "~/.config") / "fish/completions/interview.fish"
        )
        installed = InstalledCompletion(place)
    else:
        start = Path("~/.bashrc").expanduser()
        if shell == "zsh":
            start = configured_folder("ZDOTDIR", "~") / ".zshrc"
        installed = InstalledCompletion(history_path().with_name(f"completion.{shell}"), start)
    make_folder(installed.script.parent)
    write_file(installed.script, completion_script(shell))
    if installed.start:
        add_line(installed.start, f"source {quoted_for_shell(installed.script)}")
    return installed


def configured_folder(variable: str, otherwise: str) -> Path:
    """The folder that a variable of the environment names, or that there is without it."""
    text = os.environ.get(variable) or otherwise
    return with_home(text, text)


def quoted_for_shell(path: Path) -> str:
    return "'" + str(path).replace("'", "'\\''") + "'"


def add_line(path: Path, line: str) -> None:
    """Adds a line to a file that may be somebody's own, if it is not there; all else stays as it is."""
    try:
        there = path.read_bytes()
    except FileNotFoundError:
        there = b""
    except OSError as error:
        text = _("{path}: cannot be read: {error}: check the name and its permissions")
        raise UsageError(text.format(path=path, error=error.strerror)) from None
    if as_bytes(line) in there.splitlines():
        return
    between = b"" if not there or there.endswith(b"\n") else b"\n"
    make_folder(path.parent)
    with exported_file(path) as file:
        file.write(there + between + as_bytes(f"{line}\n"))
