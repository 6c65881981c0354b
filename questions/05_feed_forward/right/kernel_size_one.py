from torch import nn


class FeedForwardSublayer(nn.Module):
    """Two convolutions with kernel size 1, whose weights have one more axis."""

    def __init__(self, d_model, d_ff, dropout=0.0):
        super().__init__()
        self.ln = nn.LayerNorm(d_model)
        self.widen = nn.Conv1d(d_model, d_ff, 1)
        self.narrow = nn.Conv1d(d_ff, d_model, 1)
        self.drop = nn.Dropout(dropout)

    def forward(self, x):
        h = self.drop(self.widen(x.mT).relu().mT.contiguous())
        return self.ln(x + self.drop(self.narrow(h.mT).mT.contiguous()))
