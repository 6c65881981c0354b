"""A class graded on a Dask cluster: workers admitted, submissions sent as data, verdicts taken back as data.

`grader` runs on the workers, everything else on the machine that gives the batch.
"""
