"""How far a reward at the end reaches back, and where the clipped objective has a gradient."""

import torch

from interview.model.picture import HeatMap

TOKENS = 8
LAMBDAS = [0.0, 0.5, 0.8, 0.95, 1.0]
RATIOS = [0.5, 0.7, 0.9, 1.0, 1.1, 1.3, 1.5]


def pictures(reference):
    yield HeatMap(
        {
            "en": "Advantages of eight tokens, a reward of 1 at the end, all values 0, γ = 1",
            "zh": "八个 token 的优势，最后的奖励是 1，价值全为 0，γ = 1",
        },
        [last_reward(reference, lam) for lam in LAMBDAS],
        [f"λ {lam:g}" for lam in LAMBDAS],
        [str(t + 1) for t in range(TOKENS)],
        column_axis={"en": "token", "zh": "token"},
        note={
            "en": "With λ = 0 only the last token learns of it; with λ = 1 all do, and of all the noise.",
            "zh": "λ = 0 时只有最后一个 token 知道它；λ = 1 时所有 token 都知道，噪声也一并收下。",
        },
    )
    yield HeatMap(
        {
            "en": "Gradient of the objective with respect to the log-probability, clip 0.2",
            "zh": "目标对对数概率的梯度，clip 为 0.2",
        },
        [gradients(reference, sign) for sign in (1.0, -1.0)],
        ["A = +1", "A = −1"],
        [f"{ratio:g}" for ratio in RATIOS],
        column_axis={"en": "ratio", "zh": "概率比"},
        scale="signed",
        note={
            "en": "It is 0 only where the ratio has already gone far enough the way that pays.",
            "zh": "只有概率比朝有利的方向已经走得够远时，梯度才是 0。",
        },
    )


def last_reward(reference, lam):
    rewards = torch.zeros(1, TOKENS, dtype=torch.float64)
    rewards[0, -1] = 1
    mask = torch.ones(1, TOKENS, dtype=torch.bool)
    advantages, _returns = reference.gae(rewards, torch.zeros_like(rewards), mask, 1.0, lam)
    return advantages[0].tolist()


def gradients(reference, advantage):
    logp = torch.tensor([RATIOS], dtype=torch.float64).log().requires_grad_()
    still = torch.zeros_like(logp)
    mask = torch.ones_like(logp, dtype=torch.bool)
    policy, _value, _share = reference.ppo_loss(
        logp, still, still + advantage, still, still, still, mask, 0.2, 0.2
    )
    policy.backward()
    return (-len(RATIOS) * logp.grad[0]).tolist()
