"""How a command reaches the grader: an attempt's file read, a server found or started, a verdict asked for."""
