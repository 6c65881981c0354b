"""A batch as its own negatives: the diagonal should win in every row."""

import torch

from interview.model.picture import HeatMap

PAIRS = 6


def pictures(reference):
    a = torch.randn(PAIRS, 8)
    b = a + 0.5 * torch.randn(PAIRS, 8)
    scores = reference.similarity_matrix(a, b)
    axes = {
        "row_axis": {"en": "question", "zh": "问句"},
        "column_axis": {"en": "answer", "zh": "答句"},
    }
    rows, columns = [f"q{i}" for i in range(PAIRS)], [f"a{i}" for i in range(PAIRS)]
    yield HeatMap(
        {"en": "Cosines", "zh": "余弦相似度"},
        scores.tolist(),
        rows,
        columns,
        **axes,
        scale="signed",
    )
    for temperature in (1.0, 0.05):
        yield HeatMap(
            {
                "en": f"Softmax of each row, temperature {temperature}",
                "zh": f"逐行 softmax，温度 {temperature}",
            },
            (scores / temperature).softmax(-1).tolist(),
            rows,
            columns,
            **axes,
        )
