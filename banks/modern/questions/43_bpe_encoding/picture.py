"""How one piece is encoded: at each step the pair that was learned first."""

from interview.model.picture import Grid

TEXT = "lowest"
MERGES = [(101, 115), (256, 116), (108, 111), (111, 119), (258, 119)]
"""e s, es t, l o, o w, lo w: `o w` is never used here, as `l o` was learned before it."""


def pictures(reference):
    ranks = {pair: rank for rank, pair in enumerate(MERGES)}
    spelled = {byte: chr(byte) for byte in range(128)}
    for rank, (left, right) in enumerate(MERGES):
        spelled[256 + rank] = spelled[left] + spelled[right]
    cells = []
    for known in range(len(MERGES) + 1):  # with the first merges only, the steps can be seen
        first = {pair: rank for pair, rank in ranks.items() if rank < known}
        ids = reference.encode_piece(TEXT.encode(), first)
        pair = " ".join(spelled[id] for id in MERGES[known - 1]) if known else ""
        cells.append([pair, " ".join(spelled[id] for id in ids), " ".join(map(str, ids))])
    yield Grid(
        {"en": f"`{TEXT}`, merge by merge", "zh": f"`{TEXT}`，逐次合并"},
        [
            {"en": "learned", "zh": "学到的合并"},
            {"en": "tokens", "zh": "token"},
            {"en": "ids", "zh": "id"},
        ],
        cells,
        note={
            "en": "`o w` finds nothing: `l o` came first and took the `o`.",
            "zh": "`o w` 什么也没合并：`l o` 在先，已经用掉了 `o`。",
        },
    )
