"""Whatever lies where a bank's file should be: it is measured first, told in one line, and stops nothing else."""

from __future__ import annotations

import os
import time

import pytest

from interview.bank import Bank
from interview.bank.files import LARGEST_BANK_FILE
from interview.bank.source import MOST_DEPTH, MOST_NODES, read_yaml
from interview.errors import QuestionError, UsageError

ALIASES = "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(12)
)
BOMBS = {
    "aliases": (f"a: &a [x, x, x, x, x, x, x, x, x]\n{ALIASES}", f"more than {MOST_NODES} values"),
    "a cycle": ("a: &a [*a]\n", "*a stands within itself: write it out"),
    "a cycle of keys": ("a: &a {b: {c: *a}}\n", "*a stands within itself"),
    "no anchor": ("a: *b\n", "*b stands for nothing: write &b before"),
    "brackets": ("[" * 30_000, f"more than {MOST_DEPTH} levels deep"),
    "question marks": ("? " * 100_000, f"more than {MOST_DEPTH} levels deep"),
    "indented": ("".join(" " * i + "a:\n" for i in range(1000)), f"more than {MOST_DEPTH} levels"),
    "wide": ("[" + "1," * 400_000 + "]", f"more than {MOST_NODES} values"),
    "too long": ("a: " + "x" * LARGEST_BANK_FILE, "larger than 1024 KiB"),
    "a large number": ("a: " + "9" * 5000, "cannot be read as !!int: put it into quotes"),
    "a number of 100 bits": ("a: " + "9" * 30, "more than 64 bits"),
    "a date": ("a: 2001-01-01\n", "expected text or a number, got a date: put it into quotes"),
    "no date": ("a: 2001-99-01\n", "cannot be read as !!timestamp"),
    "a tag": ("a: !!python/object/apply:os.system [x]\n", ""),
    "a binary": ("a: !!binary aGVsbG8=\n", "expected text or a number, got a bytes"),
    "keys of lists": ("? [a]\n: b\n", "expected a name before the colon"),
    "a second document": ("a: 1\n---\nb: 2\n", ":2: a second document"),
    "a tab": ("a:\n\t- b\n", ":2: not valid YAML"),
    "an escape": ("a: b\nb: \x1b[3m\n", ":2: not valid YAML: it holds the character U+001B"),
    "twice": ("a: 1\na: 2\n", ":2: 'a' is given twice"),
    "comments": ("# nothing\n", "empty: write the question's keys"),
    "nothing": ("", "empty: write the question's keys"),
    "NUL": ("a: b\nb: \0\n", ":2: holds NUL bytes"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_yaml_costs_more_than_it_is_long(tmp_path, name):
    text, told = BOMBS[name]
    path = tmp_path / "question.yaml"
    path.write_text(text, encoding="utf-8")
    started = time.process_time()
    source = read_yaml(path)
    assert time.process_time() - started < 20
    if told:
        assert [told in line for line in source.problems] == [True]
    assert all(line.startswith(str(path)) and "\n" not in line for line in source.problems)


def test_aliases_are_fine_as_long_as_they_repeat_little(tmp_path):
    path = tmp_path / "question.yaml"
    path.write_text("a: &a {b: [1, two]}\nc: *a\nyes: on\n")
    source = read_yaml(path)
    assert (source.data, source.problems) == (
        {"a": {"b": [1, "two"]}, "c": {"b": [1, "two"]}, "yes": True},
        [],
    )


def as_folder(path):
    path.mkdir()


def as_loop(path):
    path.symlink_to(path.name)


def as_dangling(path):
    path.symlink_to("nowhere")


FORMS = {
    "a folder": (as_folder, "cannot be read: Is a directory: make it a file"),
    "a FIFO": (os.mkfifo, "cannot be read: it is no file: make it a file"),
    "a loop": (as_loop, "cannot be read: Too many levels of symbolic links"),
    "a dangling link": (as_dangling, "missing: create it"),
    "UTF-16": (
        lambda path: path.write_bytes("a: b\n".encode("utf-16")),
        ":1: not UTF-8 text from byte 0 of the file on: save it as UTF-8",
    ),
    "bytes": (
        lambda path: path.write_bytes(bytes(range(256))),
        ":3: not UTF-8 text from byte 128 of",
    ),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["question.yaml", "zh.yaml"])
def test_whatever_stands_in_a_files_place_is_told_and_takes_no_other_question_away(toy, form, name):
    make, told = FORMS[form]
    folder = toy / "questions" / "02_other"
    folder.mkdir()
    if name == "zh.yaml":
        text = (
            (toy / "questions/01_attend/question.yaml")
            .read_text()
            .replace("id: attend", "id: other")
        )
        (folder / "question.yaml").write_text(text.replace("number: 1", "number: 2"))
    make(folder / name)
    bank = Bank(toy)
    assert bank.title(bank.cards[0], "zh") == "玩具题"
    if name == "zh.yaml":
        other = bank.cards[1]
        assert bank.title(other, "zh") == "A toy"
        with pytest.raises(QuestionError, match=told):
            bank.load(other, "zh")
        assert bank.load(other).title == "A toy"
    else:
        assert [card.id for card in bank.cards] == ["toy:attend"]
        assert [told in line for line in bank.problems] == [True]
        with pytest.raises(QuestionError, match=told):
            bank.find("2")


def test_a_byte_order_mark_and_windows_line_ends_are_fine(question, toy):
    path = question / "question.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    (card,) = Bank(toy).cards
    assert Bank(toy).load(card).exercise.names == ("attend",)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("minutes: 5", "minutes: ten", "question.yaml:6: minutes: expected a whole number, got 'ten'"),
        ("minutes: 5", "minutes: yes", "question.yaml:6: minutes: expected a whole number, got true"),
        ("number: 1", "number: true", "question.yaml:1: number: expected a whole number, got true"),
        ("minutes: 5", "minutes: 1e2", "question.yaml:6: minutes: expected a whole number, got '1e2'"),
        ("minutes: 5", "minutes: -5", "question.yaml:6: minutes: expected 1 to 600, got -5"),
        ("id: attend", "id: ../../attend", "question.yaml:2: id: expected kebab-case"),
        ("title: A toy", 'title: "A\\ntoy"', "question.yaml:3: title: expected one line, got several"),
        ("title: A toy", "title: ''", "question.yaml:3: title: expected a title for lists"),
        ("topic: attention", "topic: cooking", "question.yaml:4: topic: expected 'attention'"),
    ],
)  # fmt: skip
def test_a_head_that_cannot_be_listed_is_left_out_with_its_reason(toy, question, old, new, told):
    path = question / "question.yaml"
    path.write_text(path.read_text().replace(old, new, 1))
    bank = Bank(toy)
    assert bank.cards == []
    assert any(told in line for line in bank.left_out["01_attend"])
    assert bank.folders_of(["1"]) == bank.folders_of([]) == [question]


def test_a_number_is_listed_however_yaml_writes_it(toy, question):
    path = question / "question.yaml"
    path.write_text(path.read_text().replace("minutes: 5", "minutes: 0x10", 1))
    bank = Bank(toy)
    assert ([card.minutes for card in bank.cards], bank.problems) == ([16], [])


def test_a_question_that_is_broken_further_down_is_usable_for_nobody_and_told_once(toy, question):
    path = question / "question.yaml"
    path.write_text(path.read_text().replace("pitfalls: Forgetting the scale.", "pitfalls: 3"))
    bank = Bank(toy)
    assert [bank.usable(card) for card in bank.cards * 2] == [False, False]
    (line,) = bank.problems
    assert "question.yaml:17: pitfalls: expected text, got 3" in line
    assert line.endswith("left out")


def test_where_no_question_can_be_used_that_is_said_once(toy, question):
    (question / "question.yaml").write_text("number: 1\n")
    bank = Bank(toy)
    with pytest.raises(UsageError, match="no question of this bank can be used"):
        bank.usable_cards(bank.cards)
