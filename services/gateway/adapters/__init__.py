"""What the gateway knows of the world outside besides HTTP."""
