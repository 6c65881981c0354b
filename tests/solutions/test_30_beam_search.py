"""beam_search against transformers' beam search on random models, and against trying every sequence."""

import itertools
import math

import pytest
import torch
from transformers import GenerationMixin, PretrainedConfig, PreTrainedModel
from transformers.modeling_outputs import CausalLMOutput

from tests.solutions import load

beam_search = load(30).beam_search
BOS, EOS = 0, 1


def table(seed, vocab, length=0.0, eos_id=EOS):
    """A distribution for each prefix, drawn when it is first asked for; ends after about `length`."""
    generator = torch.Generator().manual_seed(seed)
    known = {}

    def step(prefixes):
        for prefix in map(tuple, prefixes.tolist()):
            if prefix not in known:
                logits = 1.5 * torch.randn(vocab, generator=generator, dtype=torch.float64)
                logits[eos_id] += (len(prefix) - length) if length else 0.0
                known[prefix] = logits.log_softmax(dim=-1)
        return torch.stack([known[prefix] for prefix in map(tuple, prefixes.tolist())])

    return step


class TableModel(PreTrainedModel, GenerationMixin):
    """What `generate` needs of a model, around a step function."""

    config_class = PretrainedConfig
    main_input_name = "input_ids"

    def __init__(self, config, step):
        super().__init__(config)
        self.step = step
        self.unused = torch.nn.Parameter(torch.zeros(1))

    def prepare_inputs_for_generation(self, input_ids, attention_mask=None, **_):
        return {"input_ids": input_ids}

    def forward(self, input_ids, **_):
        return CausalLMOutput(logits=self.step(input_ids)[:, None])


def transformers_search(step, vocab, beam_size, max_len, length_penalty):
    """`early_stopping="never"` stops only where nothing can change any more."""
    ids = {"bos_token_id": BOS, "eos_token_id": EOS, "pad_token_id": EOS}
    output = TableModel(PretrainedConfig(vocab_size=vocab, **ids), step).generate(
        torch.tensor([[BOS]]),
        attention_mask=torch.ones(1, 1),
        num_beams=beam_size,
        max_new_tokens=max_len,
        length_penalty=length_penalty,
        early_stopping="never",
        use_cache=False,
        return_dict_in_generate=True,
        output_scores=True,
    )
    tokens = output.sequences[0, 1:].tolist()
    if EOS in tokens:
        tokens = tokens[: tokens.index(EOS) + 1]
    return tokens, output.sequences_scores.item()


@pytest.mark.parametrize("length_penalty", [0.0, 0.6, 1.0, 2.0])
def test_as_transformers(length_penalty):
    lengths, ends = set(), set()
    sizes = [(2, 5, 4), (3, 8, 7), (4, 1, 7), (5, 7, 9), (9, 4, 5), (2, 6, 11)]
    for seed, (beam_size, max_len, vocab) in enumerate(8 * sizes):
        step = table(seed, vocab, length=3.0)
        expected, score = transformers_search(step, vocab, beam_size, max_len, length_penalty)
        got = beam_search(step, BOS, EOS, beam_size, max_len, length_penalty)
        assert got == (expected, pytest.approx(score, rel=1e-5))
        lengths.add(len(expected))
        ends.add(expected[-1] == EOS)
    assert len(lengths) > 4
    assert ends == {True, False}


def every_sequence(step, vocab, max_len, bos_id, eos_id):
    """All sequences that end, and all of max_len tokens that do not, with their log-probabilities."""
    others = [token for token in range(vocab) if token != eos_id]
    for length in range(1, max_len + 1):
        for start in itertools.product(others, repeat=length - 1):
            for last in range(vocab) if length == max_len else [eos_id]:
                tokens = [*start, last]
                yield (
                    tokens,
                    sum(
                        step(torch.tensor([[bos_id, *tokens[:t]]]))[0, tokens[t]].item()
                        for t in range(length)
                    ),
                )


@pytest.mark.parametrize("length_penalty", [0.0, 0.7, 1.0, 3.0])
@pytest.mark.parametrize(("vocab", "max_len"), [(2, 1), (2, 6), (3, 4), (4, 3)])
@pytest.mark.parametrize(("bos_id", "eos_id"), [(0, 1), (1, 0), (1, 1)])
def test_a_beam_that_holds_everything_is_exhaustive(vocab, max_len, length_penalty, bos_id, eos_id):
    for seed in range(2):
        step = table(seed, vocab, eos_id=eos_id)
        tokens, score = beam_search(step, bos_id, eos_id, vocab**max_len, max_len, length_penalty)
        tried = {
            tuple(sequence): log_prob / len(sequence) ** length_penalty
            for sequence, log_prob in every_sequence(step, vocab, max_len, bos_id, eos_id)
        }
        best = max(tried, key=tried.get)
        assert tuple(tokens) == best
        assert score == pytest.approx(tried[best], abs=1e-12)


@pytest.mark.parametrize("seed", range(10))
def test_one_beam_without_length_penalty_is_greedy(seed):
    step, max_len = table(seed, 5), 8
    greedy, log_prob = [], 0.0
    while len(greedy) < max_len and EOS not in greedy:
        row = step(torch.tensor([[BOS, *greedy]]))[0]
        greedy.append(row.argmax().item())
        log_prob += row.max().item()
    tokens, score = beam_search(step, BOS, EOS, 1, max_len, 0.0)
    assert tokens == greedy
    assert score == pytest.approx(log_prob)


@pytest.mark.parametrize("beam_size", [1, 2, 4, 16])
def test_score_belongs_to_the_tokens(beam_size):
    for seed in range(5):
        step = table(seed, 4)
        tokens, score = beam_search(step, BOS, EOS, beam_size, 6, 0.5)
        total = sum(
            step(torch.tensor([[BOS, *tokens[:t]]]))[0, tokens[t]].item()
            for t in range(len(tokens))
        )
        assert score == pytest.approx(total / math.sqrt(len(tokens)))
        assert EOS not in tokens[:-1]
        assert tokens[-1] == EOS or len(tokens) == 6
        assert type(score) is float
        assert {type(token) for token in tokens} == {int}


def test_one_call_for_all_live_prefixes_and_none_for_finished_ones():
    """At most beam_size rows, all of one length, and nothing after an end symbol."""
    seen, step = [], table(3, 4)

    def watched(prefixes):
        seen.append(prefixes)
        return step(prefixes)

    beam_search(watched, BOS, EOS, 3, 5, 1.0)
    assert [tuple(prefixes.shape) for prefixes in seen] == [(1, 1), (3, 2), (3, 3), (3, 4), (3, 5)]
    assert all(prefixes[:, 0].eq(BOS).all() for prefixes in seen)
    assert not any(prefixes[:, 1:].eq(EOS).any() for prefixes in seen)


@pytest.mark.parametrize(("beam_size", "max_len"), [(0, 3), (-1, 3), (2, 0)])
def test_refuses_an_empty_search(beam_size, max_len):
    with pytest.raises(ValueError, match=str(min(beam_size, max_len))):
        beam_search(table(0, 3), BOS, EOS, beam_size, max_len, 1.0)
