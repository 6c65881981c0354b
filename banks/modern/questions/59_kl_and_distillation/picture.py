"""The student of a single bump that fits a teacher of two best, under each divergence."""

import torch

from interview.model.picture import HeatMap

PLACES = torch.arange(13.0)
BETAS = [0.0, 0.5, 1.0]


def bump(centre, width):
    return -((PLACES - centre) ** 2) / (2 * width**2)


def pictures(reference):
    teacher = torch.logaddexp(bump(3, 0.8), bump(9, 0.8) - 0.5)
    students = [bump(c / 4, w / 4) for c in range(49) for w in range(2, 17)]
    label = torch.tensor([[0]])

    def best(beta):
        losses = [
            reference.distill_loss(logits[None, None], teacher[None, None], label, 1.0, beta)
            for logits in students
        ]
        return students[int(torch.stack(losses).argmin())]

    rows = [teacher, *map(best, BETAS)]
    yield HeatMap(
        {
            "en": "A teacher of two bumps, and the best student of one bump under each beta",
            "zh": "有两个峰的教师，以及只有一个峰的学生在每个 beta 下的最佳拟合",
        },
        torch.stack(rows).softmax(-1).tolist(),
        ["teacher", *[f"β = {beta:g}" for beta in BETAS]],
        [str(int(place)) for place in PLACES],
        row_axis={"en": "distribution", "zh": "分布"},
        column_axis={"en": "word", "zh": "词"},
        note={
            "en": "Beta 0, the forward KL, covers both bumps and the gap; beta 1, the reverse, takes one of them.",
            "zh": "beta 为 0 是前向 KL，把两个峰连同中间的空档都盖住；beta 为 1 是反向 KL，只取其中一个峰。",
        },
    )
