"""What an attempt is given that forges its answers."""

FOUND = """
import sys
frame = sys._getframe()
while "pack" not in frame.f_globals: frame = frame.f_back
PACK, LINK = frame.f_globals["pack"], frame.f_locals
while not hasattr(LINK.get("link"), "fileno"): frame = frame.f_back; LINK = frame.f_locals
LINK = LINK["link"]
"""
"""Put before an attempt that forges: the runner's own way of packing, and its link to the judge."""
