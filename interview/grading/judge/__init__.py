"""The trusted process: it holds the reference, supervises runs, and forms every opinion there is."""
