"""`make bench`: the Lambda function, called as by its state machine, before a fast stand-in for AWS."""
