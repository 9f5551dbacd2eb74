"""One encrypted file of many named parts, written and read as streams; knows nothing of databases.

A fresh key encrypts the stream (libsodium's secretstream, which notices a changed, missing, doubled or cut-off
chunk); that key is sealed to a public key, so whoever can write the file cannot read it later.

    magic line · sealed key (80 bytes) · stream header (24 bytes) · chunks of: length (4 bytes), ciphertext

A chunk's text begins with N (a new part, named), D (data of the part) or, in the last chunk, E (the end).
"""

import os
import struct

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

MAGIC = b"promise-tracker backup 1\n"
CHUNK = 1024 * 1024
SEALED_KEY_BYTES = 32 + 48
HEADER_BYTES = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
MIDDLE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
LAST = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL


class Damaged(Exception):
    """The file was cut off, changed, or sealed for another key."""


def write(file, parts, public_key):
    """Write parts, (name, iterator of bytes) pairs; returns the stream's key, to read the file back at once."""
    key = bindings.crypto_secretstream_xchacha20poly1305_keygen()
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    header = bindings.crypto_secretstream_xchacha20poly1305_init_push(state, key)
    file.write(MAGIC + SealedBox(PublicKey(public_key)).encrypt(key) + header)
    for name, data in parts:
        _push(file, state, b"N" + name.encode())
        for piece in data:
            for start in range(0, len(piece), CHUNK):
                _push(file, state, b"D" + piece[start : start + CHUNK])
    _push(file, state, b"E", LAST)
    return key


def open_key(file, private_key):
    """The stream's key of a file, for whoever holds the private key. Raises Damaged."""
    file.seek(0)
    if file.read(len(MAGIC)) != MAGIC:
        raise Damaged("this is not a backup of Promise Tracker")
    try:
        return SealedBox(PrivateKey(private_key)).decrypt(file.read(SEALED_KEY_BYTES))
    except CryptoError:
        raise Damaged("the backup was sealed for another key, or is damaged") from None


def read(file, key):
    """Yield (name, iterator of bytes) in order; exhaust one part before the next. Raises Damaged."""
    chunks = _chunks(file, key)
    ahead = [next(chunks, None)]

    def rest_of_part():
        while (chunk := next(chunks, None)) is not None and chunk[:1] == b"D":
            yield chunk[1:]
        ahead[0] = chunk

    while (first := ahead[0]) is not None:
        yield first[1:].decode(), rest_of_part()


def _chunks(file, key):
    file.seek(len(MAGIC) + SEALED_KEY_BYTES)
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    try:
        bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, file.read(HEADER_BYTES), key)
        while True:
            (length,) = struct.unpack("<I", file.read(4))
            text, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, file.read(length))
            if tag == LAST:
                return
            yield text
    except (CryptoError, struct.error, ValueError, RuntimeError):
        raise Damaged("the backup is damaged or was cut off") from None


def _push(file, state, text, tag=MIDDLE):
    sealed = bindings.crypto_secretstream_xchacha20poly1305_push(state, text, tag=tag)
    file.write(struct.pack("<I", len(sealed)) + sealed)


def sync(file):
    """On the disk, not only handed to the system."""
    file.flush()
    os.fsync(file.fileno())
