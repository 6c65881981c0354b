"""What a class gets wrong: counted by kind, shown as code that is nobody's, and what to teach next."""

from __future__ import annotations

import re

import pytest

from interview.bank import load_question, open_bank
from interview.classroom.batch import BatchEntry
from interview.classroom.class_mistakes import (
    CommonMistake,
    excerpts_in_class,
    kinds_of_mistakes,
    mistakes_in,
)
from interview.classroom.excerpts import anonymous_lines, common_words, excerpt_of
from interview.classroom.submissions import Submission
from interview.classroom.teaching import closest, lessons_of, pitfalls_of
from interview.model.verdict import Departure, Finding
from tests.helpers.class_book import ACCEPTED, CARD, failed, wrong_verdict
from tests.helpers.toy import REFERENCE

OWN = '''\
"""By Ada Lovelace, 20261201."""
import math, ada_tools as at
from torch.nn import functional as F
ADA = 20261201
def ada_helper(lovelace, p=0.1):  # written by Ada
    """Ada's own."""
    return lovelace.softmax(dim=-1).ada_helper() * 10000
class Attend(nn.Module):
    def __init__(self):
        self.ada_scale = "Ada"
    def forward(self, q, k, v, mask=None):
        s_lovelace = F.dropout(q @ k.mT / math.sqrt(q.size(-1)), p=self.ada_scale)

        # Ada was here
        s_lovelace = s_lovelace.masked_fill(~mask, f"ada {ADA}")
        return ada_helper(s_lovelace) @ v, """
        Ada
        """, self.ada_scale.ada_helper
'''
KNOWN = common_words([REFERENCE])
MADE_ELSEWHERE = """\
class Beam(NamedTuple):
    ada: list
def grow(beam):
    layer.lovelace, layer.byron = nn.Linear(2, 3), nn.Linear(3, 2)
    return layer.lovelace(beam.ada), beam.ada.shape
"""


def test_names_comments_and_texts_of_ones_own_are_gone():
    lines = anonymous_lines(OWN, KNOWN)
    assert len(lines) == OWN.count("\n") + 1
    text = "\n".join(lines)
    assert not re.search(r"ada|lovelace|2026|#", text, re.IGNORECASE)
    assert lines[2] == "from torch.nn import functional as F"
    assert lines[11].strip().endswith("F.dropout(q @ k.mT / math.sqrt(q.size(-1)), p=self.name7)")
    assert lines[8] == "    def __init__(self):"
    assert ".softmax(dim=-1)" in lines[6]
    assert "masked_fill(~mask" in lines[14]
    assert lines[4].startswith("def name4(name5, p=0.1):")
    assert lines[6].strip() == "return name5.softmax(dim=-1).name4() * 10000"
    assert lines[17] == ", self.name7.name4"


def test_what_a_file_makes_itself_has_no_name_where_it_is_used():
    text = "\n".join(anonymous_lines(MADE_ELSEWHERE, KNOWN))
    assert not re.search(r"ada|lovelace|byron|beam", text, re.IGNORECASE)
    assert "nn.Linear(2, 3)" in text
    assert text.rstrip().endswith(".shape")


