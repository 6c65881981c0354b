"""One table, and the rows that a chunk gets when generation has come to an offset."""

import torch

from interview.model.picture import HeatMap

WIDTH, LENGTH, CHUNK, OFFSET = 12, 10, 3, 5


def pictures(reference):
    module = reference.PositionalEncoding(WIDTH, max_len=LENGTH).eval()
    axes = {
        "row_axis": {"en": "position", "zh": "位置"},
        "column_axis": {"en": "feature", "zh": "特征"},
        "scale": "signed",
    }
    whole = module(torch.zeros(1, LENGTH, WIDTH))[0]
    part = module(torch.zeros(1, CHUNK, WIDTH), offset=OFFSET)[0]
    yield HeatMap({"en": "The whole table", "zh": "完整的编码表"}, whole.tolist(), **axes)
    yield HeatMap(
        {"en": f"Three tokens with offset {OFFSET}", "zh": f"offset 为 {OFFSET} 时的三个 token"},
        part.tolist(),
        [str(OFFSET + i) for i in range(CHUNK)],
        **axes,
        note={
            "en": f"Rows {OFFSET} to {OFFSET + CHUNK - 1} of the table, not its first three.",
            "zh": f"取的是表中第 {OFFSET} 到 {OFFSET + CHUNK - 1} 行，而不是前三行。",
        },
    )
