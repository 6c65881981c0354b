"""shift_right against BART's, seq2seq_loss against F.cross_entropy, both together against BART's loss."""

import pytest
import torch
import torch.nn.functional as F
from transformers import BartConfig, BartForConditionalGeneration
from transformers.models.bart.modeling_bart import shift_tokens_right

from tests.solutions import load

shift_right, seq2seq_loss = load(18).shift_right, load(18).seq2seq_loss
SIZES = [(1, 1, 2), (1, 4, 5), (2, 5, 7), (3, 4, 6), (4, 4, 4), (5, 1, 3), (3, 9, 30)]
sizes = pytest.mark.parametrize("size", SIZES, ids=str)


def draw_labels(B, T, V, pad_id, marked=0.4):
    """Any ids, with -100 and pad_id sprinkled over them."""
    labels = torch.randint(V, (B, T))
    labels[torch.rand(B, T) < marked / 2] = -100
    labels[torch.rand(B, T) < marked / 2] = pad_id
    return labels


@sizes
@pytest.mark.parametrize(("bos_id", "pad_id"), [(1, 0), (0, 1), (0, 0), (2, 1)])
def test_shifts_as_bart_does(size, bos_id, pad_id):
    torch.manual_seed(sum(size))
    B, T, V = size
    for _ in range(20):
        labels = draw_labels(B, T, V, pad_id)
        before = labels.clone()
        got = shift_right(labels, bos_id, pad_id)
        assert torch.equal(got, shift_tokens_right(labels, pad_id, bos_id))
        assert torch.equal(labels, before)
        assert got.dtype == torch.int64


