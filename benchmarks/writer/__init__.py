"""The writing service of `event_latency`: an outbox and nothing else."""
