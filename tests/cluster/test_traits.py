"""What workers must have in common, and what travels to them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from interview import messages
from interview.bank import Bank, open_bank
from interview.bank.loading import load_for_grading
from interview.bank.packing import content_edition, pack_bank, unpack_bank
from interview.cluster import traits
from interview.cluster.traits import (
    Traits,
    common_level,
    differences,
    digest_of_package,
    own_traits,
)
from interview.grading.sandbox.levels import BASIC, FULL, NO_NAMESPACES

HERE = Traits("1.0 (abc)", "3.11.7", "2.13.0", FULL)


def test_every_trait_that_differs_is_told():
    assert list(differences(HERE, HERE)) == []
    there = Traits("1.0 (abd)", "3.12.1", "2.6.0", BASIC)
    assert list(differences(HERE, there)) == [
        "package: expected 1.0 (abc), got 1.0 (abd)",
        "Python: expected 3.11.7, got 3.12.1",
        "torch: expected 2.13.0, got 2.6.0",
        "sandbox: expected full, got basic",
    ]
    messages.use_catalogue("zh")
    (line,) = differences(HERE, replace(HERE, sandbox=BASIC))
    assert "basic" not in line


def test_the_package_is_known_by_its_lines_and_not_by_its_place(tmp_path):
    copy = Path(shutil.copytree(traits.PACKAGE / "cluster", tmp_path / "copy"))
    assert digest_of_package(copy) == digest_of_package(traits.PACKAGE / "cluster")
    with (copy / "traits.py").open("a") as file:
        file.write("\n")
    assert digest_of_package(copy) != digest_of_package(traits.PACKAGE / "cluster")
    about = {"torch": "2.13.0", "level": FULL}
    assert digest_of_package(traits.PACKAGE) in own_traits(about).package


@pytest.mark.parametrize(
    ("levels", "common"),
    [
        ([NO_NAMESPACES], NO_NAMESPACES),
        ([FULL, NO_NAMESPACES, NO_NAMESPACES], NO_NAMESPACES),
        ([BASIC, FULL], FULL),
    ],
)
def test_the_level_is_that_of_most_and_else_the_highest(levels, common):
    assert common_level(levels) == common


def test_a_bank_travels_whole_and_is_known_by_its_content(toy, tmp_path):
    (toy / "questions" / "01_attend" / "__pycache__").mkdir()
    (toy / "questions" / "01_attend" / "__pycache__" / "x.pyc").write_bytes(b"x")
    cards = Bank(toy).cards
    there = unpack_bank(pack_bank(cards), tmp_path / "there").cards
    assert [card.id for card in there] == [card.id for card in cards]
    assert there[0].reference.read_bytes() == cards[0].reference.read_bytes()
    assert not list((tmp_path / "there").rglob("*.pyc"))
    assert content_edition(there) == content_edition(cards)
    (cards[0].folder / "stub.py").write_text("")
    assert content_edition(there) != content_edition(cards)


def test_every_question_is_the_same_to_the_worker_that_unpacks_it(tmp_path):
    """Also what a bank's questions share: were it missing there, every verdict would be a judge's error."""
    cards = open_bank(None).cards
    there = unpack_bank(pack_bank(cards), tmp_path).cards
    assert content_edition(there) == content_edition(cards)
    for ours, theirs in zip(cards, there, strict=True):
        assert load_for_grading(theirs.folder) == load_for_grading(ours.folder)
