"""`make bench`: the function of the serverless door, called as by its state machine, before a fast stand-in for AWS."""
