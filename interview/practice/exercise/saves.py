"""Saves in a folder. The system's notices only say when to look; what was saved is seen by looking.

So nothing is lost where there are no notices: the folder lies on another machine, the system has no
instances or watches left, or the folder was moved, removed or made anew.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Generator
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeAlias

from interview.history.filesystem import is_networked
from interview.messages import _
from interview.model.cells import NOTEBOOK_SUFFIX

DEBOUNCE_MS, STEP_MS = 50, 4
"""An editor writes a file in several steps; this long it may pause between two of them."""
LOOK_MS = 100
"""So often the folder is looked at, whether or not there was a notice."""
POLL_SECONDS = 0.3
"""The same where there are none."""
POLLING_VARIABLE = "WATCHFILES_FORCE_POLLING"
NO_POLLING = frozenset({"", "false", "disable", "disabled"})
"""What watchfiles takes for no."""

FileMark: TypeAlias = tuple[int, int, int]
"""Tells what a file held from what it holds after a save."""
FolderIdentity: TypeAlias = tuple[int, int]
"""Tells a folder from another that takes its name later."""


class WatchedFolder:
    """A folder whose saves from now on are `saved`, each once; what else there is to know is `said`."""

    def __init__(
        self, folder: Path, saved: Callable[[Path], object], said: Callable[[str], object]
    ) -> None:
        self.folder, self.saved, self.said = folder, saved, said
        self.before = look(folder)
        self.polling = False
        """Whether it was said that the system tells of no saves."""

    def watch(self) -> None:
        """Tells for ever."""
        while True:
            identity = folder_identity(self.folder)
            if identity is None:
                self.wait_for_folder()
            elif why := why_to_poll(self.folder):
                self.poll(why)
            else:
                try:
                    self.hear(identity)
                except Exception as error:  # it cannot begin, or breaks off
                    self.poll(_("the system tells of no saves here ({error})").format(error=error))

    def hear(self, identity: FolderIdentity) -> None:
        """Looks at every notice, and now and then without one, for as long as it is this very folder."""
        with closing(notices(self.folder)) as heard:
            for changes in heard:
                self.tell(settled=bool(changes))
                if folder_identity(self.folder) != identity:
                    return

    def poll(self, why: str) -> None:
        """Looks without notices, as long as there is a folder."""
        if not self.polling and folder_identity(self.folder):
            self.polling = True
            text = _("{why}: the folder is looked at every moment instead")
            self.said(text.format(why=why))
        while folder_identity(self.folder):
            self.tell(settled=False)
            time.sleep(POLL_SECONDS)

    def wait_for_folder(self) -> None:
        """Waits until it is there again, moved back or made anew."""
        text = _("{path} is gone: saves are graded once it is there again")
        self.said(text.format(path=self.folder))
        while not folder_identity(self.folder):
            time.sleep(POLL_SECONDS)
        self.tell(settled=False)

    def tell(self, settled: bool) -> None:
        """Every file that is not as it was; a save that may not be over yet is waited for."""
        current = look(self.folder)
        if not folder_identity(self.folder):  # what was in it is no save when it comes back
            return
        while not settled and current != self.before:
            time.sleep(DEBOUNCE_MS / 1000)
            earlier, current = current, look(self.folder)
            settled = earlier == current
        for path, mark in sorted(current.items()):
            if self.before.get(path) != mark:
                self.saved(path)
        self.before = current


def look(folder: Path) -> dict[Path, FileMark]:
    """Every Python file and notebook in the folder, with what changes at a save; none where there is no folder."""
    seen = {}
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith((".py", NOTEBOOK_SUFFIX)):
                with suppress(OSError):
                    status = entry.stat()
                    seen[folder / entry.name] = (status.st_ino, status.st_mtime_ns, status.st_size)
    return seen


def folder_identity(folder: Path) -> FolderIdentity | None:
    """None if there is no such folder."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def why_to_poll(folder: Path) -> str:
    """Why the system is not asked for notices; empty where it is."""
    wish = os.environ.get(POLLING_VARIABLE, "")
    if wish.lower() not in NO_POLLING:
        return f"{POLLING_VARIABLE}={wish}"
    if is_networked(folder):
        return _("{path} lies on another machine").format(path=folder)
    return ""


def notices(folder: Path) -> Generator[Collection[object], None, None]:
    """The changes that the system tells of, after each save, and none after `LOOK_MS` without one."""
    # Imported here: it takes a moment, and only watching needs it.
    from watchfiles import watch

    return watch(
        folder,
        debounce=DEBOUNCE_MS,
        step=STEP_MS,
        rust_timeout=LOOK_MS,
        yield_on_timeout=True,
        recursive=False,
        raise_interrupt=False,
    )
