"""External media servers: their webhooks come in here, and here they are asked how they do.

Owns what is alike for all kinds: the route, carrying out what a webhook asks (`desk`), and asking
the servers what they carry (`poller`). What each kind says, and how it wants to be answered, is
its own package's: a `Dialect` reads its webhooks into the words of `words`, an `ExternalServer`
speaks to its interface. Never decides who may push or watch: that is the media module's.
"""
