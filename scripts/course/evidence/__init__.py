"""What the course rests on outside itself: whether its sources can still be reached."""
