"""The deployed function on the local AWS: day after day, beside the command line, and what both did compared."""
