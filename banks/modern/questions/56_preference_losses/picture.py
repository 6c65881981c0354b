"""How hard a pair is pulled apart, for each distance it has already, by each of the losses."""

import torch

from interview.model.picture import HeatMap

BETA = 0.5
DISTANCES = [-4, -2, 0, 1, 2, 4, 6, 8]


def pull(reference, kind, smoothing=0.0):
    """The gradient of each pair's loss with respect to the chosen answer, downhill."""
    policy = torch.tensor([[float(h), 0.0] for h in DISTANCES], requires_grad=True)
    ones = torch.ones(len(DISTANCES), 2, dtype=torch.long)
    loss, _ = reference.dpo_loss(policy, torch.zeros_like(policy), ones, BETA, smoothing, kind)
    (gradient,) = torch.autograd.grad(loss * len(DISTANCES), policy)
    return (-gradient[:, 0]).tolist()


def drawn(title, rows, note):
    return HeatMap(
        title,
        list(rows.values()),
        rows=list(rows),
        columns=[str(h) for h in DISTANCES],
        row_axis={"en": "loss", "zh": "loss"},
        column_axis={"en": "difference of the log-ratios", "zh": "对数比之差"},
        scale="signed",
        note=note,
    )


def pictures(reference):
    smoothed = {f"ε = {e}": pull(reference, "sigmoid", e) for e in (0.0, 0.1, 0.3)}
    yield drawn(
        {
            "en": f"DPO: what pulls chosen and rejected apart, β = {BETA}",
            "zh": f"DPO：把 chosen 和 rejected 拉开的力，β = {BETA}",
        },
        smoothed,
        {
            "en": "It always pulls further, but ever less. With smoothing it pulls back beyond"
            " ln((1 − ε)/ε)/β: 4.4 for ε = 0.1.",
            "zh": "总在继续拉开，只是越来越弱。加了平滑，超过 ln((1 − ε)/ε)/β 就往回拉：ε = 0.1 时是 4.4。",
        },
    )
    yield drawn(
        {
            "en": f"IPO: what pulls chosen and rejected apart, β = {BETA}",
            "zh": f"IPO：把 chosen 和 rejected 拉开的力，β = {BETA}",
        },
        {"ipo": pull(reference, "ipo")},
        {
            "en": "A spring with the length 1/(2β) = 1: it pulls the more, the farther away from it.",
            "zh": "像一根长度为 1/(2β) = 1 的弹簧：离得越远，拉力越大。",
        },
    )
