"""What every module stands on: settings, database, work queue, HTTP plumbing, sockets.

The platform knows nothing of shops, shows or orders; it never imports a module.
"""
