"""Stand-ins for the outside world; nothing here imports the product."""
