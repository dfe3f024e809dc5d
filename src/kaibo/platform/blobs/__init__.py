"""Files that people upload, behind one port; a local folder by default."""

from kaibo.platform.blobs.store import BlobStore, LocalBlobStore

__all__ = ["BlobStore", "LocalBlobStore"]
