"""Sequence classification: one linear layer on the [CLS] vector, three losses. Devlin et al. 2019, section 4.1."""

from torch import Tensor, nn
from torch.nn import functional as F

REGRESSION, SINGLE, MULTI = PROBLEM_TYPES = (
    "regression",
    "single_label_classification",
    "multi_label_classification",
)


class SequenceClassifier(nn.Module):
    """A pre-trained encoder with a new head; D is `hidden`, C is `num_labels`."""

    def __init__(
        self,
        encoder: nn.Module,
        hidden: int,
        num_labels: int,
        problem_type: str,
        dropout: float = 0.1,
    ):
        super().__init__()
        if problem_type not in PROBLEM_TYPES:
            raise ValueError(f"problem_type must be one of {PROBLEM_TYPES}, got {problem_type!r}")
        if problem_type == SINGLE and num_labels < 2:
            raise ValueError(f"to choose one label takes at least 2 of them, got {num_labels}")
        self.problem_type = problem_type
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.classifier = nn.Linear(hidden, num_labels)

    def forward(
        self,
        input_ids: Tensor,
        attention_mask: Tensor | None = None,
        token_type_ids: Tensor | None = None,
        labels: Tensor | None = None,
    ) -> tuple[Tensor | None, Tensor]:
        _, pooled = self.encoder(
            input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        )  # (B, D)
        logits = self.classifier(self.dropout(pooled))  # (B, C)
        if labels is None:
            return None, logits
        self.check(labels, logits)
        return self.loss(logits, labels), logits

    def check(self, labels: Tensor, logits: Tensor) -> None:
        """A class or a number for each text is (B,), several labels or numbers are (B, C)."""
        B, C = logits.shape
        single = self.problem_type == SINGLE
        shape = (B,) if single or (self.problem_type == REGRESSION and C == 1) else (B, C)
        if labels.shape != shape:
            raise ValueError(f"labels must have the shape {shape}, got {tuple(labels.shape)}")
        if single and not 0 <= labels.min() <= labels.max() < C:
            raise ValueError(f"labels must be from 0 to {C - 1}, got {labels.tolist()}")

    def loss(self, logits: Tensor, labels: Tensor) -> Tensor:
        if self.problem_type == SINGLE:
            return F.cross_entropy(logits, labels.long())  # softmax is part of it
        targets = labels.to(logits.dtype)
        if self.problem_type == MULTI:
            return F.binary_cross_entropy_with_logits(logits, targets)  # so is the sigmoid
        # (B, 1) minus (B,) would be (B, B): every prediction against every label.
        return F.mse_loss(logits.view_as(targets), targets)
