from __future__ import annotations

from sandbox.twilio.clock import VirtualClock


class Wall:
    def __init__(self):
        self.seconds = 1000.0

    def __call__(self):
        return self.seconds


def test_virtual_time_runs_at_its_speed_and_can_be_advanced():
    wall = Wall()
    clock = VirtualClock(speed=60, wall=wall)
    wall.seconds += 2
    assert clock.now() == 1120
    clock.advance(10)
    clock.set_speed(1)
    wall.seconds += 5
    assert clock.now() == 1135


def test_time_goes_on_at_the_old_speed_while_nobody_runs():
    wall = Wall()
    dumped = VirtualClock(speed=10, wall=wall).dump()
    wall.seconds += 3
    clock = VirtualClock(speed=0, wall=wall)
    clock.restore(dumped)
    assert clock.now() == 1030
    wall.seconds += 100
    assert (clock.now(), clock.speed) == (1030, 0)
