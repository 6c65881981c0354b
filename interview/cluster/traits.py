"""What must be the same on all workers, so that none gives another verdict than the rest."""

from __future__ import annotations

import hashlib
import platform
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interview import __version__
from interview.grading.sandbox.levels import LEVELS
from interview.messages import N_, _

PACKAGE = Path(__file__).parents[1]


def digest_of_package(folder: Path) -> str:
    """Changes with every line of the package, wherever it lies and whenever it was installed."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


PACKAGE_DIGEST = digest_of_package(PACKAGE)
"""As this process has loaded it: a worker may outlive what is installed."""


@dataclass(frozen=True)
class Traits:
    """What verdicts hang on beside the bank, which every worker gets anew."""

    package: str
    """Version, and sixteen digits for every line of it."""
    python: str
    torch: str
    sandbox: str
    """The level."""


TRAIT_NAMES = {
    "package": N_("package"),
    "python": "Python",
    "torch": "torch",
    "sandbox": N_("sandbox"),
}


def own_traits(about: dict[str, Any]) -> Traits:
    """Those of this machine, where `about` is what its engine says of itself."""
    package = f"{__version__} ({PACKAGE_DIGEST})"
    return Traits(package, platform.python_version(), about["torch"], about["level"])


def differences(expected: Traits, got: Traits) -> Iterator[str]:
    """A sentence for each trait that is another one."""
    for name, told in TRAIT_NAMES.items():
        wanted, found = getattr(expected, name), getattr(got, name)
        if wanted != found:
            text = _("{name}: expected {expected}, got {got}")
            yield text.format(name=_(told), expected=_(wanted), got=_(found))


def common_level(levels: Iterable[str]) -> str:
    """The level of the sandbox that most workers have; of several such the highest."""
    counts = Counter(levels)
    return min(counts, key=lambda level: (-counts[level], LEVELS.index(level)))
