"""Wrong versions of a task, made automatically, and what tells them from the original."""
