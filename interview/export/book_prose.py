"""The book's prose as HTML: formulas as MathML, Python in colours, everything foreign as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from interview.bank.formulas import as_mathml

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

WIDE = 34
"""Characters from which on a formula may be wider than a narrow screen."""


def page_markdown(formulas: Mapping[str, str]) -> MarkdownIt:
    """Prose as HTML; a question's own markup is text, Python is coloured, `formulas` (plain -> LaTeX) are set."""
    from markdown_it import MarkdownIt

    def coloured(code: str, language: str, _attributes: str) -> str:
        return highlighted(code) if language == "python" else ""

    def code_or_formula(_: Any, tokens: Sequence[Token], at: int, *_further: Any) -> str:
        plain = tokens[at].content
        return typeset(plain, formulas.get(plain, "")) or f"<code>{escape(plain)}</code>"

    made = MarkdownIt("commonmark", {"html": False, "highlight": coloured}).enable("table")
    made.add_render_rule("code_inline", code_or_formula)
    return made


@cache
def typeset(plain: str, latex: str) -> str:
    """A formula as MathML, with its plain form for whoever cannot see it; nothing where there is no LaTeX of it."""
    with suppress(ValueError):  # what `interview check` tells is shown as it is typed
        if latex:
            math = as_mathml(latex).replace("<math ", f'<math alttext="{escape(plain)}" ', 1)
            if len(plain) > WIDE:  # it can't be broken: it scrolls on a narrow screen, by keys too
                return f'<span class="wide" tabindex="0">{math}</span>'
            return math
    return ""


def highlighted(code: str) -> str:
    from pygments import highlight  # type: ignore[import-untyped]
    from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
    from pygments.lexers import PythonLexer  # type: ignore[import-untyped]

    made = str(highlight(code, PythonLexer(), HtmlFormatter(cssclass="code", wrapcode=True)))
    return made.replace("<pre>", '<pre tabindex="0">', 1)  # who has no mouse scrolls it by keys
