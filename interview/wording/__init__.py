"""What grading says as kinds and values -> sentences in the reader's language, for screen and exports alike."""
