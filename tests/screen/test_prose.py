"""What is drawn without a parser looks as `rich.markdown` would draw it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from rich.console import Console
from rich.markdown import Markdown
from rich.text import Text

from interview.bank import open_bank
from interview.bank.loading import load_question
from interview.screen.prose import render_prose


def drawn(renderable, width: int) -> list[list[tuple[str, str]]]:
    """Characters with their styles, line by line, without the spaces that fill a line."""
    console = Console(width=width, color_system="truecolor", force_terminal=True, file=sys.stdout)
    lines = []
    for line in console.render_lines(renderable):
        cells = [(c, str(segment.style or "")) for segment in line for c in segment.text]
        while cells and cells[-1][0] == " ":
            cells.pop()
        lines.append([(c, "" if style == "none" else style) for c, style in cells])
    return lines


def texts(lang: str) -> list[str]:
    passages = []
    for card in open_bank(None).cards:
        question = load_question(card.folder, lang)
        passages += [question.ask, question.answer, question.pitfalls, *question.exercise.hints]
        passages += [
            text for follow_up in question.follow_ups for text in (follow_up.ask, follow_up.answer)
        ]
        passages += [point.point for point in question.key_points]
        passages += [m.says for m in question.exercise.misconceptions]
    return passages


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("place", "width"), [(0, 23), (1, 60), (2, 100)])
def test_every_text_of_the_bank_looks_the_same(lang, place, width):
    """One in ten, in one of the widths."""
    some = texts(lang)[place::30]
    plain = [text for text in some if isinstance(render_prose(text), Text)]
    assert len(plain) > 50
    for text in plain:
        assert drawn(render_prose(text), width) == drawn(Markdown(text.strip()), width), text


@pytest.mark.parametrize(
    "text",
    [
        "two\n\nparagraphs",
        "a **word**",
        "- a list",
        "1. a list",
        "words\n- and a list",
        "words\n2) and a list",
        "# a heading",
        "a heading\n===",
        "    code",
        "words\n> a quotation",
        "a [link](there)",
        "`` two ` marks ``",
        "one ` mark",
        "an &amp; entity",
        "a <br> tag",
        r"an escaped \* star",
        "a_ b _c",
        "a | b\n--|--\n1 | 2",
        "broken  \nhere",
        "",
    ],
)  # fmt: skip
def test_everything_else_looks_the_same_too(text):
    assert drawn(render_prose(text), 40) == drawn(Markdown(text.strip(), hyperlinks=False), 40)


def test_no_parser_is_loaded_for_a_paragraph():
    code = "from interview.screen.prose import render_prose; import sys; render_prose('a `b` c'); print('markdown_it' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
