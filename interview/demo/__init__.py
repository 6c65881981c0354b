"""The references at work on a real model: what the exercises are good for."""
