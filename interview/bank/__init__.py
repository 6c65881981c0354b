"""Banks of questions: YAML -> Question. Knows nothing of grading; torch only in `recipes`."""

from interview.bank.finding import open_bank
from interview.bank.loading import Bank, load_question

__all__ = ["Bank", "load_question", "open_bank"]
