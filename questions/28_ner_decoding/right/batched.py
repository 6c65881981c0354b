import torch


def viterbi(emissions, transitions, start, end, mask):
    """All sentences at once; a position without a word carries scores and tags over."""
    B, T, C = emissions.shape
    if tuple(transitions.shape) != (C, C):
        raise ValueError(f"expected ({C}, {C}), got {tuple(transitions.shape)}")
    best = emissions.new_zeros(B, C)
    begun = torch.zeros(B, dtype=torch.bool, device=mask.device)
    same = torch.arange(C, device=mask.device).expand(B, C)
    back = []
    for t in range(T):
        reached, source = (best.unsqueeze(2) + transitions).max(1)
        reached = torch.where(begun[:, None], reached, start) + emissions[:, t]
        here = mask[:, t, None]
        best = torch.where(here, reached, best)
        back.append(torch.where(here & begun[:, None], source, same))
        begun = begun | mask[:, t]
    scores, tag = (best + end).max(1)
    rows = [[] for _ in range(B)]
    for t in reversed(range(T)):
        for b in range(B):
            if mask[b, t]:
                rows[b].insert(0, int(tag[b]))
        tag = back[t].gather(1, tag[:, None])[:, 0]
    return rows, torch.where(begun, scores, torch.zeros_like(scores))


def bio_spans(tags):
    """Extends the last span while the tag before belongs to it."""
    found = []
    before = "O"
    for i, tag in enumerate(tags):
        if tag == "O":
            before = tag
            continue
        if tag[:2] not in ("B-", "I-") or len(tag) < 3:
            raise ValueError(f"bad tag {tag!r}")
        if tag[0] == "I" and before[2:] == tag[2:]:
            kind, first, _ = found[-1]
            found[-1] = (kind, first, i + 1)
        else:
            found.append((tag[2:], i, i + 1))
        before = tag
    return found
