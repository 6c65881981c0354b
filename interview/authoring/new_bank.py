"""A new bank: the folders, and what it says of itself."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from interview.bank.facts import bank_file, facts_without_file
from interview.bank.finding import find_bank_folder, folder_named, known_banks
from interview.bank.names import id_problem
from interview.errors import UsageError
from interview.files import make_folder, write_new_files
from interview.messages import _
from interview.model.bank import Language

BANK_TEMPLATE = """\
# yaml-language-server: $schema=bank.schema.json
# The name is stable: the learners' histories are kept under it.
name: "{name}"
title: "{title}"
# Both, [en, zh], or one of them; without en, question.yaml is in Chinese.
languages: [{languages}]
# What a question's topic may be, and its words; without this the usual ones, attention, position, ...
# topics:
#   kv-cache: {{en: KV cache, zh: KV 缓存}}
# For which interviews it is, as in `interview mock --track speech`; several banks may have one track.
# track: {{id: speech, en: speech recognition, zh: 语音识别}}
"""


def chosen_languages(text: str | None) -> tuple[Language, ...]:
    """The languages of a new bank as somebody names them; none for the usual ones. Raises UsageError."""
    wanted = set(text.replace(" ", "").split(",")) if text else set()
    if wanted - set(get_args(Language)):
        message = _("--languages {got}: expected en, zh or en,zh")
        raise UsageError(message.format(got=text))
    return tuple(language for language in get_args(Language) if language in wanted)


def bank_to_write_in(text: str, languages: Sequence[Language]) -> tuple[Path, bool]:
    """The folder of a bank, which is made if there is none, and whether it was; raises UsageError.

    languages: of a new bank; none for the usual ones.
    """
    root = folder_named(text)
    known = {bank.folder.facts.name for bank in known_banks(())}
    if os.sep not in text and not root.is_dir() and text not in known:
        message = _("{text}: no such bank: for a new one write its folder, as in ./{text}")
        raise UsageError(message.format(text=text))
    if (root / "questions").is_dir() or text in known:
        if languages:
            message = _("--languages: is for a new bank: write them in {path}")
            raise UsageError(message.format(path=bank_file(find_bank_folder(text) / "questions")))
        return find_bank_folder(text), False
    root = root.absolute()
    name = facts_without_file(root / "questions").name
    if id_problem(name):
        message = _(
            "{path}: a bank has the name of its folder: use a-z, 0-9 and single dashes in it"
        )
        raise UsageError(message.format(path=root))
    for folder in (root / "questions", root / "solutions"):
        make_folder(folder)
    title = name.replace("-", " ").capitalize()
    values = {"name": name, "title": title, "languages": ", ".join(languages or ("en", "zh"))}
    write_new_files({bank_file(root / "questions"): BANK_TEMPLATE.format(**values)})
    return root, True
