"""Each reference against the package itself, under many seeds, where that is installed: `nox -s oracles`."""

from __future__ import annotations

import os

import pytest

from tests.oracles import agree
from tests.oracles.catalogue import EVERY_ORACLE

SEEDS = 24
ALL_INSTALLED = "ORACLES_INSTALLED"
"""Set where none may be missing, as in that session."""


@pytest.mark.filterwarnings("ignore")  # theirs are theirs
@pytest.mark.parametrize("oracle", EVERY_ORACLE, ids=lambda oracle: oracle.name)
def test_the_reference_gives_what_the_package_gives(oracle):
    if ALL_INSTALLED not in os.environ:
        why = f"{oracle.package} is not installed: nox -s oracles has it"
        pytest.importorskip(oracle.package, reason=why)
    for seed in range(SEEDS):
        drawn = oracle.drawn(seed)
        agree(oracle.ours(drawn), oracle.theirs(drawn), oracle.close)
