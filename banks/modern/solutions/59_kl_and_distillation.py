"""Estimates of a KL from samples, and losses of distillation. Schulman 2020; Agarwal et al. 2024, §3."""

import math

import torch
from torch import Tensor

IGNORED = -100  # the label that stands where nothing is learned, as in torch


def kl_estimates(logp: Tensor, ref: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Three estimates of KL(policy‖reference) for each token that the policy has sampled.

    `logp` (...) and `ref` (...) are the sampled tokens' log-probabilities -> k1, k2, k3, each (...).
    """
    if logp.shape != ref.shape:
        raise ValueError(f"logp is {tuple(logp.shape)}, but ref {tuple(ref.shape)}")
    k1 = logp - ref.detach()
    k2 = k1.square() / 2
    k3 = (-k1).exp() - 1 + k1  # exp(-k1) - 1 is 0 on average, and never below -k1
    return k1, k2, k3


def divergence(log_p: Tensor, log_q: Tensor) -> Tensor:
    """KL(p‖q) over the words, both (..., V) -> (...)."""
    return (log_p.exp() * (log_p - log_q)).sum(dim=-1)


def distill_loss(
    student: Tensor, teacher: Tensor, labels: Tensor, temperature: float, beta: float
) -> Tensor:
    """The mean divergence of the labelled tokens, times temperature².

    Logits (B, T, V), labels (B, T) -> (). With `beta` 0 it is KL(teacher‖student), with 1 the reverse, and
    between them the Jensen-Shannon divergence that weighs the teacher by `beta`.
    """
    if student.shape != teacher.shape:
        raise ValueError(f"student is {tuple(student.shape)}, but teacher {tuple(teacher.shape)}")
    if labels.shape != student.shape[:2]:
        raise ValueError(f"labels must be {tuple(student.shape[:2])}, got {tuple(labels.shape)}")
    if temperature <= 0:
        raise ValueError(f"temperature must be above 0, got {temperature}")
    if not 0 <= beta <= 1:
        raise ValueError(f"beta must be from 0 to 1, got {beta}")

    log_student = (student / temperature).log_softmax(dim=-1)  # (B, T, V)
    log_teacher = (teacher.detach() / temperature).log_softmax(dim=-1)
    if beta == 0:
        each = divergence(log_teacher, log_student)  # (B, T)
    elif beta == 1:
        each = divergence(log_student, log_teacher)
    else:
        # log(beta·p + (1 - beta)·q) without leaving the logarithms
        weighted = log_teacher + math.log(beta), log_student + math.log(1 - beta)
        log_mixture = torch.logaddexp(*weighted)
        of_teacher = divergence(log_teacher, log_mixture)
        of_student = divergence(log_student, log_mixture)
        each = beta * of_teacher + (1 - beta) * of_student

    counted = labels != IGNORED  # (B, T)
    return temperature**2 * each[counted].sum() / counted.sum().clamp(min=1)
