"""Each reference against what packages gave that need not be installed here."""

from __future__ import annotations

import pytest
import yaml

from tests.oracles import agree
from tests.oracles.catalogue import EVERY_ORACLE
from tests.oracles.record import COMMAND, RECORDED, SEEDS_KEPT, as_plain, from_plain, recorded_of


@pytest.mark.parametrize("oracle", EVERY_ORACLE, ids=lambda oracle: oracle.name)
def test_the_reference_gives_what_was_recorded(oracle):
    kept = list(recorded_of(oracle))
    assert len(kept) == len(SEEDS_KEPT)
    for drawn, given in kept:
        agree(oracle.ours(drawn), given, oracle.close)


def test_a_record_says_what_made_it_and_holds_no_other():
    for path in RECORDED.iterdir():
        record = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert path.stem == record["package"]
        assert record["version"]
        assert record["command"] == COMMAND
        names = {oracle.name for oracle in EVERY_ORACLE if oracle.package == path.stem}
        assert set(record["oracles"]) == names


def test_what_is_recorded_is_read_as_it_was():
    for oracle in EVERY_ORACLE:
        drawn = oracle.drawn(5)
        agree(from_plain(yaml.safe_load(yaml.safe_dump(as_plain(drawn)))), drawn, 0.0)


@pytest.mark.parametrize("oracle", EVERY_ORACLE, ids=lambda oracle: oracle.name)
def test_inputs_differ_and_what_is_given_differs_with_them(oracle):
    """So that agreeing under many seeds is worth something."""
    given = [repr(as_plain(oracle.ours(oracle.drawn(seed)))) for seed in range(8)]
    assert len(set(given)) >= 5
