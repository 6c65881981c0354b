"""The Tab key: what a word may become, and each shell that asks for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from interview.cli.commands import COMMAND_NAMES
from interview.cli.completion import candidates
from interview.practice.shells.setup import completion_script
from tests.conftest import TOY
from tests.helpers.command import interview

IN_TOY = ["--bank", str(TOY)]


def words(*typed, lang="en"):
    return [word for word, _about in candidates(typed, lang)]


def test_the_first_word_is_a_command_or_an_option_of_all_of_them():
    assert words("") == list(COMMAND_NAMES)
    assert words() == list(COMMAND_NAMES)
    assert words("so") == ["solution"]
    assert words("--lang", "zh", "so") == ["solution"]
    assert words("--la") == ["--lang"]
    assert words("nonsense", "") == []
    assert dict(candidates(["hi"], "en")) == {"hint": "Show the next of three hints."}


def test_an_id_or_a_number_where_a_question_is_meant_and_only_there():
    assert words("show", "cross") == ["cross-attention"]
    assert words("show", "29") == ["29"]
    assert words("grade", "bert-model", "bert") == []
    assert words("show", "bert-model", "b") == []
    assert words("7", "b") == []
    assert words("note", "bert-model", "b") == []
    assert words("search", "bert") == []
    assert words(*IN_TOY, "hint", "") == ["attend"]
    assert words("hint", "--bank", str(TOY), "") == ["attend"]
    assert words("hint", f"--bank={TOY}", "") == ["attend"]
    assert words("hint", "--bank", "nowhere", "") == []
    assert dict(candidates(["show", "cross"], "zh")) == {
        "cross-attention": "7. 自注意力与交叉注意力"
    }


def test_an_id_that_two_banks_have_says_of_which_it_is(toy):
    (toy / "questions" / "bank.yaml").write_text("name: other\ntitle: Another\n")
    assert words("--bank", str(toy), *IN_TOY, "show", "") == ["other:attend", "toy:attend"]


def test_the_value_of_an_option_also_where_a_shell_takes_it_apart():
    assert words("quiz", "--topic", "be") == ["bert"]
    assert words("quiz", "--topic=be") == ["--topic=bert"]
    assert words("quiz", "--topic", "=", "be") == ["bert"]
    assert words(*IN_TOY, "list", "--topic", "=") == ["attention"]
    assert words("quiz", "--lang", "") == ["en", "zh"]
    assert words("quiz", "--new", "") == []
    assert words("mock", "--track", "=", "ll") == ["llm-engineer"]
    assert words(*IN_TOY, "mock", "--track", "") == []
    assert dict(candidates(["plan", "--track", "bert"], "en")) == {"bert-nlp": "BERT and NLP"}
    assert words("quiz", "--due", "--topic", "be") == ["bert"]


def test_options_of_the_command_and_words_it_takes():
    assert "--topic" in words("quiz", "--")
    assert words("quiz", "--topi") == ["--topic"]
    assert words("completion", "--w") == []
    assert words("completion", "") == ["bash", "zsh", "fish"]
    assert words("server", "") == ["stop"]
    assert words("help", "so") == ["solution"]


def test_what_an_option_means_is_told_in_full():
    meant = dict(candidates(["quiz", "--"], "en"))
    assert "attention" in meant["--topic"]
    assert not [text for text in meant.values() if "{" in text]


@pytest.fixture
def program(tmp_path, monkeypatch):
    """`interview` in a folder of PATH, and the script of each shell that is here."""
    folder = tmp_path / "bin"
    folder.mkdir()
    there = folder / "interview"
    there.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m interview "$@"\n')
    there.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")


def completed(shell, code):
    """What a shell says after it has read its script."""
    if not shutil.which(shell):
        pytest.skip(f"no {shell} here")
    done = subprocess.run(
        [shell, "-c", completion_script(shell) + code], capture_output=True, text=True
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.usefixtures("program")
def test_bash_is_told_what_the_word_may_become():
    code = (
        "\nCOMP_WORDS=(interview show bert); COMP_CWORD=2; _interview_completion interview"
        "\nprintf '%s\\n' \"${COMPREPLY[@]}\"; complete -p interview\n"
    )
    assert completed("bash", code) == [
        "bert-model",
        "complete -o default -F _interview_completion interview",
    ]


@pytest.mark.usefixtures("program")
def test_zsh_is_told_what_the_word_may_become_and_what_it_means():
    code = (
        "\n_describe() { print -l -- ${(P)2} }; words=(interview show bert); CURRENT=3"
        "\n_interview_completion; print $_comps[interview]\n"
    )
    assert completed("zsh", code) == ["bert-model:11. The BERT model", "_interview_completion"]


@pytest.mark.usefixtures("program")
def test_fish_is_told_what_the_word_may_become_and_what_it_means():
    assert completed("fish", "\ncomplete -C 'interview show bert'\n") == [
        "bert-model\t11. The BERT model"
    ]


def test_the_script_is_printed_for_the_shell_named_or_the_one_logged_in_with():
    assert interview("completion", "fish", bank=None).stdout == completion_script("fish")
    told = interview("completion", bank=None, env={"SHELL": "/bin/tcsh"}, status=2).stderr
    assert told.startswith("SHELL is 'tcsh': expected bash, zsh or fish")
