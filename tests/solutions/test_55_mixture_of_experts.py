"""The layer against Mixtral's and Qwen2-MoE's, its balance against theirs, all with the same weights; its cost."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor
from torch.utils.flop_counter import FlopCounterMode
from transformers import MixtralConfig, Qwen2MoeConfig
from transformers.models.mixtral.modeling_mixtral import (
    MixtralSparseMoeBlock,
    load_balancing_loss_func,
)
from transformers.models.qwen2_moe.modeling_qwen2_moe import Qwen2MoeSparseMoeBlock

from tests.solutions import load

MoE = load(55).MoE
SIZES = [(6, 10, 5, 2), (8, 4, 4, 1), (5, 7, 6, 3), (4, 4, 3, 3), (7, 9, 12, 2)]
sizes = pytest.mark.parametrize("size", SIZES, ids=str)
LOOSE = {"rtol": 1e-5, "atol": 1e-6}
"""Their router's softmax is computed in float32."""


def drawn(size: tuple[int, ...], seed: int, renormalise: bool = True) -> tuple[MoE, Tensor]:
    torch.manual_seed(seed)
    ours = MoE(*size, renormalise).double()
    torch.nn.init.normal_(ours.router.weight)
    return ours, torch.randn(3, 5, size[0], dtype=torch.float64, requires_grad=True)


def real(x: Tensor, holes: bool) -> Tensor:
    return torch.rand(x.shape[:2]) < (0.6 if holes else 2)


def of_mixtral(ours: MoE) -> MixtralSparseMoeBlock:
    experts, inner, width = ours.w_gate.shape
    config = MixtralConfig(
        hidden_size=width,
        intermediate_size=inner,
        num_local_experts=experts,
        num_experts_per_tok=ours.top_k,
    )
    theirs = MixtralSparseMoeBlock(config).double()
    fill(theirs, ours, ("w1", "w3", "w2"))
    return theirs


def of_qwen(ours: MoE) -> Qwen2MoeSparseMoeBlock:
    """Without its shared expert, whose output is made 0."""
    experts, inner, width = ours.w_gate.shape
    config = Qwen2MoeConfig(
        hidden_size=width,
        moe_intermediate_size=inner,
        shared_expert_intermediate_size=2,
        num_experts=experts,
        num_experts_per_tok=ours.top_k,
        norm_topk_prob=False,
    )
    theirs = Qwen2MoeSparseMoeBlock(config).double()
    fill(theirs, ours, ("gate_proj", "up_proj", "down_proj"))
    torch.nn.init.zeros_(theirs.shared_expert.down_proj.weight)
    return theirs


@torch.no_grad()
def fill(theirs: torch.nn.Module, ours: MoE, names: tuple[str, str, str]) -> None:
    theirs.gate.weight.copy_(ours.router.weight)
    for e, expert in enumerate(theirs.experts):
        for name, weights in zip(names, (ours.w_gate, ours.w_up, ours.w_down), strict=True):
            getattr(expert, name).weight.copy_(weights[e])


@pytest.mark.parametrize("renormalise", [True, False])
@sizes
def test_outputs_and_gradients_are_those_of_mixtral_and_qwen(size, renormalise):
    ours, x = drawn(size, 1, renormalise)
    theirs = of_mixtral(ours) if renormalise else of_qwen(ours)
    out, _ = ours(x, real(x, holes=False))
    expected, _ = theirs(x)
    torch.testing.assert_close(out, expected, **LOOSE)
    above = torch.randn_like(out)
    got = torch.autograd.grad(out, [x, ours.router.weight, ours.w_down], above)
    downs = [e.w2.weight if renormalise else e.down_proj.weight for e in theirs.experts]
    wanted = torch.autograd.grad(
        expected, [x, theirs.gate.weight, *downs], above, allow_unused=True, materialize_grads=True
    )
    torch.testing.assert_close(got[:2], wanted[:2], **LOOSE)
    torch.testing.assert_close(got[2], torch.stack(wanted[2:]), **LOOSE)


