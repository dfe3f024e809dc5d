"""Logs and metrics: structured lines on standard error, counters on /metrics."""
