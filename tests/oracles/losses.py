"""Losses of alignment as torchtune, torchrl, verl and trl have them."""

from __future__ import annotations

import random

import torch
from torch import Tensor

from tests.oracles import Oracle, Values, gradients, randn, with_gradient
from tests.solutions import load


def drawn_pairs(seed: int) -> Values:
    """Logits and labels of an answer each, and log-probabilities of pairs."""
    rng = random.Random(seed)
    B, T, V = rng.randint(1, 4), rng.randint(3, 6), rng.randint(2, 7)
    logits, policy, reference = randn(seed, (B, T, V), (B, 2), (B, 2))
    labels = torch.tensor([[rng.randrange(V) for _ in range(T)] for _ in range(B)])
    labels[:, : rng.randint(1, T - 1)] = -100
    return {
        "logits": logits,
        "labels": labels,
        "policy": 3 * policy,
        "reference": 3 * reference,
        "beta": rng.choice([0.1, 0.5]),
        "smoothing": rng.choice([0.0, 0.2]),
    }


def pairs_of_torchtune(drawn: Values) -> Values:
    from torchtune.rlhf import get_batch_log_probs
    from torchtune.rlhf.loss import DPOLoss

    logits, policy = with_gradient(drawn["logits"], drawn["policy"])
    logp = get_batch_log_probs(logits, drawn["labels"])
    loss = DPOLoss(drawn["beta"], drawn["smoothing"])
    losses, chosen, rejected = loss(*policy.unbind(1), *drawn["reference"].unbind(1))
    return {
        "logp": logp.detach(),
        "loss": losses.mean().detach(),
        "margins": chosen - rejected,
        **gradients(losses.mean() + logp.sin().sum(), policy, logits),
    }


def pairs_of_ours(drawn: Values) -> Values:
    ours = load(56)
    logits, policy = with_gradient(drawn["logits"], drawn["policy"])
    logp, _lengths = ours.sequence_logp(logits, drawn["labels"])
    lengths = torch.ones_like(policy)
    said = drawn["beta"], drawn["smoothing"]
    loss, margins = ours.dpo_loss(policy, drawn["reference"], lengths, *said)
    return {
        "logp": logp.detach(),
        "loss": loss.detach(),
        "margins": margins,
        **gradients(loss + logp.sin().sum(), policy, logits),
    }


def drawn_responses(seed: int) -> Values:
    """What a step of PPO knows of each token; responses are padded on the right."""
    rng = random.Random(seed)
    B, T = rng.randint(2, 4), rng.randint(2, 6)
    names = ("rewards", "values", "logp", "old_logp", "new_values")
    numbers = dict(zip(names, randn(seed, *[(B, T)] * 5), strict=True))
    lengths = torch.tensor([rng.randint(1, T) for _ in range(B - 1)] + [T])
    mask = torch.arange(T) < lengths[:, None]
    numbers["logp"] = numbers["old_logp"] + 0.3 * numbers["logp"]
    return {**numbers, "mask": mask, "gamma": 0.9, "lam": 0.8, "clip": 0.2, "value_clip": 0.5}


def filled(drawn: Values, name: str) -> Tensor:
    return drawn[name].masked_fill(~drawn["mask"], 0)


def advantages_of_torchrl(drawn: Values) -> Values:
    from torchrl.objectives.value.functional import generalized_advantage_estimate

    rewards, values = filled(drawn, "rewards"), filled(drawn, "values")
    after = torch.cat([values[:, 1:], torch.zeros_like(values[:, :1])], dim=1)
    last = torch.zeros_like(drawn["mask"])
    last[torch.arange(len(last)), drawn["mask"].sum(1) - 1] = True
    columns = [x[..., None] for x in (values, after, rewards, last)]
    advantages, returns = generalized_advantage_estimate(drawn["gamma"], drawn["lam"], *columns)
    kept = [x.squeeze(-1).masked_fill(~drawn["mask"], 0) for x in (advantages, returns)]
    return {"advantages": kept[0], "returns": kept[1]}


def advantages_of_ours(drawn: Values) -> Values:
    said = drawn["rewards"], drawn["values"], drawn["mask"], drawn["gamma"], drawn["lam"]
    advantages, returns = load(57).gae(*said)
    return {"advantages": advantages, "returns": returns}


