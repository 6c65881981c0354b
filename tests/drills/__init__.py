"""Every drill of the banks that the package ships, computed once more from its wording alone."""
