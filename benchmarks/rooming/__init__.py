"""The parts of `make bench-room`: a crowd in C, servers in processes of their own, a report."""
