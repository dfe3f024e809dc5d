"""HTTP plumbing that every route uses: context, problems, paging, idempotency, callers."""
