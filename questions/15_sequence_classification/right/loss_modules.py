import torch
from torch import nn


class SequenceClassifier(nn.Module):
    """Chooses loss module and label shape once, in the constructor."""

    def __init__(self, encoder, hidden, num_labels, problem_type, dropout=0.1):
        super().__init__()
        kinds = {
            "regression": (nn.MSELoss, num_labels == 1),
            "single_label_classification": (nn.CrossEntropyLoss, True),
            "multi_label_classification": (nn.BCEWithLogitsLoss, False),
        }
        if problem_type not in kinds:
            raise ValueError(f"no such problem type: {problem_type}")
        kind, self.flat = kinds[problem_type]
        self.criterion = kind()
        self.classes = num_labels if kind is nn.CrossEntropyLoss else None
        if self.classes is not None and self.classes < 2:
            raise ValueError(f"{num_labels} classes leave nothing to choose")
        self.classifier = nn.Linear(hidden, num_labels)
        self.head = nn.Sequential(nn.Dropout(dropout))
        self.encoder = encoder

    def forward(self, input_ids, attention_mask=None, token_type_ids=None, labels=None):
        pooled = self.encoder(input_ids, attention_mask, token_type_ids)[1]
        logits = self.classifier(self.head(pooled))
        loss = None
        if labels is not None:
            if labels.dim() != (1 if self.flat else 2) or labels.size(0) != logits.size(0):
                raise ValueError(f"labels of shape {list(labels.shape)}")
            if not self.flat and labels.size(1) != logits.size(1):
                raise ValueError(f"{labels.size(1)} labels for {logits.size(1)} outputs")
            if self.classes is None:
                output = logits.squeeze(-1) if self.flat else logits
                loss = self.criterion(output, labels.type_as(logits))
            else:
                if torch.any((labels < 0) | (labels >= self.classes)):
                    raise ValueError(f"a label is not below {self.classes}")
                loss = self.criterion(logits.view(-1, self.classes), labels.view(-1).long())
        return loss, logits