def step_of_verl(drawn: Values) -> Values:
    """Whitened advantages, returns, the losses of policy and value, and the share that is clipped."""
    from verl.trainer.ppo import core_algos

    mask, clip = drawn["mask"].double(), drawn["clip"]
    advantages, returns = core_algos.compute_gae_advantage_return(
        drawn["rewards"], drawn["values"], mask, drawn["gamma"], drawn["lam"]
    )
    logp, values = with_gradient(drawn["logp"], drawn["new_values"])
    policy, clipped, *_more = core_algos.compute_policy_loss(
        *(drawn["old_logp"], logp, advantages, mask), cliprange=clip, clip_ratio_c=1e9
    )
    value, _share = core_algos.compute_value_loss(
        values, returns, drawn["values"], mask, drawn["value_clip"]
    )
    kept = [x.masked_fill(~drawn["mask"], 0) for x in (advantages, returns)]
    return {
        "advantages": kept[0],
        "returns": kept[1],
        "policy": policy.detach(),
        "value": value.detach(),
        "clipped": clipped,
        **gradients(policy + value, logp, values),
    }


def step_of_ours(drawn: Values) -> Values:
    ours, mask, clip = load(57), drawn["mask"], drawn["clip"]
    found, returns = ours.gae(drawn["rewards"], drawn["values"], mask, drawn["gamma"], drawn["lam"])
    advantages = ours.whiten(found, mask)
    logp, values = with_gradient(drawn["logp"], drawn["new_values"])
    policy, value, clipped = ours.ppo_loss(
        *(logp, drawn["old_logp"], advantages, values, drawn["values"], returns, mask),
        *(clip, drawn["value_clip"]),
    )
    return {
        "advantages": advantages,
        "returns": returns,
        "policy": policy.detach(),
        "value": value.detach(),
        "clipped": clipped,
        **gradients(policy + value, logp, values),
    }


AGGREGATIONS = {
    "sequence": "seq-mean-token-mean",
    "token": "token-mean",
    "constant": "seq-mean-token-sum-norm",
}
"""Ours -> as verl calls it; by the constant it divides by the width of the batch."""


def drawn_groups(seed: int) -> Values:
    """Rewards of groups of at least two answers: of a single one verl keeps the reward itself."""
    rng = random.Random(seed)
    groups = [group for group in range(rng.randint(2, 3)) for _ in range(rng.randint(2, 3))]
    rng.shuffle(groups)
    B, T = len(groups), rng.randint(3, 5)
    rewards, noise, old, away = randn(seed, (B,), (B, T), (B, T), (B, T))
    lengths = torch.tensor([rng.randint(1, T) for _ in range(B - 1)] + [T])
    return {
        "rewards": rewards,
        "groups": torch.tensor(groups),
        "old": old,
        "logp": old + 0.3 * noise,
        "ref": old + 0.2 * away,
        "mask": torch.arange(T) < lengths[:, None],
        "low": 0.2,
        "high": 0.28,
        "beta": rng.choice([0.0, 0.04]),
        "norm": list(AGGREGATIONS)[seed % 3],
        "scale": bool(seed % 2),
    }


def groups_of_verl(drawn: Values) -> Values:
    from verl.trainer.ppo import core_algos

    mask, mode = drawn["mask"].double(), AGGREGATIONS[drawn["norm"]]
    at_the_end = torch.zeros_like(drawn["old"])
    at_the_end[:, 0] = drawn["rewards"]
    groups = drawn["groups"].numpy()
    advantages, _returns = core_algos.compute_grpo_outcome_advantage(
        at_the_end, mask, groups, norm_adv_by_std_in_grpo=drawn["scale"]
    )
    (logp,) = with_gradient(drawn["logp"])
    loss, *_more = core_algos.compute_policy_loss(
        *(drawn["old"], logp, advantages, mask),
        cliprange_low=drawn["low"],
        cliprange_high=drawn["high"],
        clip_ratio_c=1e9,
        loss_agg_mode=mode,
    )
    if drawn["beta"]:
        k3 = core_algos.kl_penalty(logp, drawn["ref"], "low_var_kl")
        loss = loss + drawn["beta"] * core_algos.agg_loss(k3, mask, mode)
    return {"advantages": advantages[:, 0], "loss": loss.detach(), **gradients(loss, logp)}