@pytest.mark.parametrize("holes", [True, False])
@sizes
def test_the_balance_is_theirs_divided_by_the_number_of_choices(size, holes):
    """Theirs counts choices per token, so that its f sum to K; its shares are float32."""
    ours, x = drawn(size, 2)
    mask = real(x, holes)
    aux = ours(x, mask)[1]
    logits = ours.router(x).flatten(0, 1)
    theirs = load_balancing_loss_func((logits,), size[2], size[3], mask.long()) / size[3]
    torch.testing.assert_close(aux, theirs.to(aux), rtol=1e-6, atol=1e-6)
    (got,), (wanted,) = (torch.autograd.grad(loss, ours.router.weight) for loss in (aux, theirs))
    torch.testing.assert_close(got, wanted, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("renormalise", [True, False])
@sizes
def test_a_token_at_a_time_is_the_formula(size, renormalise):
    ours, x = drawn(size, 3, renormalise)
    mask = real(x, holes=True)
    out, _ = ours(x, mask)
    for b, t in mask.nonzero().tolist():
        probs = (ours.router.weight @ x[b, t]).softmax(-1)
        best = probs.topk(size[3])
        weights = best.values / (best.values.sum() if renormalise else 1)
        expected = torch.zeros(size[0], dtype=x.dtype)
        for weight, e in zip(weights, best.indices.tolist(), strict=True):
            gate, up = ours.w_gate[e] @ x[b, t], ours.w_up[e] @ x[b, t]
            expected = expected + weight * (ours.w_down[e] @ (gate * gate.sigmoid() * up))
        torch.testing.assert_close(out[b, t], expected, rtol=1e-10, atol=1e-10)
    assert not out[~mask].any()


@sizes
def test_only_chosen_experts_of_real_tokens_compute(size):
    D, F, E, K = size
    ours, x = drawn(size, 4)
    mask = real(x, holes=True)
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        ours(x, mask)
    assert counter.get_total_flops() == 2 * int(mask.sum()) * (D * E + K * 3 * D * F)


def test_even_routing_costs_one_and_collapse_the_experts_by_the_choices():
    ours = MoE(4, 3, 4, 2).double()
    with torch.no_grad():
        ours.router.weight.copy_(1e-9 * torch.eye(4))  # hardly a preference, but one
    pairs = torch.eye(4, dtype=torch.float64) + torch.eye(4, dtype=torch.float64).roll(1, 1)
    mask = torch.ones(1, 4, dtype=torch.bool)
    torch.testing.assert_close(ours(pairs[None], mask)[1].item(), 1.0)
    with torch.no_grad():
        ours.router.weight.copy_(torch.tensor([[90.0], [90.0], [0.0], [0.0]]).expand(4, 4))
    torch.testing.assert_close(ours(torch.ones(1, 4, 4).double(), mask)[1].item(), 4 / 2)


def test_of_equal_logits_the_lower_expert_is_chosen():
    ours, _ = drawn((6, 4, 20, 3), 5)
    _, chosen, _ = ours.route(torch.zeros(7, 6, dtype=torch.float64))
    assert chosen.tolist() == [[0, 1, 2]] * 7


def test_without_a_real_token_nothing_comes_and_nothing_breaks():
    ours, x = drawn(SIZES[0], 6)
    out, aux = ours(x, torch.zeros(3, 5, dtype=torch.bool))
    assert not out.any()
    assert aux.shape == ()
    assert aux == 0
    (out.sum() + aux).backward()
    assert all(p.grad is not None and not p.grad.any() for p in ours.parameters())


def test_one_renormalised_choice_teaches_the_router_nothing():
    ours, x = drawn((6, 4, 5, 1), 7)
    out, _ = ours(x, real(x, holes=False))
    (gradient,) = torch.autograd.grad(out.square().sum(), ours.router.weight)
    torch.testing.assert_close(gradient, torch.zeros_like(gradient), rtol=0, atol=1e-12)


@pytest.mark.parametrize("top_k", [0, -1, 5])
def test_a_number_of_choices_that_cannot_be_is_refused(top_k):
    with pytest.raises(ValueError, match=f"from 1 to 4, got {top_k}"):
        MoE(6, 4, 4, top_k)
