"""Tracks: for which interviews the questions of the open banks are, as each bank says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from interview.messages import _, spoken
from interview.model.bank import Track
from interview.model.card import Card


def tracks_of(cards: Iterable[Card]) -> dict[str, str]:
    """The tracks of their banks by id, each with its words: in a language those of the first that has some."""
    words: dict[str, Mapping[str, str]] = {}
    for bank in {id(card.bank): card.bank for card in cards}.values():
        if bank.track and bank.track_id:  # a broken file may have none
            words[bank.track.id] = {**bank.track.words, **words.get(bank.track.id, {})}
    return {id: Track(id, said) for id, said in words.items()}


def track_told(track: str) -> str:
    """Its id, by which it is named, and what it is called where that is something else."""
    if spoken(track) == track:
        return str(track)
    return _("{id} ({name})").format(id=str(track), name=spoken(track))