@sizes
@pytest.mark.parametrize("pad_id", [0, 1])
@pytest.mark.parametrize("smoothing", [0.0, 0.1, 0.35, 1.0])
def test_loss_is_torchs(size, pad_id, smoothing):
    torch.manual_seed(sum(size))
    B, T, V = size
    for _ in range(5):
        labels = draw_labels(B, T, V, pad_id)
        labels[0, -1] = 1 - pad_id  # one token at least: torch's mean of nothing is NaN
        logits = (3 * torch.randn(B, T, V, dtype=torch.float64)).requires_grad_()
        expected = F.cross_entropy(
            logits.flatten(0, 1),
            labels.masked_fill(labels == pad_id, -100).flatten(),
            ignore_index=-100,
            label_smoothing=smoothing,
        )
        got = seq2seq_loss(logits, labels, pad_id, smoothing)
        torch.testing.assert_close(got, expected, rtol=1e-12, atol=1e-12)
        mine, theirs = (torch.autograd.grad(loss, logits)[0] for loss in (got, expected))
        torch.testing.assert_close(mine, theirs, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("smoothing", [0.0, 0.2])
def test_loss_is_the_divergence_from_the_smoothed_target(smoothing):
    """Szegedy et al. 2016, section 7: cross-entropy = KL(q, p) + H(q), with q written out."""
    torch.manual_seed(1)
    B, T, V, pad_id = 2, 3, 5, 0
    logits = torch.randn(B, T, V, dtype=torch.float64)
    labels = torch.tensor([[4, 2, -100], [3, 0, -100]])
    losses = []
    for b, t in [(0, 0), (0, 1), (1, 0)]:
        q = torch.full((V,), smoothing / V, dtype=torch.float64)
        q[labels[b, t]] += 1 - smoothing
        divergence = F.kl_div(logits[b, t].log_softmax(-1), q, reduction="sum")
        losses.append(divergence + torch.special.entr(q).sum())
    expected = torch.stack(losses).mean()
    torch.testing.assert_close(seq2seq_loss(logits, labels, pad_id, smoothing), expected)


def test_both_reproduce_the_training_step_of_bart():
    """BART makes its decoder input from the labels and returns its loss."""
    torch.manual_seed(2)
    sizes = {"encoder_layers": 1, "decoder_layers": 1, "d_model": 8, "vocab_size": 13}
    heads = {"encoder_attention_heads": 2, "decoder_attention_heads": 2}
    widths = {"encoder_ffn_dim": 8, "decoder_ffn_dim": 8, "max_position_embeddings": 16}
    ids = {"pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2, "decoder_start_token_id": 2}
    bart = BartForConditionalGeneration(BartConfig(**sizes, **heads, **widths, **ids)).eval()
    labels = torch.randint(3, 13, (3, 6))
    labels[1, 4:] = labels[2, 1:] = -100
    theirs = bart(input_ids=torch.randint(3, 13, (3, 5)), labels=labels)
    ours = bart(
        encoder_outputs=(theirs.encoder_last_hidden_state,),
        decoder_input_ids=shift_right(labels, 2, 1),
    )
    torch.testing.assert_close(ours.logits, theirs.logits)
    torch.testing.assert_close(seq2seq_loss(ours.logits, labels, 1), theirs.loss)


@pytest.mark.parametrize("labels", [[[-100, -100]], [[0, 0]], [[0, -100], [-100, 0]]])
def test_nothing_to_predict_gives_zero_and_a_zero_gradient(labels):
    labels = torch.tensor(labels)
    logits = torch.randn(*labels.shape, 5, requires_grad=True)
    loss = seq2seq_loss(logits, labels, 0, 0.1)
    loss.backward()
    assert loss == 0
    assert torch.equal(logits.grad, torch.zeros_like(logits))


def test_no_gradient_where_there_is_no_token():
    torch.manual_seed(3)
    logits = torch.randn(2, 4, 5, requires_grad=True)
    labels = torch.tensor([[1, -100, 3, 0], [2, 0, -100, 4]])
    seq2seq_loss(logits, labels, 0, 0.1).backward()
    touched = logits.grad.abs().sum(-1) > 0
    assert torch.equal(touched, (labels != 0) & (labels != -100))


def test_the_lowest_loss_is_the_entropy_of_the_smoothed_target():
    """The number in the first follow-up: 1.36 nats for 32,000 classes and smoothing 0.1."""
    V, smoothing = 32_000, 0.1
    q = torch.full((V,), smoothing / V, dtype=torch.float64)
    q[7] += 1 - smoothing
    loss = seq2seq_loss(q.log().view(1, 1, V), torch.tensor([[7]]), 0, smoothing)
    assert loss.item() == pytest.approx(torch.special.entr(q).sum().item())
    assert round(loss.item(), 2) == 1.36


def test_large_logits_stay_finite():
    logits = torch.tensor([[[3000.0, -3000.0, 0.0]]], requires_grad=True)
    loss = seq2seq_loss(logits, torch.tensor([[1]]), 2, 0.1)
    loss.backward()
    torch.testing.assert_close(
        loss, F.cross_entropy(logits[0], torch.tensor([1]), label_smoothing=0.1)
    )
    assert logits.grad.isfinite().all()


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_keeps_the_dtype(dtype):
    loss = seq2seq_loss(torch.randn(2, 3, 5).to(dtype), torch.randint(1, 5, (2, 3)), 0, 0.1)
    assert loss.dtype == dtype


@pytest.mark.parametrize("smoothing", [-0.1, 1.5])
def test_refuses_a_smoothing_that_is_no_probability(smoothing):
    with pytest.raises(ValueError, match=str(smoothing)):
        seq2seq_loss(torch.randn(2, 3, 5), torch.ones(2, 3, dtype=torch.int64), 0, smoothing)


@pytest.mark.parametrize("shape", [(2, 2), (1, 3), (2, 4)])
def test_refuses_labels_of_another_shape(shape):
    with pytest.raises(ValueError, match=rf"\(2, 3\).*\({shape[0]}, {shape[1]}\)"):
        seq2seq_loss(torch.randn(2, 3, 5), torch.ones(*shape, dtype=torch.int64), 0)
