"""Text to tokens by learned merges, and back. Sennrich et al. 2016, section 3.2; bytes as in GPT-2 (2019)."""

import re
from itertools import pairwise


def encode(
    text: str,
    merges: list[list[int]],
    pattern: str,
    special: dict[str, int],
    allowed: list[str],
) -> list[int]:
    """The ids of a text; a special token in it that is not allowed is an error."""
    ranks = {(left, right): rank for rank, (left, right) in enumerate(merges)}
    ids = []
    for i, part in enumerate(split_at_special(text, special)):
        if i % 2 == 0:
            for piece in re.findall(pattern, part):
                ids += encode_piece(piece.encode("utf-8"), ranks)
        elif part in allowed:
            ids.append(special[part])
        else:
            raise ValueError(f"the text has the special token {part!r}, which is not allowed")
    return ids


def split_at_special(text: str, special: dict[str, int]) -> list[str]:
    """Plain text and special tokens in turn, beginning and ending with (perhaps empty) plain text."""
    if not special:
        return [text]
    longest_first = sorted(special, key=len, reverse=True)
    return re.split(f"({'|'.join(re.escape(token) for token in longest_first)})", text)


def encode_piece(piece: bytes, ranks: dict[tuple[int, int], int]) -> list[int]:
    """Joins the pair that was learned first, wherever it stands, until no pair is left that was learned."""
    ids = list(piece)
    never = len(ranks)
    while len(ids) > 1:
        rank, i = min((ranks.get(pair, never), i) for i, pair in enumerate(pairwise(ids)))
        if rank == never:
            break
        ids[i : i + 2] = [256 + rank]
    return ids


def decode(ids: list[int], merges: list[list[int]], special: dict[str, int]) -> str:
    """The text of the ids; bytes that are no UTF-8 become the replacement character."""
    spelled = {byte: bytes([byte]) for byte in range(256)}
    for left, right in merges:
        spelled[len(spelled)] = spelled[left] + spelled[right]
    for text, id in special.items():
        spelled[id] = text.encode("utf-8")
    for id in ids:
        if id not in spelled:
            raise ValueError(f"no token has the id {id}")
    # First joined, then decoded: a character may be spread over several tokens.
    return b"".join(spelled[id] for id in ids).decode("utf-8", errors="replace")
