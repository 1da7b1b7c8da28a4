"""`make compare`: Relevo beside a plain loop, on one estate, through one proxy, in one run."""
