"""What can be booked, when, and the bookings themselves, with points or without."""
