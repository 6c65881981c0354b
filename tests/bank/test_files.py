"""Reading a question's files: every mistake is one line with file, line and remedy, all in one go."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from interview.bank import Bank, load_question, open_bank, schema
from interview.bank.building import quickly_loaded, raise_other_form
from interview.bank.cards import HEAD_KEYS
from interview.bank.edits import apply_edit
from interview.bank.heads import parse_head, read_simple_head
from interview.bank.loading import load_for_grading
from interview.bank.question_files import QuestionFiles
from interview.bank.schema import write_schemas
from interview.errors import QuestionError, UsageError
from tests.conftest import TOY
from tests.helpers.toy import change


def problems(folder):
    with pytest.raises(QuestionError) as caught:
        load_question(folder)
    return caught.value.problems


def test_the_toy_question_loads_in_both_languages(question):
    assert load_question(question).title == "A toy"
    zh = load_question(question, "zh")
    assert (zh.title, zh.exercise.cases[1].name, zh.exercise.names) == (
        "玩具题",
        "方阵加掩码",
        ("attend",),
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("difficulty: easy", "dificulty: easy", "dificulty: unknown key: did you mean 'difficulty'?"),
        ("minutes: 5\n", "", "minutes: missing: add this key"),
        ("minutes: 5", "minutes: soon", "minutes: expected a whole number, got 'soon'"),
        ("limits: {seconds: 2}", "limits: {seconds: yes}", "exercise.limits.seconds: expected a number, got true"),
        ("    shape: (B, T, S)", "    shape: (B, T, S)\n    tolerance: on", "drills.0.tolerance: expected a number, got true"),
        ("difficulty: easy", "difficulty: heavy", "difficulty: expected 'easy', 'medium' or 'hard', got 'heavy'"),
        ("hints: [one, two, three]", "hints: [one, two]", "hints"),
        ("hints: [one, two, three]", "hints: [a, b, c, d]", "exactly three"),
        ("number: 1\n", "number: 1\nnumber: 2\n", "'number' is given twice"),
        ("id: attend", "id: Attend It", "expected kebab-case"),
        ("name: square and masked", "name: plain", "'plain' is used twice"),
        ("id: wrong-axis", "id: no-scaling", "'no-scaling' is used twice"),
        ("softmax(dim=-1)", "softmax(dim=-7)", "occurs 0 times in the reference, expected exactly once"),
        ("masked_fill(~mask", "mask", "expected exactly once"),
        ("shape: (B, T, S)", "shape: (B, T, X)", "unknown name 'X'"),
        ("shape: (B, T, S)", "shape: (B, T, S)\n    number: '3'", "exactly one of"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_line_and_remedy(question, old, new, told):
    change(question, old, new)
    matching = [p for p in problems(question) if told in p]
    assert matching, problems(question)
    lines = (question / "question.yaml").read_text().splitlines()
    place = int(matching[0].split("question.yaml:")[1].split(":")[0])
    mark = (new or "number: 1").strip().splitlines()[-1]
    near = [n for n, text in enumerate(lines, start=1) if mark in text]
    assert min(abs(place - n) for n in near) <= 3
    assert "\n" not in matching[0]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("number: 1\n", "number: one\n", "1: number: expected a whole number, got 'one'"),
        ("number: 1\n", "number: 1.5\n", "1: number: expected a whole number, got 1.5"),
        ("number: 1\n", "number: yes\n", "1: number: expected a whole number, got true"),
        ("number: 1\n", "number: 0\n", "1: number: expected 1 or more, got 0"),
        ("    shape: (B, T, S)", "    shape: [B]", "22: drills.0.shape: expected text, got a list of 1"),
        ('edit: {"softmax(dim=-1)": "softmax(dim=-2)"}', "edit: no", "42: exercise.misconceptions.1.edit: expected keys and values, got false"),
        ("limits: {", "weights: {core: a, edges: 0, errors: 0, numerics: 0}\n  limits: {", "38: exercise.weights.core: expected a number, got 'a'"),
    ],
)  # fmt: skip
def test_what_stands_in_for_a_value_that_cannot_be_read_is_told_of_nobody(question, old, new, line):
    change(question, old, new)
    (told,) = problems(question)
    assert f"question.yaml:{line}" in told


def test_all_mistakes_are_told_in_one_go(question):
    change(question, "topic: attention", "topic: cooking")
    change(question, "minutes: 5", "minutes: soon")
    change(question, "pitfalls: Forgetting the scale.", "pitfals: Forgetting.")
    change(question, "title: 玩具题", "titel: 玩具题", "zh.yaml")
    text = "\n".join(problems(question))
    for word in ("topic", "minutes", "'pitfalls'", "did you mean 'title'"):
        assert word in text


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b"number: [1\n", "not valid YAML"),
        (b"number: \xff\xfe\n", "not UTF-8"),
        (b"- a\n- b\n", "expected keys and values, got a list of 2"),
    ],
)
def test_a_file_that_is_no_question_is_told_in_one_line(question, data, told):
    (question / "question.yaml").write_bytes(data)
    assert [told in line for line in problems(question)] == [True]


def test_a_missing_file_is_told(question):
    (question / "question.yaml").unlink()
    assert "missing" in problems(question)[0]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "  cases: [普通, 方阵加掩码]",
            "  cases: [普通]",
            "expected 2 entries as in question.yaml, got 1: add what is missing",
        ),
        (
            "    mask-ignored: 掩码没用。\n",
            "",
            "expected a text for 'mask-ignored', got none: add it",
        ),
        (
            "  raises: [宽度不同]",
            "  raises: [宽度不同, 二]",
            "expected 1 entry as in question.yaml, got 2: remove",
        ),
        (
            "    no-scaling:",
            "    scaling: 多了。\n    no-scaling:",
            "'scaling' is no misconception of question.yaml: remove it",
        ),
        (
            "wrong: [query, 特征]",
            "wrong: [query]",
            "expected 1 right and 2 wrong options as in question.yaml, got 1 and 1",
        ),
    ],
)
def test_the_other_language_has_the_same_parts(question, old, new, told):
    change(question, old, new, "zh.yaml")
    assert told in problems(question)[0]


def test_ids_and_numbers_are_unique_and_one_broken_question_does_not_hide_the_others(toy):
    second = toy / "questions" / "02_again"
    second.mkdir()
    (second / "question.yaml").write_bytes((toy / "questions/01_attend/question.yaml").read_bytes())
    (toy / "questions" / "03_broken").mkdir()
    (toy / "questions" / "03_broken" / "question.yaml").write_text("number: [")
    bank = Bank(toy)
    assert len(bank.cards) == 2
    text = "\n".join(bank.problems)
    assert "02_again/question.yaml:2: id 'attend' is also that of 01_attend" in text
    assert "02_again/question.yaml:1: number 1 is also that of 01_attend" in text
    assert "03_broken" in text


@pytest.mark.parametrize(
    "text", ["1", "01", "attend", "01_attend", "01_attend.py", "some/where/01_attend.py"]
)
def test_a_question_is_found_by_number_id_and_file_name(text):
    assert Bank(TOY).find(text).id == "toy:attend"


def test_a_typo_in_an_id_is_answered_with_a_suggestion():
    with pytest.raises(UsageError, match="did you mean 'attend'"):
        Bank(TOY).find("atend")


def test_a_bank_is_a_folder_or_the_name_of_an_installed_one(toy, monkeypatch):
    assert open_bank(str(toy)).root == toy
    assert open_bank(str(toy / "questions")).root == toy
    with pytest.raises(UsageError, match="not a bank"):
        open_bank(str(toy / "solutions"))

    class Point:
        name = "toys"

        def load(self):
            return lambda: toy

    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [Point()])
    assert open_bank("toys").root == toy
    with pytest.raises(UsageError, match="no such bank"):
        open_bank("others")


@pytest.mark.parametrize(
    ("edit", "told"),
    [({"c": "d"}, "occurs 0 times"), ({"a": "b"}, "occurs 2 times"), ({"bab": "x", "ab": "y"}, "overlap")],
)  # fmt: skip
def test_an_edit_matches_exactly_once(edit, told):
    with pytest.raises(ValueError, match=told):
        apply_edit("abab"[1:] + "a" if "bab" in edit else "aba", edit)


def test_all_edits_look_at_the_original_text():
    assert apply_edit("x y", {"x": "y", "y": "x"}) == "y x"


def test_the_json_schemas_are_those_of_the_code_and_describe_every_key(tmp_path):
    bundled = open_bank(None).root / "questions"
    for path in write_schemas(tmp_path):
        assert path.read_text() == (bundled / path.name).read_text(), "run `interview schema`"
        for part in [
            json.loads(path.read_text()),
            *json.loads(path.read_text()).get("$defs", {}).values(),
        ]:
            assert all("description" in key for key in part["properties"].values())


def test_a_recipe_that_cannot_be_drawn_is_the_questions_fault(question, toy):
    change(question, '"randn(2, 3, 4)"', '"randn(2, 3"')
    command = [sys.executable, "-m", "interview", "check", "1", "--bank", str(toy)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert "randn(2, 3" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_parts_tells_what_it_can(question):
    (question / "zh.yaml").unlink()
    files = QuestionFiles(question)
    assert (files.question.id, files.prose, files.problems()) == ("attend", None, [])


def test_heads_read_line_by_line_are_those_of_a_yaml_parser():
    cards = open_bank(None).cards
    files = [card.folder / name for card in cards for name in ("question.yaml", "zh.yaml")]
    for path in files:
        wanted = HEAD_KEYS if path.name == "question.yaml" else frozenset({"title"})
        parsed = {key: str(value) for key, value in parse_head(path, wanted).items()}
        assert read_simple_head(path, wanted) in (None, parsed)
    assert read_simple_head(cards[0].folder / "question.yaml", HEAD_KEYS) is not None


@pytest.mark.parametrize(
    "line",
    ["title: 'quoted'", 'title: "a\\nb"', "title: a # remark", "title: a: b", "title: >\n  folded", "title: |\n  kept", "title: *x", "title: [a, b]", "title:", "title: a\n  b", "title: ab:"],
)  # fmt: skip
def test_a_head_that_is_not_simple_is_left_to_the_parser(tmp_path, line):
    path = tmp_path / "question.yaml"
    for text in (f"number: 1\n{line}\nid: x\n", f"number: 1\nid: x\n{line}\n"):
        path.write_text(text)
        assert read_simple_head(path, frozenset({"number", "title", "id"})) is None


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_built_without_the_schema_is_what_the_schema_builds(lang, monkeypatch):
    bank = open_bank(None)
    quickly = [quickly_loaded(card.folder, lang) for card in bank.cards]
    monkeypatch.setattr(schema, "build_record", lambda kind, data: raise_other_form())
    assert quickly == [load_question(card.folder, lang) for card in bank.cards]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("number: 1", "number: '1'"),
        ("difficulty: easy", "difficulty: trivial"),
        ("minutes: 5", "minutez: 5"),
        ("hints: [one, two, three]", "hints: [one, two]"),
        ("ask: What is attention?", "ask: [What]"),
        ("pitfalls: Forgetting the scale.\n", ""),
    ],
)
def test_what_the_schema_has_to_judge_is_left_to_it(question, old, new):
    change(question, old, new)
    assert quickly_loaded(question, "en") is None


def test_grading_does_not_wait_for_drills_or_chinese(question):
    change(question, "shape: (B, T, S)", "shape: (B, T, Z)")
    (question / "zh.yaml").write_text("title: 3\n")
    assert len(problems(question)) >= 2
    assert load_for_grading(question).exercise == Bank(TOY).load(Bank(TOY).cards[0]).exercise
