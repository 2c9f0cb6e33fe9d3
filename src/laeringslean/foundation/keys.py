"""Keys of rows: UUIDv7 where time may be known, UUIDv4 where it must not be."""

import uuid

import uuid_utils.compat


def uuid7() -> uuid.UUID:
    """A key that sorts by creation time. It contains the millisecond: never use it for an anonymous row."""
    return uuid_utils.compat.uuid7()


def uuid4() -> uuid.UUID:
    """A random key without any trace of time, for anonymous rows, codes and tokens."""
    return uuid.uuid4()
