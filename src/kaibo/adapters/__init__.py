"""The outside world: one folder a kind, one a vendor. Vendor SDKs live here only."""
