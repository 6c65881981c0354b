"""The probabilities of seven tokens, from step to step."""

import torch

from interview.model.picture import HeatMap

LOGITS = torch.tensor([[2.6, 2.2, 1.4, 0.8, -0.4, -0.6, -2.0]])
HISTORY = torch.tensor([[0, 1, 0, 4, 0]])  # after 0 came 1, then 4
P = 0.15


def pictures(reference):
    mask = torch.ones_like(HISTORY, dtype=torch.bool)

    def after(**penalties):
        return reference.penalize(LOGITS, HISTORY, mask, **penalties)

    penalised = after(ngram=2, repetition=1.3, presence=0.4, frequency=0.4)
    steps = {
        "logits": LOGITS,
        "n-gram ban": after(ngram=2),
        "repetition": after(ngram=2, repetition=1.3),
        "count": penalised,
        "min-p": reference.min_p(penalised, P),
        "τ=2, min-p": reference.min_p(penalised, P, 2.0),
        "min-p, τ=2": reference.min_p(penalised, P, 2.0, last=True),
    }
    yield HeatMap(
        {
            "en": "Probabilities after each step, with 0 1 0 4 0 as the text so far",
            "zh": "每一步之后的概率，已有的文本是 0 1 0 4 0",
        },
        torch.cat(list(steps.values())).softmax(-1).tolist(),
        list(steps),
        [str(token) for token in range(LOGITS.size(1))],
        row_axis={"en": "step", "zh": "步骤"},
        column_axis={"en": "token", "zh": "token"},
        note={
            "en": "The first five add a step each. A temperature of 2 lets more in before the cut than after.",
            "zh": "前五行每行多做一步。温度 2 放在截断之前，留下的 token 比放在之后多。",
        },
    )
