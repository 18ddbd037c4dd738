"""The command line: one verb to a file, put together here."""

from agents.cli.app import app, main

__all__ = ["app", "main"]
