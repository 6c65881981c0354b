import torch


def beam_search(step, bos_id, eos_id, beam_size, max_len, length_penalty):
    """A fixed number of rows, as in most libraries; rows that are not in use have the score -inf."""
    if beam_size < 1 or max_len < 1:
        raise ValueError("beam_size and max_len must be positive")
    rows = torch.full((beam_size, 1), bos_id)
    sums = torch.full((beam_size,), float("-inf"), dtype=torch.float64)
    sums[0] = 0.0
    best_tokens, best_score = [], float("-inf")
    for length in range(1, max_len + 1):
        totals = sums.unsqueeze(1) + step(rows).to(sums)
        vocabulary = totals.shape[1]
        width = min(2 * beam_size, totals.numel())
        values, flat = torch.topk(totals.view(-1), width)
        tokens = flat % vocabulary
        sequences = torch.cat([rows[flat // vocabulary], tokens.unsqueeze(1)], dim=1)
        ends = tokens == eos_id
        closed = ends[:beam_size] if length < max_len else torch.ones(min(beam_size, width)).bool()
        for i in closed.nonzero().flatten().tolist():
            score = values[i].item() / length**length_penalty
            if score > best_score:
                best_tokens, best_score = sequences[i, 1:].tolist(), score
        going_on = (~ends).nonzero().flatten()[:beam_size]
        rows, sums = sequences[going_on], values[going_on]
    return best_tokens, best_score
