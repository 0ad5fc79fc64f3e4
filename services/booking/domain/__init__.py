"""The rules: what a cart costs, when it fits, and what may become of a booking."""
