"""Adapters as peft has them, and weights in eight and four bits as bitsandbytes and torchao have them."""

from __future__ import annotations

import random

import torch
from torch import nn

from tests.oracles import Oracle, Values, gradients, randn, with_gradient
from tests.solutions import load


def drawn_adapter(seed: int) -> Values:
    rng = random.Random(seed)
    i, o, r = rng.randint(2, 7), rng.randint(2, 6), rng.randint(2, 4)
    weight, bias, a, b, x = randn(seed, (o, i), (o,), (r, i), (o, r), (2, 3, i))
    return {
        "weight": weight,
        "bias": bias,
        "a": a,
        "b": b,
        "x": x,
        "alpha": rng.choice([1, 5, 16]),
        "rslora": bool(seed % 2),
    }


def base_layer(drawn: Values) -> nn.Linear:
    layer = nn.Linear(drawn["x"].size(-1), drawn["weight"].size(0), dtype=torch.float64)
    with torch.no_grad():
        layer.weight.copy_(drawn["weight"])
        layer.bias.copy_(drawn["bias"])
    return layer


def adapter_of_peft(drawn: Values) -> Values:
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(
        r=drawn["a"].size(0),
        lora_alpha=drawn["alpha"],
        target_modules=["0"],
        use_rslora=drawn["rslora"],
    )
    model = get_peft_model(nn.Sequential(base_layer(drawn)), config)
    (layer,) = model.base_model.model
    a, b = layer.lora_A["default"], layer.lora_B["default"]
    a.weight.data, b.weight.data = drawn["a"].clone(), drawn["b"].clone()
    (x,) = with_gradient(drawn["x"])
    out = model(x)
    found = gradients(out.sin().sum(), x, a.weight, b.weight)
    layer.merge()
    return {"out": out.detach(), **found, "merged": layer.base_layer.weight.detach()}


def adapter_of_ours(drawn: Values) -> Values:
    r, alpha, rslora = drawn["a"].size(0), drawn["alpha"], drawn["rslora"]
    layer = load(52).LoRALinear(base_layer(drawn), r, alpha, rslora=rslora)
    layer.lora_a.data, layer.lora_b.data = drawn["a"].clone(), drawn["b"].clone()
    (x,) = with_gradient(drawn["x"])
    out = layer(x)
    found = gradients(out.sin().sum(), x, layer.lora_a, layer.lora_b)
    layer.merge()
    return {"out": out.detach(), **found, "merged": layer.base.weight.detach()}


def drawn_rows(seed: int) -> Values:
    """In float16, which is what bitsandbytes takes."""
    rng = random.Random(seed)
    rows, columns = rng.randint(1, 5), rng.randint(2, 9)
    (w,) = randn(seed, (rows, columns), dtype=torch.float32)
    return {"w": (w * 3).half()}


def rows_of_bitsandbytes(drawn: Values) -> Values:
    from bitsandbytes.functional import int8_vectorwise_quant

    codes, largest, _outliers = int8_vectorwise_quant(drawn["w"])
    return {"codes": codes, "scale": largest / 127}


def rows_of_ours(drawn: Values) -> Values:
    codes, scale = load(53).quantize_rows(drawn["w"].float())
    return {"codes": codes, "scale": scale}


def drawn_range(seed: int) -> Values:
    (x,) = randn(seed, (3, 2 + seed % 7), dtype=torch.float32)
    return {"x": 3 * x + (seed % 5 - 2)}


def range_of_torchao(drawn: Values) -> Values:
    from torchao.quantization.quant_primitives import (
        MappingType,
        choose_qparams_affine,
        dequantize_affine,
        quantize_affine,
    )

    x, block = drawn["x"], tuple(drawn["x"].shape)
    scale, zero = choose_qparams_affine(
        x,
        MappingType.ASYMMETRIC,
        block,
        torch.uint8,
        0,
        255,
        eps=1e-12,
        zero_point_dtype=torch.int32,
    )
    codes = quantize_affine(x, block, scale, zero, torch.uint8, 0, 255)
    back = dequantize_affine(codes, block, scale, zero, torch.uint8, 0, 255)
    return {"codes": codes, "scale": scale.reshape(()), "zero": int(zero), "back": back}


def range_of_ours(drawn: Values) -> Values:
    ours = load(53)
    codes, scale, zero = ours.quantize_affine(drawn["x"])
    return {
        "codes": codes,
        "scale": scale,
        "zero": zero,
        "back": ours.dequantize_affine(codes, scale, zero),
    }


def drawn_weights(seed: int) -> Values:
    """An even number of weights, of which the last block has fewer than the others."""
    rng = random.Random(seed)
    block = rng.choice([32, 64])
    (w,) = randn(seed, (2, rng.randint(block // 2, 2 * block)), dtype=torch.float32)
    return {"w": w, "block": block}


def weights_of_bitsandbytes(drawn: Values) -> Values:
    from bitsandbytes.functional import dequantize_4bit, quantize_4bit

    packed, state = quantize_4bit(drawn["w"], blocksize=drawn["block"], quant_type="nf4")
    return {
        "packed": packed.flatten(),
        "absmax": state.absmax,
        "levels": state.code,
        "back": dequantize_4bit(packed, state),
    }


def weights_of_ours(drawn: Values) -> Values:
    ours, w, block = load(54), drawn["w"], drawn["block"]
    packed, absmax = ours.quantize(w, block)
    return {
        "packed": packed,
        "absmax": absmax,
        "levels": ours.nf4_levels(),
        "back": ours.dequantize(packed, absmax, block, list(w.shape)),
    }


ORACLES = (
    Oracle(
        52, "peft", "an adapter, plain and merged", drawn_adapter, adapter_of_peft, adapter_of_ours
    ),
    Oracle(
        53, "bitsandbytes", "codes by rows", drawn_rows, rows_of_bitsandbytes, rows_of_ours, 1e-6
    ),
    Oracle(53, "torchao", "an affine range", drawn_range, range_of_torchao, range_of_ours, 1e-6),
    Oracle(
        54, "bitsandbytes", "NF4", drawn_weights, weights_of_bitsandbytes, weights_of_ours, 1e-6
    ),
)
