"""What each token says by itself, and the best path through all of them."""

import torch

from interview.model.picture import HeatMap

TAGS = ["O", "B-PER", "I-PER"]
WORDS = ["met", "Ada", "King", "today"]


def pictures(reference):
    emissions = torch.tensor([[2.0, 0.5, 0.0], [0.0, 1.0, 1.4], [0.6, 0.4, 1.0], [2.0, 0.0, 0.5]])
    transitions = torch.zeros(3, 3)
    transitions[0, 2] = -10.0  # O -> I
    start, end = torch.tensor([0.0, 0.0, -10.0]), torch.zeros(3)
    path, score = reference.best_path(emissions, transitions, start, end)
    axes = {
        "row_axis": {"en": "tag", "zh": "标签"},
        "column_axis": {"en": "token", "zh": "token"},
    }
    yield HeatMap(
        {"en": "Emission scores", "zh": "发射分数"}, emissions.T.tolist(), TAGS, WORDS, **axes
    )
    for title, tags in (
        (
            {"en": "The best tag of each token alone", "zh": "逐个 token 取最高"},
            emissions.argmax(-1).tolist(),
        ),
        (
            {
                "en": f"The best path, score {score.item():.1f}",
                "zh": f"最优路径，得分 {score.item():.1f}",
            },
            path,
        ),
    ):
        values = [[float(tag == row) for tag in tags] for row in range(len(TAGS))]
        yield HeatMap(title, values, TAGS, WORDS, **axes, scale="mask")
