"""A run as a page to look at: every candidate with its pictures, its film, and why it was kept or not."""

from agents.report.page import write_report

__all__ = ["write_report"]
