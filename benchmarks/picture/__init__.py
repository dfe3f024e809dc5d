"""What `make bench-media` is made of: sources, servers, viewers and browsers, each a process."""
