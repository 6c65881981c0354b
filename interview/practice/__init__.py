"""What a learner does: a folder for each thing, and the folders memory and talk that they share."""
