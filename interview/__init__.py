"""Interview preparation for Transformers and BERT: questions, graded exercises, and the teaching around them."""

__version__ = "0.1.0"
