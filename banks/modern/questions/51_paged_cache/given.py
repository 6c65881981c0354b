"""What the cases hand in for `apply`: several steps in a row on one cache."""

import torch


def carried_out(cache, step, heads, d):
    """A step such as `new`, `append 0 3` (three tokens for sequence 0), `fork 0`, `free 0` or `read 0`."""
    name, *numbers = step.split()
    sequence, count = ([int(number) for number in numbers] + [0, 0])[:2]
    if name == "append":
        k = torch.arange(heads * count * d, dtype=torch.float64).reshape(heads, count, d)
        return cache.append(sequence, k, -k)
    return getattr(cache, name)(*([sequence] if numbers else []))


def in_turn(program, heads, d):
    """For `apply`: carries out the steps of `program`, one after the other."""

    def call(cache):
        if hasattr(cache, "num_free"):
            for step in program.split("; "):
                carried_out(cache, step, heads, d)

    return call


def refused(program, heads, d):
    """For `apply`: the last step must be refused with ValueError and change nothing.

    The ValueError goes on only if all sequences have the table and the contents they had before, and the next
    one gets the number that it would have had.
    """
    *steps, last = program.split("; ")

    def state(cache, made):
        told = [cache.num_free()]
        for sequence in range(made):
            told.append(cache.table(sequence))
            told += [tensor.tolist() for tensor in cache.read(sequence)]
        return told

    def call(cache):
        if not hasattr(cache, "num_free"):
            return
        for step in steps:
            carried_out(cache, step, heads, d)
        made = sum(step.split()[0] in ("new", "fork") for step in steps)
        before = state(cache, made)
        try:
            carried_out(cache, last, heads, d)
        except ValueError:
            if state(cache, made) == before and cache.new() == made:
                raise

    return call


def with_shapes(keys, values):
    """For `apply`: appends keys and values of these shapes to a new sequence."""

    def call(cache):
        if hasattr(cache, "num_free"):
            cache.append(cache.new(), torch.ones(keys), torch.ones(values))

    return call
