"""Training on four words: which pair is merged at each step, and what becomes of the words."""

from interview.model.picture import Grid

WORDS, COUNTS, MERGES = ["low", "lower", "newest", "widest"], [5, 2, 6, 3], 6


def pictures(reference):
    words = [list(word.encode()) for word in WORDS]
    spelled = {byte: chr(byte) for byte in range(128)}
    cells = [["", "", *(" ".join(word) for word in WORDS)]]
    for i, pair in enumerate(reference.train_bpe(words, COUNTS, MERGES)):
        total = reference.pair_totals(words, COUNTS)[pair]
        spelled[256 + i] = spelled[pair[0]] + spelled[pair[1]]
        words = [reference.merged(word, pair, 256 + i) for word in words]
        shown = (" ".join(spelled[id] for id in word) for word in words)
        cells.append([f"{spelled[pair[0]]} {spelled[pair[1]]}", str(total), *shown])
    heads = [f"{word} ×{count}" for word, count in zip(WORDS, COUNTS, strict=True)]
    yield Grid(
        {"en": "The first merges", "zh": "最初几次合并"},
        [
            {"en": "merge", "zh": "合并"},
            {"en": "times", "zh": "次数"},
            *({"en": head, "zh": head} for head in heads),
        ],
        cells,
        note={
            "en": "Of pairs that are equally frequent the one with the smallest ids is merged.",
            "zh": "次数相同时，合并 id 最小的一对。",
        },
    )
