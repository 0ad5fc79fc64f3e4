"""What a2p does, one function per thing."""
