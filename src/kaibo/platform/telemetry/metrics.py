"""Counters and histograms that more than one part of the platform touches."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

HTTP_SECONDS = Histogram(
    "kaibo_http_request_seconds",
    "Time to answer an HTTP request, by route and status.",
    ["method", "route", "status"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
WORK_DONE = Counter("kaibo_work_done_total", "Events delivered and jobs run.", ["handler"])
WORK_FAILED = Counter(
    "kaibo_work_failed_total", "Attempts at events and jobs that failed.", ["handler"]
)
