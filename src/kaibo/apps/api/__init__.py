"""The core process: API, web pages, sockets and work. Exactly one runs on SQLite."""
