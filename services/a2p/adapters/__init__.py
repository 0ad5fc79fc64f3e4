"""The world as the use cases see it: Twilio, the clock, the neighbours, other processes of ours."""
