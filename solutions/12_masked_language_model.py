"""BERT's masked language model: what is hidden, and the head that finds it. Devlin et al. 2019, §3.1."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

IGNORED = -100  # the label of a position that is not predicted


def mask_tokens(
    input_ids: Tensor,
    maskable: Tensor,
    select_draws: Tensor,
    action_draws: Tensor,
    random_ids: Tensor,
    mask_id: int,
) -> tuple[Tensor, Tensor]:
    """Hides 15 % of the tokens: 80 % become [MASK], 10 % a random token, 10 % stay (appendix A.1).

    All tensors are (B, T); the draws are uniform in [0, 1).
    """
    chosen = maskable & (select_draws < 0.15)  # (B, T)
    masked = chosen & (action_draws < 0.8)
    randomized = chosen & (action_draws >= 0.8) & (action_draws < 0.9)

    corrupted = input_ids.masked_fill(masked, mask_id)
    corrupted = torch.where(randomized, random_ids, corrupted)
    # A chosen token that stayed is asked for too: the model can't know which tokens are genuine.
    labels = input_ids.masked_fill(~chosen, IGNORED)
    return corrupted, labels


class MLMHead(nn.Module):
    """Turns the vector of a position into one logit per vocabulary entry (google-research/bert).

    The vector is transformed, then compared with every token embedding; each token has a bias.
    """

    def __init__(self, hidden: int, embedding: nn.Embedding):
        super().__init__()
        width = embedding.embedding_dim
        if width != hidden:
            raise ValueError(f"the embedding has width {width}, the hidden states have {hidden}")
        self.dense = nn.Linear(hidden, hidden)
        self.norm = nn.LayerNorm(hidden, eps=1e-12)
        self.decoder = nn.Linear(hidden, embedding.num_embeddings)
        self.decoder.weight = embedding.weight  # (V, D), one parameter with two uses

    def loss(self, logits: Tensor, labels: Tensor) -> Tensor:
        """Cross-entropy with the original tokens, averaged over the chosen positions alone."""
        logits, labels = logits.flatten(0, 1), labels.flatten().long()  # (B·T, V), (B·T,)
        losses = F.cross_entropy(logits, labels, ignore_index=IGNORED, reduction="none")
        # At least 1, so that a batch in which nothing was chosen has the loss 0 rather than 0/0.
        return losses.sum() / (labels != IGNORED).sum().clamp(min=1)

    def forward(
        self, hidden_states: Tensor, labels: Tensor | None = None
    ) -> tuple[Tensor | None, Tensor]:
        x = self.norm(F.gelu(self.dense(hidden_states)))  # (B, T, D)
        logits = self.decoder(x)  # (B, T, V)
        loss = None if labels is None else self.loss(logits, labels)
        return loss, logits
