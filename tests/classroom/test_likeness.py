"""Copies are found under other names and in another order; who only writes as one writes it is left alone."""

from __future__ import annotations

import io
import re
import tokenize

import pytest

from interview.bank import open_bank
from interview.classroom.fingerprints import (
    GRAM,
    WINDOW,
    Token,
    fingerprints,
    form_of,
    tokens_of,
)
from interview.classroom.likeness import HandedIn, alike_in_class, alike_submissions
from interview.classroom.submissions import Submission

CARDS = open_bank(None).cards
CARD = CARDS[6]
REFERENCE = CARD.reference.read_text(encoding="utf-8")
STUB = (CARD.folder / "stub.py").read_text(encoding="utf-8")
RIGHT = {path.name: path.read_text() for path in sorted((CARD.folder / "right").glob("*.py"))}
OWN = next(iter(RIGHT.values()))
"""A right answer that nobody is told to be known, but for the test that says so."""


def alike(sources, known=(STUB, REFERENCE)):
    handed_in = [HandedIn(person, "a.py", source) for person, source in sources.items()]
    return [
        (a.kind, *(person for person, _ in a.files))
        for a in alike_submissions("q", handed_in, known)
    ]


def renamed(source):
    """Other names for what is local, other comments, other layout."""
    names = sorted(set(re.findall(r"^\s+(\w+) = ", source, re.M)))
    for number, name in enumerate(names):
        source = re.sub(rf"(?<![\w.]){name}\b", f"thing{number}", source)
    return "# all my own work\n" + source.replace("\n    ", "\n\n    # so\n    ")


def test_what_is_the_same_but_for_blank_lines_is_identical():
    spaced = OWN.replace("\n", "  \n\n")
    (group,) = alike_submissions(
        "q",
        [HandedIn(p, "a.py", s) for p, s in zip("abc", (OWN, spaced, OWN), strict=True)],
        [STUB],
    )
    assert (group.kind, group.share) == ("identical", 1.0)
    assert [person for person, _ in group.files] == ["a", "b", "c"]
    assert group.shared > 20
    first, last = group.lines[0]
    assert 1 <= first < last <= OWN.count("\n") + 1


def test_a_copy_is_found_under_other_names():
    assert renamed(OWN) != OWN
    assert alike({"a": OWN, "b": renamed(OWN)}) == [("near", "a", "b")]


def test_a_copy_is_found_within_more():
    helpers = "import json\n\ndef load(path):\n    with open(path) as file:\n        return json.load(file)\n"
    assert alike({"a": OWN, "b": helpers * 3 + renamed(OWN)}) == [("near", "a", "b")]


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.slug)
def test_right_answers_of_different_people_are_not_alike(card):
    folder = card.folder / "right"
    sources = {p.name: p.read_text(encoding="utf-8") for p in folder.glob("*.py")}
    known = [card.reference.read_text(encoding="utf-8")]
    assert len(sources) > 1
    assert alike(sources, known) == []


def test_what_is_known_says_nothing():
    assert alike({"a": REFERENCE, "b": renamed(REFERENCE)}) == []
    assert alike({"a": OWN, "b": renamed(OWN)}, (STUB, REFERENCE, OWN)) == []
    (group,) = alike_submissions(
        "q", [HandedIn(p, "a.py", REFERENCE) for p in "ab"], [STUB, REFERENCE]
    )
    assert (group.kind, group.shared) == ("identical", 0)


def test_a_short_answer_that_anybody_writes_is_no_copy():
    """Two of sixty write this; that they remark the same on it is another matter."""
    short = "import torch\n\n\ndef unit(x):\n    return x / x.norm(dim=-1, keepdim=True)\n"
    stub = "# interview: unit\nimport torch\n\n\ndef unit(x):\n    raise NotImplementedError\n"
    headed = "# interview: unit\n" + short
    assert alike({"a": headed, "b": headed}, [stub]) == []
    remarked = headed.replace("return", "# found by trying\n    return")
    assert alike({"a": remarked, "b": remarked, "c": headed}, [stub]) == [("identical", "a", "b")]


def test_what_many_do_says_nothing():
    many = {f"p{i}": f"{renamed(OWN)}\nx = {i}\n" for i in range(12)}
    assert alike(many) == []
    assert len(alike(dict(list(many.items())[:3]))) == 3


def test_two_files_of_one_person_are_no_copy():
    handed_in = [HandedIn("a", "1.py", OWN), HandedIn("a", "2.py", renamed(OWN))]
    assert alike_submissions("q", handed_in, [STUB]) == []


def test_any_passage_as_long_as_promised_is_found():
    passage = "total = weights[first] * (values + bias) - rest[0] // scale\n"
    assert len(tokens_of(passage)) >= GRAM + WINDOW - 1
    one, other = (
        {mark.code for mark in fingerprints(tokens_of(f"{before}\n{passage}{after}\n"))}
        for before, after in (("a = 1", "b = 2"), ("print(3)", "c = [4, 5, 6]"))
    )
    assert one & other


@pytest.mark.parametrize("source", ["", "x", "'''", "(" * 5000, "\0", "def f(:\n\tx\n  y", "é = 1"])
def test_what_is_no_python_is_read_as_far_as_it_is(source):
    assert alike({"a": source, "b": source}) == []
    remarked = f"# so it is\n{source}"
    assert alike({"a": remarked, "b": remarked}) == [("identical", "a", "b")]
    assert len(fingerprints(tokens_of(source))) < 5000


def test_tokens_are_those_of_python_itself():
    """Also in strings, numbers, continued lines and brackets, and with docstrings and comments left out."""
    for card in CARDS:
        for path in (card.reference, card.stub, *card.alternatives):
            source = path.read_text(encoding="utf-8").replace('f"', '"')  # 3.12 takes them apart
            assert tokens_of(source) == [*tokens_of_python(source)], path


def tokens_of_python(source):
    layout = {
        getattr(tokenize, n) for n in ("COMMENT", "NL", "NEWLINE", "INDENT", "DEDENT", "ENDMARKER")
    }
    begins, before = True, ""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in layout:
            begins = begins or token.type in (tokenize.NEWLINE, tokenize.INDENT)
        elif not (begins and token.type == tokenize.STRING):
            kind = {tokenize.STRING: "text", tokenize.NAME: "name"}.get(token.type, "sign")
            yield Token(form_of(kind, token.string, before), token.start[0])
            begins, before = False, token.string


def test_a_class_is_looked_at_question_by_question_and_without_what_nobody_wrote():
    copied = "# a remark of my own\n" + STUB
    submissions = [
        *(Submission(person, "a.py", CARD, copied.encode()) for person in ("ada", "bo", "cy")),
        Submission("dan", "a.py", CARDS[0], copied.encode()),
        Submission("eve", "a.py", CARD, b"\xff\xfe\x00"),
    ]
    (alike,) = alike_in_class(submissions, {("cy", CARD.id)})
    assert (alike.question, alike.kind, alike.shared) == (CARD.slug, "identical", 0)
    assert [person for person, _ in alike.files] == ["ada", "bo"]
