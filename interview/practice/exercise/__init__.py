"""Exercise files: written from stubs, watched, graded, remembered."""
