"""How much a day of a plan holds, and the command of its mock interview."""

from __future__ import annotations

from interview.messages import ngettext


def amounts_in_words(new: int = 0, write: int = 0, due: int = 0, mock: int = 0) -> list[str]:
    """What is new, to be written, due, and the minutes of a mock interview; what is none is left out."""
    amounts = [
        (ngettext("{count} new", "{count} new", new), new),
        (ngettext("{count} to write", "{count} to write", write), write),
        (ngettext("{count} due", "{count} due", due), due),
        (ngettext("a mock of {count} min", "a mock of {count} min", mock), mock),
    ]
    return [text.format(count=count) for text, count in amounts if count]


def mock_command(minutes: int, topic: str, track: str) -> str:
    """`interview mock --minutes 40 --topic bert`; without a topic or a track it is about all of them."""
    said = [f"interview mock --minutes {minutes}"]
    said += [f"--track {track}"] * bool(track) + [f"--topic {topic}"] * bool(topic)
    return " ".join(said)