def groups_of_ours(drawn: Values) -> Values:
    ours = load(58)
    advantages = ours.group_advantages(drawn["rewards"], drawn["groups"], drawn["scale"])
    (logp,) = with_gradient(drawn["logp"])
    said = drawn["low"], drawn["high"], drawn["beta"], drawn["norm"], logp.size(1)
    loss = ours.grpo_loss(logp, drawn["old"], drawn["ref"], advantages, drawn["mask"], *said)
    return {"advantages": advantages, "loss": loss.detach(), **gradients(loss, logp)}


def drawn_estimates(seed: int) -> Values:
    logp, ref = randn(seed, (2, 3 + seed % 3), (2, 3 + seed % 3))
    return {"logp": logp, "ref": logp + 0.5 * ref}


def estimates_of_verl(drawn: Values) -> Values:
    from verl.trainer.ppo.core_algos import kl_penalty

    (logp,) = with_gradient(drawn["logp"])
    given = {kind: kl_penalty(logp, drawn["ref"], kind) for kind in ("kl", "mse", "low_var_kl")}
    k1, k2, k3 = given.values()
    return {
        "k1": k1.detach(),
        "k2": k2.detach(),
        "k3": k3.detach(),
        **gradients((k2 + k3).sum(), logp),
    }


def estimates_of_ours(drawn: Values) -> Values:
    (logp,) = with_gradient(drawn["logp"])
    k1, k2, k3 = load(59).kl_estimates(logp, drawn["ref"])
    return {
        "k1": k1.detach(),
        "k2": k2.detach(),
        "k3": k3.detach(),
        **gradients((k2 + k3).sum(), logp),
    }


def drawn_teacher(seed: int) -> Values:
    rng = random.Random(seed)
    B, T, V = rng.randint(1, 3), rng.randint(2, 4), rng.randint(2, 6)
    student, teacher = randn(seed, (B, T, V), (B, T, V))
    labels = torch.tensor([[rng.choice([0, 1, -100]) for _ in range(T)] for _ in range(B)])
    labels[0, 0] = 1
    return {
        "student": 2 * student,
        "teacher": 2 * teacher,
        "labels": labels,
        "temperature": rng.choice([1.0, 2.0]),
        "beta": (0.0, 0.3, 0.5, 1.0)[seed % 4],
    }


def distilled_of_trl(drawn: Values) -> Values:
    """trl leaves out the square of the temperature, which is put in here."""
    from trl.experimental.gkd import GKDTrainer

    (student,) = with_gradient(drawn["student"])
    said = drawn["labels"], drawn["beta"], drawn["temperature"]
    loss = GKDTrainer.generalized_jsd_loss(student, drawn["teacher"], *said)
    loss = loss * drawn["temperature"] ** 2
    return {"loss": loss.detach(), **gradients(loss, student)}


def distilled_of_ours(drawn: Values) -> Values:
    (student,) = with_gradient(drawn["student"])
    said = drawn["labels"], drawn["temperature"], drawn["beta"]
    loss = load(59).distill_loss(student, drawn["teacher"], *said)
    return {"loss": loss.detach(), **gradients(loss, student)}


ORACLES = (
    Oracle(
        56, "torchtune", "DPO and log-probabilities", drawn_pairs, pairs_of_torchtune, pairs_of_ours
    ),
    Oracle(57, "torchrl", "GAE", drawn_responses, advantages_of_torchrl, advantages_of_ours, 1e-6),
    Oracle(57, "verl", "a step of PPO", drawn_responses, step_of_verl, step_of_ours, 1e-7),
    Oracle(
        58,
        "verl",
        "GRPO, its advantages and its loss",
        drawn_groups,
        groups_of_verl,
        groups_of_ours,
        1e-7,
    ),
    Oracle(59, "verl", "k1, k2 and k3", drawn_estimates, estimates_of_verl, estimates_of_ours),
    Oracle(59, "trl", "distillation", drawn_teacher, distilled_of_trl, distilled_of_ours),
)
