"""What a robot does to bring a goal about, derived from the goal and from how things stand."""
