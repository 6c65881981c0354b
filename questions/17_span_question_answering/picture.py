"""Two scores for each token: does the answer start here, does it end here."""

import torch

from interview.model.picture import HeatMap

TOKENS = ["[CLS]", "who", "?", "[SEP]", "it", "was", "Ada", "Lovelace", ".", "[SEP]"]
START, END = TOKENS.index("Ada"), TOKENS.index("Lovelace")


def pictures(reference):
    head = reference.SpanHead(2)
    hidden = torch.randn(1, len(TOKENS), 2)
    with torch.no_grad():
        head.qa_outputs.weight.copy_(torch.eye(2))
        hidden[0, START] = torch.tensor([4.0, 0.0])
        hidden[0, END] = torch.tensor([0.0, 4.0])
        _, start, end = head(hidden)
    yield HeatMap(
        {"en": "Softmax over the tokens", "zh": "在所有 token 上做 softmax"},
        torch.cat([start, end]).softmax(-1).tolist(),
        ["start", "end"],
        TOKENS,
        row_axis={"en": "row of the head", "zh": "分类头的行"},
        column_axis={"en": "token", "zh": "token"},
        note={
            "en": "Two distributions over positions, not a class for each token.",
            "zh": "这是位置上的两个分布，而不是给每个 token 分类。",
        },
    )
