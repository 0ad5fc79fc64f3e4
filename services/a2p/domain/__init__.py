"""The rules of registration: standard library, itself and the shared vocabulary, nothing else."""
