"""The interface in other languages: nothing missing, nothing stale, nothing that would not fit in."""

from __future__ import annotations

import ast
import re
from io import BytesIO
from string import Formatter

import pytest
from babel.messages.mofile import read_mo

from interview import messages
from tests.catalogues import (
    KEYWORDS,
    PROGRAM,
    extracted,
    languages,
    mo_bytes,
    po_bytes,
    po_path,
    read,
    strings,
    updated,
)

HOW = "run `python -m tests.catalogues`, then translate what is empty (CONTRIBUTING)"
LANGUAGES = languages()


def forms(text):
    return list(text.id) if isinstance(text.id, tuple | list) else [text.id]


def key(text):
    return tuple(forms(text))


@pytest.fixture(scope="module")
def texts():
    return extracted()


@pytest.fixture(params=LANGUAGES, scope="module")
def catalogue(request):
    return read(request.param)


def test_chinese_is_there():
    assert "zh" in LANGUAGES


def test_nothing_is_missing_and_nothing_stale(texts, catalogue):
    marked, known = ({key(text) for text in messages if text.id} for messages in (texts, catalogue))
    assert marked - known == set(), HOW
    assert known - marked == set(), HOW


def test_everything_is_translated(catalogue):
    assert [text.id for text in catalogue if text.id and not all(strings(text))] == [], HOW
    assert [text.id for text in catalogue if text.fuzzy] == [], HOW
    assert not catalogue.obsolete, HOW


def test_the_file_is_as_the_tool_writes_it(texts, catalogue):
    written = po_path(str(catalogue.locale)).read_bytes()
    assert po_bytes(updated(catalogue, texts)) == written, HOW


def test_what_is_shipped_is_the_file_compiled(catalogue):
    path = po_path(str(catalogue.locale)).with_suffix(".mo")
    assert mo_bytes(catalogue) == mo_bytes(catalogue)
    with path.open("rb") as file:
        shipped = read_mo(file)
    compiled = read_mo(BytesIO(mo_bytes(catalogue)))
    assert content(shipped) == content(compiled), HOW


def content(catalogue):
    return {key(text): strings(text) for text in catalogue if text.id}


def fields(text):
    """Placeholders with their conversion and format."""
    return {(name, spec, how) for _, name, spec, how in Formatter().parse(text) if name is not None}


def ends(text):
    """Spaces by which it is joined to something else; a Chinese colon brings its own."""
    text = re.sub("(： ?|:) *$", ": ", text)
    return len(text) - len(text.lstrip()), len(text) - len(text.rstrip())


def test_placeholders_commands_and_markup_are_the_same(catalogue):
    for text in catalogue:
        if not text.id:
            continue
        *_, english = forms(text)
        for string in strings(text):
            assert fields(string) == fields(english), english
            for piece in (r"\[/?[a-z ]*\]", r"`[^`]+`", r"\[bold\]interview [a-z]+"):
                assert sorted(re.findall(piece, string)) == sorted(re.findall(piece, english)), (
                    english
                )
            if english != ", ":
                assert ends(string) == ends(english), english


def test_chinese_has_chinese_punctuation():
    half = re.compile(r"[\u4e00-\u9fff][,;:!?]|[,;:!?][\u4e00-\u9fff]|[\u4e00-\u9fff]\.(?!\w)")
    for text in read("zh"):
        if text.id:
            for string in strings(text):
                assert not half.search(string), string


def put_together(argument):
    return isinstance(argument, ast.JoinedStr | ast.BinOp) or ".format" in ast.unparse(argument)


def test_only_plain_texts_are_marked():
    """What is put together before it is looked up is in no catalogue."""
    wrong = [
        f"{path.name}:{node.lineno}"
        for path in sorted(PROGRAM.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in KEYWORDS
        if any(map(put_together, node.args))
    ]
    assert wrong == []


def test_an_unknown_language_and_an_unknown_text_stay_english():
    messages.use_catalogue("zh")
    assert messages._("accepted") == "通过"
    assert messages._("a text of nobody") == "a text of nobody"
    messages.use_catalogue("xx")
    assert messages._("accepted") == "accepted"
    assert messages.ngettext("{count} line", "{count} lines", 2) == "{count} lines"
    messages.use_catalogue("en")
    assert messages._("accepted") == "accepted"
