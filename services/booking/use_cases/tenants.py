"""A tenant that has just come to be can be booked as soon as it offers something."""

from datetime import time

from services.booking.domain.schedule import Hours, Schedule
from services.booking.ports import Ports

WORKING_DAYS = range(5)
USUAL_HOURS = Hours(time(9), time(17))


def welcome_tenant(ports: Ports, tenant_id: str, time_zone: str) -> None:
    schedule = Schedule(time_zone, {day: USUAL_HOURS for day in WORKING_DAYS})
    with ports.unit_of_work(tenant_id) as work:
        work.schedules.add(schedule, capacity=1)
