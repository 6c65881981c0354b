"""What an author of questions needs: files to begin with, and the proof that a question is sound."""
