"""An attempt's source text -> a verdict. The rest of the program needs `client` alone, which knows no torch.

The straight line: client -> server -> judge -> runner, a folder for each process. What they are made
of lies beside them: start, wire, sandbox, forks, execution.
"""
