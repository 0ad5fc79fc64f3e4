"""The two ends of what is measured, each a process: the floor, stock nameko, and ours.

`python -m benchmarks.parties.raw server <AMQP URI>` says `null` when it is ready, then answers a
JSON line on stdout to each on stdin, and leaves when stdin ends.
"""
