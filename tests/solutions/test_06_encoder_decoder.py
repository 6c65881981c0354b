"""The encoder-decoder against nn.Transformer with the same weights and positions from the formula."""

import math

import pytest
import torch
from torch import nn

from tests.solutions import load

Seq2SeqTransformer = load(6).Seq2SeqTransformer
SIZES = {"src_vocab": 11, "tgt_vocab": 9, "d_model": 12, "num_heads": 4, "d_ff": 10}
LENGTHS = [(1, 1, 1), (2, 7, 5), (3, 4, 6), (3, 5, 5)]


def model(num_layers=2, pad_id=0):
    torch.manual_seed(1)
    made = Seq2SeqTransformer(**SIZES, num_layers=num_layers, pad_id=pad_id).double()
    for parameter in made.parameters():
        nn.init.normal_(parameter, std=0.5)
    return made


def positions(length, D):
    """Vaswani et al. 2017, section 3.5, one number at a time."""
    table = torch.empty(length, D, dtype=torch.float64)
    for p in range(length):
        for i in range(D // 2):
            angle = p / 10000 ** (2 * i / D)
            table[p, 2 * i], table[p, 2 * i + 1] = math.sin(angle), math.cos(angle)
    return table


def torchs(ours):
    """nn.Transformer without its final norms, holding the layers' weights."""
    D, H, F, L = 12, 4, 10, len(ours.encoder)
    layers = (
        kind(D, H, F, 0.0) for kind in (nn.TransformerEncoderLayer, nn.TransformerDecoderLayer)
    )
    whole = nn.Transformer(
        custom_encoder=nn.TransformerEncoder(next(layers), L, enable_nested_tensor=False),
        custom_decoder=nn.TransformerDecoder(next(layers), L),
        d_model=D,
        nhead=H,
    ).double()
    whole.encoder.layers.load_state_dict(ours.encoder.state_dict())
    whole.decoder.layers.load_state_dict(ours.decoder.state_dict())
    return whole


def expected(ours, whole, src_ids, tgt_ids):
    def embedded(table, ids):
        x = nn.functional.embedding(ids, table.weight) * 12**0.5
        return (x + positions(ids.size(1), 12)).transpose(0, 1)

    padding = src_ids == ours.pad_id
    states = whole(
        embedded(ours.src_embed, src_ids),
        embedded(ours.tgt_embed, tgt_ids),
        tgt_mask=nn.Transformer.generate_square_subsequent_mask(tgt_ids.size(1)).double(),
        src_key_padding_mask=padding.double().masked_fill(padding, -math.inf),
        memory_key_padding_mask=padding.double().masked_fill(padding, -math.inf),
    )
    return states.transpose(0, 1) @ ours.out.weight.T + ours.out.bias


def draw(B, S, T, pad_id=0):
    src_ids, tgt_ids = torch.randint(4, 11, (B, S)), torch.randint(4, 9, (B, T))
    for b in range(1, B):
        src_ids[b, S - b :] = pad_id
    return src_ids, tgt_ids


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize(("num_layers", "pad_id"), [(1, 0), (2, 3), (3, 0)])
@pytest.mark.parametrize(("B", "S", "T"), LENGTHS)
def test_is_torchs_transformer(B, S, T, num_layers, pad_id, training):
    ours = model(num_layers, pad_id).train(training)
    whole = torchs(ours).train(training)
    src_ids, tgt_ids = draw(B, S, T, pad_id)

    got, wanted = ours(src_ids, tgt_ids), expected(ours, whole, src_ids, tgt_ids)
    torch.testing.assert_close(got, wanted, rtol=1e-10, atol=1e-10)

    shared = [*ours.src_embed.parameters(), *ours.tgt_embed.parameters(), *ours.out.parameters()]
    weights = torch.linspace(-1, 2, got.numel(), dtype=got.dtype).view_as(got)
    pairs = zip(
        torch.autograd.grad(
            (got * weights).sum(), [*shared, *ours.encoder.parameters(), *ours.decoder.parameters()]
        ),
        torch.autograd.grad(
            (wanted * weights).sum(),
            [*shared, *whole.encoder.parameters(), *whole.decoder.parameters()],
        ),
        strict=True,
    )
    for mine, theirs in pairs:
        torch.testing.assert_close(mine, theirs, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(("B", "S", "T"), LENGTHS)
def test_without_gradients_torchs_fast_path_agrees(B, S, T):
    ours = model().eval()
    src_ids, tgt_ids = draw(B, S, T)
    wanted = ours(src_ids, tgt_ids)
    with torch.no_grad():
        torch.testing.assert_close(ours(src_ids, tgt_ids), wanted, rtol=1e-10, atol=1e-10)


def test_a_position_depends_on_the_past_only():
    ours = model()
    src_ids, tgt_ids = draw(2, 6, 5)
    other = tgt_ids.clone()
    other[:, 3:] = (other[:, 3:] + 1) % 9
    before, after = ours(src_ids, tgt_ids), ours(src_ids, other)
    torch.testing.assert_close(before[:, :3], after[:, :3], rtol=0, atol=1e-12)
    assert not torch.allclose(before[:, 3], after[:, 3])


def test_more_padding_changes_nothing():
    ours = model()
    src_ids, tgt_ids = draw(3, 6, 4)
    padded = nn.functional.pad(src_ids, (0, 3), value=0)
    torch.testing.assert_close(ours(padded, tgt_ids), ours(src_ids, tgt_ids), rtol=0, atol=1e-12)


def test_the_vector_of_the_padding_token_gets_no_gradient():
    ours = model()
    src_ids, tgt_ids = draw(3, 6, 4)
    ours(src_ids, tgt_ids).square().sum().backward()
    assert ours.src_embed.weight.grad[0].abs().max() == 0


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_keeps_the_dtype(dtype):
    assert model().to(dtype)(*draw(2, 5, 4)).dtype == dtype


def test_heads_must_divide_the_width():
    with pytest.raises(ValueError, match=r"12.*5"):
        Seq2SeqTransformer(**{**SIZES, "num_heads": 5}, num_layers=1, pad_id=0)
