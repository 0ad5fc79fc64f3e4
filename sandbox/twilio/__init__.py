"""A stateful local stand-in for the Twilio HTTP APIs that the product uses."""
