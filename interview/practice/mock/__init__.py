"""The mock interview: its plan, its parts, and what is said afterwards."""
