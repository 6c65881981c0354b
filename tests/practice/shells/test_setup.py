"""Where a shell's script is put, and what is kept of a person's own files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from interview.errors import UsageError
from interview.practice.shells.setup import (
    completion_script,
    install_completion,
    known_shell,
    login_shell,
)


@pytest.fixture(autouse=True)
def home(monkeypatch):
    for name in ("ZDOTDIR", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    folder = Path(os.environ["HOME"])
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize(("shell", "name"), [("bash", ".bashrc"), ("zsh", ".zshrc")])
def test_one_line_is_added_to_what_a_shell_reads_and_only_once(home, shell, name):
    own = b"alias ll='ls -l' # \xff\nexport A=1"
    (home / name).write_bytes(own)
    installed = install_completion(shell)
    assert installed.script.read_text() == completion_script(shell)
    after = own + f"\nsource '{installed.script}'\n".encode()
    assert (home / name).read_bytes() == after
    assert install_completion(shell) == installed
    assert (home / name).read_bytes() == after


def test_a_file_that_is_not_there_is_made_and_a_link_stays_one(home, monkeypatch):
    assert install_completion("bash").start.read_text().startswith("source '")
    dotfiles = home / "dotfiles"
    dotfiles.mkdir()
    (dotfiles / "zshrc").write_text("setopt autocd\n")
    (home / "zsh").mkdir()
    (home / "zsh" / ".zshrc").symlink_to(dotfiles / "zshrc")
    monkeypatch.setenv("ZDOTDIR", str(home / "zsh"))
    install_completion("zsh")
    assert (home / "zsh" / ".zshrc").is_symlink()
    assert (dotfiles / "zshrc").read_text().startswith("setopt autocd\nsource '")


def test_the_shell_is_the_one_named_or_the_one_logged_in_with(monkeypatch):
    monkeypatch.setenv("SHELL", "/usr/bin/zsh")
    assert login_shell() == "zsh"
    assert known_shell("fish") == "fish"
    with pytest.raises(UsageError, match="nush: no such shell: expected bash, zsh or fish"):
        known_shell("nush")


def test_fish_looks_in_its_own_folder(home):
    installed = install_completion("fish")
    assert installed.start is None
    assert installed.script == home / ".config/fish/completions/interview.fish"
    assert installed.script.read_text() == completion_script("fish")


def test_a_file_that_cannot_be_read_or_written_is_told_and_stays(home):
    (home / ".bashrc").mkdir()
    with pytest.raises(UsageError, match=r"\.bashrc: cannot be read: Is a directory"):
        install_completion("bash")
    assert (home / ".bashrc").is_dir()


def test_a_folder_with_a_quotation_mark_is_quoted(home, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "it's here"))
    install_completion("bash")
    done = os.popen(f"bash --norc -c '. {home}/.bashrc; complete -p interview'").read()
    assert done == "complete -o default -F _interview_completion interview\n"
