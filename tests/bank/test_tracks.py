"""Tracks: which the open banks have, what they are called, and what of it the commands take and tell."""

from __future__ import annotations

import pytest

from interview import messages
from interview.bank import Bank, open_bank
from interview.bank.finding import tracks_of_bank
from interview.bank.shipped import shipped_bank_folders
from interview.bank.tracks import track_told, tracks_of
from interview.errors import UsageError
from interview.messages import spoken
from interview.practice.memory.selection import Wanted, track_meant, wanted_cards
from tests.conftest import TOY
from tests.helpers.banks import toy_bank
from tests.helpers.command import interview

SPEECH = "track: {id: speech, zh: 语音}\n"


@pytest.fixture
def roots(tmp_path):
    """Two banks of one track, each of which knows a word for it, one of another, and one of none."""
    return [
        toy_bank(tmp_path / "mine", "mine", 1, "attend", SPEECH),
        toy_bank(
            tmp_path / "yours", "yours", 2, "other", "track: {id: speech, en: Speech, zh: 话}\n"
        ),
        toy_bank(tmp_path / "ours", "ours", 3, "third", "track: {id: vision}\n"),
        toy_bank(tmp_path / "plain", "plain", 4, "fourth"),
    ]


def test_banks_of_one_track_are_one_track_and_each_word_is_that_of_the_first_that_has_it(roots):
    tracks = tracks_of(Bank(*roots).cards)
    assert list(tracks) == ["speech", "vision"]
    assert tracks["speech"].words == {"en": "Speech", "zh": "语音"}
    assert [track_told(track) for track in tracks.values()] == ["speech (Speech)", "vision"]
    messages.use_catalogue("zh")
    assert [spoken(track) for track in tracks.values()] == ["语音", "vision"]
    assert track_told(tracks["speech"]) == "speech（语音）"


def test_only_the_cards_of_its_banks_are_wanted_however_it_is_named(roots):
    bank = Bank(*roots)
    for said in ("speech", "Speech", "语音", "spe"):
        assert [card.number for card in wanted_cards(bank, Wanted(track=said))] == [1, 2]
    assert [card.number for card in wanted_cards(bank, Wanted(("1", "3"), track="vision"))] == [3]
    assert [card.number for card in wanted_cards(bank, Wanted())] == [1, 2, 3, 4]


def test_an_unknown_track_lists_those_there_are(roots):
    with pytest.raises(UsageError) as told:
        track_meant("music", Bank(*roots).cards)
    assert str(told.value) == "--track music: expected one of speech (Speech), vision"
    with pytest.raises(UsageError, match="no bank that is open has a track"):
        track_meant("music", Bank(TOY).cards)


def test_every_bank_that_is_shipped_has_a_track_of_its_own_in_both_languages():
    tracks = tracks_of(open_bank(None).cards)
    assert len(tracks) == len(shipped_bank_folders())
    assert all(set(track.words) == {"en", "zh"} for track in tracks.values())


def test_commands_list_and_take_them(roots, monkeypatch):
    monkeypatch.setenv("COLUMNS", "140")
    mine, _yours, ours, plain = map(str, roots)
    both = ["--bank", mine, "--bank", ours]
    listed = interview("list", *both, "--track", "vision", bank=None).stdout
    assert ("ours:third" in listed, "mine:attend" in listed) == (True, False)
    told = interview("list", *both, "--track", "music", bank=None, status=2).stderr
    assert told == "--track music: expected one of speech, vision\n"
    assert (
        "Only one track: speech or vision." in interview("quiz", *both, "--help", bank=None).stdout
    )
    none = interview("drill", "--bank", plain, "--help", bank=None).stdout
    assert "Only one track: none that is open has one." in none
    assert "track vision" in interview("bank", "list", "--bank", ours, bank=None).stdout
    assert tracks_of_bank("nowhere") == []
