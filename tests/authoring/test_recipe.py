"""CONTRIBUTING's recipe, command by command: grouped-query attention in a bank of its own, from nothing to sound."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

from interview.bank import Bank
from tests.helpers.command import interview

FILES = Path(__file__).parent / "recipe"
PAGE = Path(__file__).parents[2] / "CONTRIBUTING.md"


def commands_of_recipe():
    recipe = PAGE.read_text(encoding="utf-8").partition("\n## What is in a question")[0]
    return [shlex.split(command)[1:] for command in re.findall(r"`(interview [^`]*)`", recipe)]


def test_the_recipe_leads_from_nothing_to_a_sound_question():
    new, check, seeds, mutants = commands_of_recipe()
    told = interview(*new, bank=None).stdout
    assert "mine: a new bank" in told
    assert "Next: fill them in; interview check --bank ./mine 1" in told
    root = Path("mine")
    for file in root.rglob("*.yaml"):
        schema = re.match(
            r"# yaml-language-server: \$schema=(\S+)", file.read_text(encoding="utf-8")
        )
        assert (file.parent / schema[1]).is_file(), file
    to_do = interview(*check, bank=None, status=1).stdout
    assert "01_grouped_query_attention/question.yaml:8: ask: still to be written: write it" in to_do
    assert "zh.yaml" not in to_do

    folder = root / "questions" / "01_grouped_query_attention"
    shutil.copytree(FILES, folder, dirs_exist_ok=True)
    (folder / "reference.py").replace(root / "solutions" / f"{folder.name}.py")
    told = interview(*seeds, bank=None).stdout
    assert "1 of 1 questions sound" in told
    (note,) = re.findall("· (.*)", told)  # no weak point
    assert "made anew (there was none)" in note
    assert "0 survive" in interview(*mutants, bank=None).stdout
    (card,) = Bank(root.resolve()).cards
    assert (card.id, card.bank.languages) == ("mine:grouped-query-attention", ("en",))
