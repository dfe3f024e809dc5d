"""What carries messages between core and gateways: memory in one process, Redis for many."""
