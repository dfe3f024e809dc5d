"""Taking over what external media servers have recorded.

A file that a server has closed is copied, without decoding, into the recordings' own format
(`transfer`), by a process of its own (`__main__`), so that replay, chapters and clips work as for
the built-in server. `jobs` is the work that starts it and writes down what came of it; it may be
begun again at any time.
"""
