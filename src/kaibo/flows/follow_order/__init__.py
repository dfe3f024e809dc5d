"""After the parcel left: the order arrives, and is completed by its buyer or by time."""
