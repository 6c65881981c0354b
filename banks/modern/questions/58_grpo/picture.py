"""What each token weighs under the three averages, and which tokens the two bounds leave a gradient."""

import math

import torch

from interview.model.picture import HeatMap

LENGTHS = [2, 4, 8]
RATIOS = [0.6, 0.75, 0.9, 1.0, 1.1, 1.25, 1.4]


def pull(reference, ratios, advantages, mask, **settings):
    """The gradient of the loss with respect to each token's log-probability, downhill; NaN in the padding."""
    logp = ratios.log().requires_grad_()
    old = torch.zeros_like(logp)
    loss = reference.grpo_loss(logp, old, None, advantages, mask, 0.2, 0.28, 0.0, **settings)
    (gradient,) = torch.autograd.grad(loss, logp)
    return (-gradient).masked_fill(~mask, math.nan).tolist()


def pictures(reference):
    mask = torch.arange(max(LENGTHS)) < torch.tensor(LENGTHS)[:, None]
    ones, wrong = torch.ones(mask.shape), -torch.ones(len(LENGTHS))
    for norm, note in (
        ("sequence", {"en": "Each answer weighs the same: a token of a long one is punished less.",
                      "zh": "每个回答的分量相同：长回答里的 token 受的惩罚更小。"}),
        ("token", {"en": "Each token weighs the same: a long answer weighs more.",
                   "zh": "每个 token 的分量相同：长回答的分量更大。"}),
    ):  # fmt: skip
        yield HeatMap(
            {
                "en": f"Three wrong answers of 2, 4 and 8 tokens, norm = {norm}",
                "zh": f"三个错误的回答，2、4、8 个 token，norm = {norm}",
            },
            pull(reference, ones, wrong, mask, norm=norm),
            row_axis={"en": "answer", "zh": "回答"},
            column_axis={"en": "token", "zh": "token"},
            scale="signed",
            note=note,
        )
    both = torch.tensor([1.0, -1.0])
    yield HeatMap(
        {
            "en": "What still has a gradient, low = 0.2, high = 0.28",
            "zh": "哪些还有梯度，low = 0.2，high = 0.28",
        },
        pull(
            reference,
            torch.tensor([RATIOS, RATIOS]),
            both,
            torch.ones(2, len(RATIOS), dtype=torch.bool),
        ),
        rows=["A = +1", "A = -1"],
        columns=[str(ratio) for ratio in RATIOS],
        row_axis={"en": "advantage", "zh": "优势"},
        column_axis={"en": "ratio", "zh": "比值"},
        scale="signed",
        note={
            "en": "A good token is let go beyond 1.28, a bad one below 0.8. What has gone the wrong way"
            " keeps its gradient.",
            "zh": "好的 token 超过 1.28 就放开，坏的低于 0.8 就放开；走错方向的仍有梯度。",
        },
    )
