"""Flow: what the things that the audit log speaks of by their ids are called now."""
