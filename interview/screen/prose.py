"""Markdown on the screen. Most of it is one paragraph with some code in it, which is drawn without a parser."""

from __future__ import annotations

import re

from rich.console import RenderableType
from rich.text import Text

PLAIN_PARAGRAPH = re.compile(
    r"(?:[^`*_\[\]<>\\#&|~\n]|`(?! )[^`\n]*[^`\n ]`|(?<!  )\n(?! *\n| {4}| *(?:[-+=]|\d+[.)])))+"
)
"""Text and code, over several lines perhaps, but none that begins a list, a heading or a block."""
BLOCK_START = re.compile(r"[-+=]|\d+[.)]| {4}")
CODE_SPAN = re.compile(r"`([^`]*)`")


def paragraph_text(text: str) -> Text:
    """One paragraph in which nothing but code is marked."""
    words = CODE_SPAN.split(" ".join(text.split()))
    return Text.assemble(
        *((part, "markdown.code" if i % 2 else "") for i, part in enumerate(words))
    )


def render_prose(text: str) -> RenderableType:
    """Markdown as `rich.markdown` draws it, which is loaded only where there is more than a paragraph."""
    text = text.strip()
    if PLAIN_PARAGRAPH.fullmatch(text) and not BLOCK_START.match(text):
        return paragraph_text(text)
    from rich.markdown import Markdown

    return Markdown(text, code_theme="ansi_dark", hyperlinks=False)
