"""Brings the catalogues of the interface up to date: `python -m tests.catalogues`.

Extracts every text from the program, merges it into each `interview/locale/*/LC_MESSAGES/interview.po`,
and compiles that to the `.mo` beside it. What is new is left empty; what is gone is removed. The same
program and the same translations always give the same files.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from interview.messages import CATALOGUE_DOMAIN, CATALOGUES_FOLDER

PROGRAM = CATALOGUES_FOLDER.parent
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
NEVER = datetime(2025, 1, 1, tzinfo=UTC)
"""A date in the header would be a change in every file each time."""
UNUSED = ('"Generated-By:', '"Last-Translator:', '"Language-Team:', '"Report-Msgid-Bugs-To:')
"""Lines that babel writes into a header and nobody reads."""


def languages() -> list[str]:
    return sorted(path.name for path in CATALOGUES_FOLDER.iterdir() if path.is_dir())


def po_path(lang: str) -> Path:
    return CATALOGUES_FOLDER / lang / "LC_MESSAGES" / f"{CATALOGUE_DOMAIN}.po"


def extracted() -> Catalog:
    """Every text that a person can read: marked in the program, or a help text of its commands."""
    catalog = Catalog()
    methods = [("**.py", "python"), ("**.jinja", "jinja2.ext:babel_extract")]
    messages = extract_from_dir(PROGRAM, methods, keywords=KEYWORDS, comment_tags=())
    for path, _line, text, _comments, context in messages:
        catalog.add(text, locations=[(f"interview/{Path(path).as_posix()}", 0)], context=context)
    for text in help_texts():
        catalog.add(text, locations=[("interview/cli", 0)])
    return catalog


def help_texts() -> list[str]:
    """What `--help` shows of every command, argument and option."""
    from typer.main import get_command

    from interview.cli.app import app
    from interview.cli.commands import define_commands

    define_commands("")
    group = get_command(app)
    texts = []
    for command in (group, *group.commands.values()):
        texts.append(command.help if command is group else command.help.partition("\n")[0])
        texts.append(command.help)
        texts += [param.help for param in command.params if getattr(param, "help", None)]
    return texts


def read(lang: str) -> Catalog:
    """The committed catalogue; an empty one if there is none yet."""
    if not po_path(lang).is_file():
        return Catalog(locale=lang)
    with po_path(lang).open("rb") as file:
        return read_po(file, locale=lang)


def updated(old: Catalog, texts: Catalog) -> Catalog:
    """The texts with the translations there are; nothing is guessed from similar texts."""
    new = Catalog(
        locale=old.locale,
        header_comment="# The interface in this language. CONTRIBUTING says how to bring it up to date.",
        project=CATALOGUE_DOMAIN,
        version="1",
        creation_date=NEVER,
        revision_date=NEVER,
        fuzzy=False,
    )
    for text in texts:
        if text.id:
            known = old.get(text.id)
            new.add(text.id, known.string if known else None, locations=text.locations)
    return new


def po_bytes(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalog, width=100, sort_by_file=False, sort_output=True, include_lineno=False)
    lines = out.getvalue().decode("utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(UNUSED)).encode("utf-8")


def mo_bytes(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def main() -> None:
    texts = extracted()
    for lang in languages():
        catalog = updated(read(lang), texts)
        po_path(lang).write_bytes(po_bytes(catalog))
        with po_path(lang).open("rb") as file:
            po_path(lang).with_suffix(".mo").write_bytes(mo_bytes(read_po(file, locale=lang)))
        missing = sum(1 for text in catalog if text.id and not all(strings(text)))
        print(f"{po_path(lang)}: {len(catalog)} texts, {missing} to be translated")


def strings(text: object) -> list[str]:
    """The translation, or all its plural forms."""
    string = text.string  # type: ignore[attr-defined]
    return list(string) if isinstance(string, list | tuple) else [string]


if __name__ == "__main__":
    main()
