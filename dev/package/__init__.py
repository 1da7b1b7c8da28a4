"""What Lambda gets: a zip with the built function, the system's zone files and, if given, the configuration."""
