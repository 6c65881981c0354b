"""The untrusted process: it runs an attempt and answers with data. It never sees the reference."""
