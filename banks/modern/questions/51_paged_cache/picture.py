"""What each block of a small pool holds while a sequence is written, forked and freed."""

import torch

from interview.model.picture import Grid

BLOCKS, SIZE = 4, 3
STEPS = ["new", "append 0 abcde", "fork 0", "append 1 x", "append 0 fg", "free 0", "append 1 yz"]


def tokens(text):
    return torch.tensor([[[float(ord(letter))] for letter in text]])


def carry_out(cache, step):
    name, *rest = step.split()
    if name == "append":
        cache.append(int(rest[0]), tokens(rest[1]), tokens(rest[1]))
    else:
        getattr(cache, name)(*map(int, rest))


def blocks(cache, sequences):
    """Of each block its letters, and the sequences that hold it."""
    letters, holders = [""] * BLOCKS, [[] for _ in range(BLOCKS)]
    for sequence in sequences:
        text = "".join(chr(int(number)) for number in cache.read(sequence)[0].flatten())
        for place, block in enumerate(cache.table(sequence)):
            letters[block] = text[place * SIZE : (place + 1) * SIZE]
            holders[block].append(str(sequence))
    return [
        f"{text:.<{SIZE}} {','.join(held)}" if held else "-"
        for text, held in zip(letters, holders, strict=True)
    ]


def pictures(reference):
    cache = reference.PagedCache(BLOCKS, SIZE, 1, 1)
    rows, live = [], []
    for step in STEPS:
        carry_out(cache, step)
        live += [0] * (step == "new") + [1] * step.startswith("fork")
        live = [sequence for sequence in live if step != f"free {sequence}"]
        rows.append([step, *blocks(cache, live)])
    yield Grid(
        {
            "en": "Blocks of three tokens: their letters, and which sequences hold them",
            "zh": "每块三个 token：块里的字母，以及持有它的序列",
        },
        [
            {"en": "step", "zh": "步骤"},
            *[{"en": f"block {number}", "zh": f"块 {number}"} for number in range(BLOCKS)],
        ],
        rows,
        note={
            "en": "Sequence 1 copies block 1 before it writes x; after that 0 is alone there and writes in place. "
            "Block 0 is full and stays shared. What 0 leaves is free again, lowest first.",
            "zh": "序列 1 写 x 之前复制了块 1；之后只剩 0 持有块 1，就原地写入。块 0 是满的，一直共享。"
            "0 留下的块重新空闲，先取编号最小的。",
        },
    )
