"""The local estate: moto in a process of ours, answering as AWS does where Relevo depends on it."""
