"""What the service does, a module for each thing."""
