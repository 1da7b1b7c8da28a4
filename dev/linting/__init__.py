"""`make lint`: what the compiler doesn't hold us to."""
