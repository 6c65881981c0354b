"""What an interviewer asks about a way of writing something, an answer, and where that is to be read."""

from __future__ import annotations

from dataclasses import dataclass

from interview.messages import N_


@dataclass(frozen=True)
class IdiomWords:
    """In English; `_` gives `ask` and `answer` in the language in use. Sources stay as they are."""

    ask: str
    answer: str
    source: str


FINFO = "PyTorch documentation, torch.finfo"
NUMERICS = "Goodfellow et al. 2016, Deep Learning, §4.1 (overflow and underflow)"
AUTOGRAD = "PyTorch documentation, Autograd mechanics"
TENSOR_VIEWS = "PyTorch documentation, Tensor Views"

IDIOM_WORDS = {
    "large-negative": IdiomWords(
        N_("What happens to this fill value if the scores are float16?"),
        N_(
            "The largest number of float16 is 65504, so `masked_fill` with `-1e9` or less raises an error there, "
            "and a product with it overflows to `-inf`. bfloat16 and float32 hold it. Safe are `-inf` with "
            "a guard for rows that are all masked, `torch.finfo(scores.dtype).min`, or a softmax in float32."
        ),
        FINFO,
    ),
    "softmax-then-log": IdiomWords(
        N_("What does this give for a class whose logit is 200 below the largest?"),
        N_(
            "In float32 the softmax underflows to 0, its logarithm is `-inf` and the gradient NaN. "
            "`log_softmax` subtracts the logarithm of the sum from the logits and never takes the "
            "logarithm of 0. A small number added first only bounds the error: the gradient is lost."
        ),
        "PyTorch documentation, torch.nn.functional.log_softmax",
    ),
    "exp-over-sum": IdiomWords(
        N_("From which score on does this softmax overflow, in float32 and in float16?"),
        N_(
            "`exp` is infinite from about 88.7 on in float32 and from about 11.1 on in float16, and "
            "infinity over infinity is NaN. Subtracting the largest score of the row first changes "
            "nothing in exact arithmetic and leaves no exponent above 0. `torch.softmax` does that."
        ),
        NUMERICS,
    ),
    "nan-to-num": IdiomWords(
        N_("Which faults can `nan_to_num` hide here, besides the one that it is meant for?"),
        N_(
            "It turns every NaN into 0, wherever it comes from: an overflow in float16 or a bad input "
            "goes on unseen, and infinities become the largest finite numbers. A mask that names the "
            "rows with nothing in them mends those alone, and lets every other NaN be seen."
        ),
        "PyTorch documentation, torch.nan_to_num",
    ),
    "loop-over-heads": IdiomWords(
        N_("How would you compute all heads at once, and what would that save?"),
        N_(
            "View the projection as `(B, T, H, d)` and transpose it to `(B, H, T, d)`: `matmul` treats "
            "the leading axes as a batch. The arithmetic stays the same. But the loop starts every "
            "kernel `H` times with an `H`-th of the work, and on a GPU those small kernels leave most "
            "of it idle."
        ),
        "PyTorch documentation, torch.matmul",
    ),
    "growing-cat": IdiomWords(
        N_("What does growing a tensor by `cat` cost over `T` steps?"),
        N_(
            "Each `cat` makes a new tensor and copies all that was there, so `T` steps copy a number "
            "of elements that grows with `T²`. If the length is bounded, allocate once and write each "
            "step into its slice; or collect the pieces in a list and join them once at the end."
        ),
        "PyTorch documentation, torch.cat; Hugging Face documentation, Cache strategies (static cache)",
    ),
    "item-in-loop": IdiomWords(
        N_("What does `.item()` in a loop cost if the tensor is on a GPU?"),
        N_(
            "Kernels are queued and run asynchronously, but `.item()` needs a number now: the CPU waits "
            "for everything queued before it, and the GPU then waits for the CPU, once in every turn. "
            "Keep the values in a tensor and fetch them once with `.tolist()` after the loop."
        ),
        "PyTorch documentation, CUDA semantics (asynchronous execution)",
    ),
    "loop-over-axis": IdiomWords(
        N_(
            "The turns of this loop do not depend on each other. How would you write it without one?"
        ),
        N_(
            "Make the counter an axis of the tensors: a batched `matmul`, broadcasting or `einsum` does "
            "all turns in one operation. The arithmetic stays the same, but each turn in Python starts "
            "kernels of its own, and for small tensors starting them takes longer than computing. "
            "`torch.vmap` does the rewriting for you."
        ),
        "PyTorch documentation, torch.vmap",
    ),
    "repeat": IdiomWords(
        N_(
            "When would `expand` do here in the place of `repeat`, and what must not be done with its result?"
        ),
        N_(
            "`repeat` copies. `expand` gives a view with stride 0, without any copy, but only along a new "
            "axis or one of length 1. Several elements of that view are one place in memory, so nothing "
            "may be written into it; `clone` it first. Often broadcasting makes both unnecessary."
        ),
        "PyTorch documentation, torch.Tensor.expand",
    ),
    "repeat-interleave": IdiomWords(
        N_(
            "How do `repeat_interleave` and `repeat` differ in order, and what goes wrong if they are confused?"
        ),
        N_(
            "From `[a, b]` twice, `repeat_interleave` makes `[a, a, b, b]` and `repeat` makes "
            "`[a, b, a, b]`. The shapes agree, so nothing raises: with heads folded into the batch, or "
            "with beams, each row then silently gets the mask or the keys of another one. A test with "
            "one example alone does not see it."
        ),
        "PyTorch documentation, torch.repeat_interleave",
    ),
    "smallest-number": IdiomWords(
        N_("What is the softmax of a row filled with `finfo.min` alone, and why is it not NaN?"),
        N_(
            "All its scores are equal, so it is uniform: a row that may attend to nothing attends to "
            "everything, unless its weights are set to 0 afterwards. With `-inf` it would be NaN. Two "
            "such masks must not be added: the sum overflows to `-inf`, and NaN is back."
        ),
        FINFO,
    ),
    "infinite-mask": IdiomWords(
        N_(
            "What does the softmax give for a row in which every score is `-inf`, and how do you guard against it?"
        ),
        N_(
            "NaN: the largest score is `-inf` as well, and `-inf` minus `-inf` is NaN. Either keep such "
            "rows out of the fill, or set their weights to 0 after it. In the backward pass `masked_fill` "
            "gives masked places the gradient 0, but a mask that is added lets the NaN through."
        ),
        NUMERICS,
    ),
    "in-place": IdiomWords(
        N_("What does autograd check about an operation in place, and when does it raise?"),
        N_(
            "Every tensor counts its changes. What the backward pass needs is saved with that count, and "
            "if it has changed by then, `backward` raises a RuntimeError. Writing into a leaf that "
            "requires a gradient raises at once; writing into an argument changes the caller's tensor."
        ),
        f"{AUTOGRAD} (in-place operations)",
    ),
    "one-hot-product": IdiomWords(
        N_("What does a product with one-hot vectors cost, compared with indexing?"),
        N_(
            "For `N` ids out of `V` and a width of `D`, the one-hot matrix alone holds `N·V` numbers and "
            "the product takes `N·V·D` multiplications, nearly all of them by 0. Indexing copies `N·D` "
            "numbers. The result and the gradient of the table are the same."
        ),
        "PyTorch documentation, torch.nn.functional.embedding",
    ),
    "exp-below-maximum": IdiomWords(
        N_("Why may the maximum be subtracted, and does a gradient have to flow through it?"),
        N_(
            "Softmax does not change if a constant is added to all scores of a row, so the largest may be "
            "subtracted, and then no exponent is above 0. For the same reason the gradient with respect to "
            "that constant is 0: detaching the maximum gives the same gradient with less work."
        ),
        NUMERICS,
    ),
    "fused-attention": IdiomWords(
        N_(
            "What does True mean in the `attn_mask` of `scaled_dot_product_attention`, and what in the "
            "`key_padding_mask` of `nn.MultiheadAttention`?"
        ),
        N_(
            "The opposite: in the function True takes part in attention, in the module True is ignored. "
            "Confused, the model attends to the padding alone, and nothing raises. The mask also decides "
            "the kernel: on CUDA, FlashAttention takes no `attn_mask`, only `is_causal`."
        ),
        "PyTorch documentation, torch.nn.functional.scaled_dot_product_attention",
    ),
    "contiguous-view": IdiomWords(
        N_("Why is `contiguous` needed before this `view`, and what would `reshape` do?"),
        N_(
            "`view` never copies, so it needs strides that fit the new shape, and after the exchange of "
            "axes those of the merged ones don't. `contiguous` copies into the new order. `reshape` does "
            "just the same: it gives a view where it can, and copies where it must."
        ),
        TENSOR_VIEWS,
    ),
    "scaled-product": IdiomWords(
        N_("You divide after the product. What may happen to the product in float16 before that?"),
        N_(
            "It may overflow: float16 ends at 65504, and the sum of `d` products comes there long before "
            "the scaled score does. Dividing the queries first is the same in exact arithmetic and keeps "
            "everything smaller by `√d`. With bfloat16 the range is that of float32."
        ),
        "Micikevicius et al. 2018, Mixed Precision Training, §3 (the range of float16)",
    ),
    "biased-variance": IdiomWords(
        N_("Why does layer normalization divide by `n` and not by `n - 1`?"),
        N_(
            "It normalizes just these `n` features and estimates nothing about a population, so the "
            "second moment about their mean is what gives them variance 1. `torch.var` divides by `n - 1` "
            "unless told otherwise; with `D` = 8 that already makes the outputs 6 % too small."
        ),
        "PyTorch documentation, torch.nn.LayerNorm; Ba et al. 2016, Layer Normalization, §3",
    ),
    "functional-dropout": IdiomWords(
        N_("What would happen if `F.dropout` were not told `self.training`?"),
        N_(
            "Its `training` is True by default, and a function knows nothing of `model.eval()`: it would "
            "go on dropping in evaluation, and results would differ from call to call. `nn.Dropout` is a "
            "module, so `eval` reaches it."
        ),
        "PyTorch documentation, torch.nn.functional.dropout",
    ),
    "no-grad": IdiomWords(
        N_(
            "What does `torch.inference_mode` do beyond `torch.no_grad`, and when can't you use it?"
        ),
        N_(
            "Both record no graph. `inference_mode` also drops version counters and the tracking of views, "
            "which makes it faster. In return its tensors can never be used in a computation that autograd "
            "records later; where that is needed, `no_grad` is right."
        ),
        f"{AUTOGRAD} (locally disabling gradient computation)",
    ),
    "kept-buffer": IdiomWords(
        N_(
            "What does a buffer do that a plain attribute doesn't, and when should it not be persistent?"
        ),
        N_(
            "It moves with `.to()` and is saved in the `state_dict`, but it is no parameter: no optimizer "
            "changes it. A table that is computed from the constructor's arguments is better registered "
            "with `persistent=False`, or a checkpoint fits only models of the same maximal length."
        ),
        "PyTorch documentation, torch.nn.Module.register_buffer",
    ),
    "reshape-of-turned": IdiomWords(
        N_("Does this copy, and what would `view` do in its place?"),
        N_(
            "An exchange of axes changes the strides only. Merging axes that no longer lie behind one "
            "another in memory needs a copy, which `reshape` and `flatten` make by themselves. `view` "
            "never copies, so it raises there; without the exchange it would go through and mix up the "
            "heads."
        ),
        TENSOR_VIEWS,
    ),
    "einsum-of-two": IdiomWords(
        N_("What does `einsum` carry out for two operands, and is it faster than `matmul`?"),
        N_(
            "It brings the axes into the order batch, rows, summed axis and calls a batched product, so "
            "the arithmetic is that of `matmul`. It is no faster, and copies where the layout does not "
            "fit. From three operands on the order of the products matters, and can change the cost by "
            "a power."
        ),
        "PyTorch documentation, torch.einsum",
    ),
}
"""By the ids of `practice/exercise/idioms.py`."""