@pytest.mark.parametrize(
    "unit", ['\\"""\n', ".a:", ".a,", "'''\n", "# ", '"\n', "a" * 99, "(", "\\\n", " ", "'\\\n"]
)
def test_a_hostile_file_is_read_once(unit):
    """In a moment, where looking for an end from every beginning would take minutes."""
    source = unit * (256_000 // len(unit)) + "\nada = 1"
    lines = anonymous_lines(source, KNOWN)
    assert len(lines) == source.count("\n") + 1
    assert "ada" not in "\n".join(lines)


def test_an_excerpt_is_the_lines_around_the_one_that_goes_wrong():
    verdict = wrong_verdict(departure=Departure("plain", 15))
    excerpt = excerpt_of(verdict, OWN.encode(), KNOWN)
    assert len(excerpt.lines) == 2  # empty ones, and those with a comment alone, are left out
    assert excerpt.lines[excerpt.wrong].startswith("name8 = name8.masked_fill(~mask, ")
    error = Finding(
        "error", "error", {"type": "ValueError", "trace": [[3, "f", "x"], [7, "g", "y"]]}
    )
    case = failed("plain", "core")
    crashed = wrong_verdict(departure=None, cases=(case, failed("b", "core").__class__(
        "b", "attend", "failed", "", (error,))))  # fmt: skip
    excerpt = excerpt_of(crashed, OWN.encode(), KNOWN)
    assert "softmax(dim=-1)" in excerpt.lines[excerpt.wrong]
    assert excerpt_of(wrong_verdict(departure=Departure("", 99)), OWN.encode(), KNOWN) is None
    assert excerpt_of(wrong_verdict(departure=Departure("", 1)), b"\xff\xfe\x00", KNOWN) is None


def test_an_excerpt_of_a_notebook_is_of_one_cell():
    lines = OWN.split("\n")
    cells = [lines[:7], lines[7:15], lines[15:]]
    source = "\n".join(
        "\n".join([f"# %% cell {number} []", *cell])
        for number, cell in zip((2, 3, 7), cells, strict=True)
    )
    text, data = OWN.encode(), source.encode()
    for line, at in ((7, 8), (16, 19)):
        told = wrong_verdict(departure=Departure("plain", line))
        whole = excerpt_of(told, text, KNOWN)
        told = wrong_verdict(file="a.ipynb", departure=Departure("plain", at))
        excerpt = excerpt_of(told, data, KNOWN)
        assert excerpt.lines[excerpt.wrong] == whole.lines[whole.wrong]
        assert set(excerpt.lines) <= set(whole.lines)
    assert (len(whole.lines), len(excerpt.lines)) == (3, 2)  # the line before is another cell's
    error = Finding("error", "error", {"type": "ValueError", "trace": [[1, "f", "x", 7]]})
    crash = failed("plain", "core").__class__("b", "attend", "failed", "", (error,))
    crashed = wrong_verdict(file="a.ipynb", departure=None, cases=(crash,))
    assert excerpt_of(crashed, data, KNOWN) == excerpt
    for nowhere in (Departure("plain", 99), Departure("plain", 8)):
        told = wrong_verdict(file="a.ipynb", departure=nowhere)
        assert excerpt_of(told, text, KNOWN) is None  # without cells


def test_mistakes_are_named_or_else_told_by_the_stage_or_the_error():
    named = {("named", "no-scaling"): "The scores are not divided."}
    assert kinds_of_mistakes(wrong_verdict()) == named
    by_case = failed(
        "plain", "core", misconception="wrong-axis", explanation="Softmax over queries."
    )
    unnamed = {"misconception": None, "explanation": ""}
    assert kinds_of_mistakes(wrong_verdict(**unnamed, cases=(by_case,))) == {
        ("named", "wrong-axis"): "Softmax over queries."
    }
    assert [*kinds_of_mistakes(wrong_verdict(**unnamed))] == [("stage", "scores")]
    error = Finding("import", "import_error", {"type": "NameError", "message": "x", "trace": []})
    crashed = wrong_verdict(**unnamed, departure=None, findings=(error,))
    assert kinds_of_mistakes(crashed) == {("error", "NameError"): "It ends with NameError."}
    assert kinds_of_mistakes(ACCEPTED) == {}


def test_two_different_excerpts_of_a_mistake_are_shown_and_the_most_frequent_mistakes():
    other = wrong_verdict(misconception="wrong-axis", explanation="Softmax over queries.")
    verdicts = {person: wrong_verdict(departure=Departure("plain", 12)) for person in "abcd"}
    verdicts |= {"e": other, "f": ACCEPTED}
    entries = [BatchEntry(person, "", verdict) for person, verdict in verdicts.items()]
    changed = OWN.replace("/ math", "* math")
    sources = dict(
        zip("abcdef", (OWN, OWN, changed, OWN.replace("math", "ma"), OWN, OWN), strict=True)
    )
    submissions = [Submission(p, "a.py", CARD, text.encode()) for p, text in sources.items()]
    excerpts = excerpts_in_class(entries, submissions)
    assert [len(those) for those in excerpts.values()] == [2, 1]
    first, second = mistakes_in(entries, excerpts)[CARD.id]
    assert (first.kind, first.count) == (("named", "no-scaling"), 4)
    assert (second.kind, second.count) == (("named", "wrong-axis"), 1)
    assert len({one.lines for one in first.excerpts}) == 2
    assert "* math" in first.excerpts[1].lines[first.excerpts[1].wrong]


def test_what_most_people_got_wrong_is_taught_with_what_the_question_says_of_it():
    folder = open_bank(None).cards[1].folder
    english = load_question(folder)
    for question in (english, load_question(folder, "zh")):
        id = "projected-twice"
        mistakes = {
            "self-attention": [
                CommonMistake(("named", id), "", 5, ()),
                CommonMistake(("named", "shared-projection"), "", 1, ()),
                CommonMistake(("stage", "scores"), "", 9, ()),
            ]
        }
        (lesson,) = lessons_of(mistakes, {question.id: question}, {question.id: english})
        assert lesson.count == 5
        assert lesson.says == next(m.says for m in question.exercise.misconceptions if m.id == id)
        assert lesson.advice == pitfalls_of(question)[0]
        assert len(lesson.pitfalls) > 3


def test_advice_that_is_not_about_the_mistake_is_not_given():
    texts = ["Dropout is applied to the sum.", "The mask hides padding."]
    assert closest("A mask on x alone hides too much.", texts, ()) == 1
    assert closest("A wrong eps for a tiny variance.", texts, ()) == -1
    assert closest("", texts, ()) == -1
    assert closest("x", [], ()) == -1
