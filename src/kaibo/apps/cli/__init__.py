"""The command line: start, prepare, examine, save and bring back an installation.

While a core process runs, commands speak to it over loopback HTTP; nothing else opens its
database. Offline commands hold the data folder's lock.
"""
