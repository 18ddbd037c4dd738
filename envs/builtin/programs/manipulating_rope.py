"""A rope closes the open side of a square that three lines mark on the table."""
