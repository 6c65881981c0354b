"""Copies of the toy bank, as banks of other names, numbers and ids."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.conftest import TOY
from tests.helpers.toy import change


def toy_bank(root, name="", number=1, id="attend", facts=""):
    """A copy of the toy bank at `root`; with a name, or more facts, it has a `bank.yaml`."""
    shutil.copytree(TOY, root, dirs_exist_ok=True)
    slug = f"{number:02d}_{id.replace('-', '_')}"
    folder = (root / "questions" / "01_attend").rename(root / "questions" / slug)
    (root / "solutions" / "01_attend.py").rename(root / "solutions" / f"{slug}.py")
    change(folder, "number: 1", f"number: {number}")
    change(folder, "id: attend", f"id: {id}")
    change(folder, "interview: attend", f"interview: {id}", "stub.py")
    if name or facts:
        text = f"name: {name or root.name}\n{facts}"
        (root / "questions" / "bank.yaml").write_text(text, encoding="utf-8")
    return Path(root)
