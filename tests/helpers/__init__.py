"""What several test files need: terminals, processes, commands, conversations, files that are changed."""
