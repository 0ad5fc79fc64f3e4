"""The gateway is asked over HTTP only; on the broker it answers how it is and nothing else."""

SERVICE = "gateway"
