"""What one case sets as the module's forward hooks: they look for the table among its buffers."""


def hooks_that_seek(numbers: int) -> dict:
    """After a call its result, and whether the buffers hold so many numbers, as the table does."""

    def seek(module, inputs, result):
        found = sum(buffer.numel() for buffer in module.buffers())
        return {"result": result, "the table is a buffer": found >= numbers}

    return {0: seek}
