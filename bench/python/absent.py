class Absent(Exception):
    """A contestant can't take part, and this is why."""
