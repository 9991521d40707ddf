"""A publisher's signature beside a file: made with an Ed25519 key of the user, and checked with its public half.

The signature is the one that `ssh-keygen -Y sign -n file` leaves (OpenSSH's PROTOCOL.sshsig), so that
`ssh-keygen -Y verify` checks it too, and a key behind a passphrase or in a card signs by `ssh-keygen` itself. Keys are
files of OpenSSH or of OpenSSL (PEM). Nothing is asked from outside: whose a key is, its owner says elsewhere.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

from evaluator.errors import EvaluatorError, InvalidInputError, Problem, library_of
from evaluator.store.whole import write_whole

SUFFIX = ".sig"
SPACE = b"file"  # what the signature is for, so that it cannot be taken for a login
MAGIC, KIND = b"SSHSIG", b"ssh-ed25519"
HEAD = MAGIC + (1).to_bytes(4, "big")  # with the version of the form
ARMOUR = re.compile(rb"\s*-----BEGIN SSH SIGNATURE-----\n([A-Za-z0-9+/=\s]+)-----END SSH SIGNATURE-----\s*")
HASHES = (b"sha512", b"sha256")
LARGEST = 65_536  # bytes of a file of a key or a signature
LINE = 70
ED25519, FILES, ERRORS = "hazmat.primitives.asymmetric.ed25519", "hazmat.primitives.serialization", "exceptions"
KEY_LENGTH, SIGNATURE_LENGTH = 32, 64
MAKE = "Make one: ssh-keygen -t ed25519 -f KEY."
MADE_BY = "Make it with --sign KEY, or with ssh-keygen -Y sign -n file."
State = Literal["good", "another key", "other bytes"]


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The public half of a key: its 32 bytes, and the name that its file gives it."""

    raw: bytes
    name: str = ""

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint as `ssh-keygen -l` prints it."""
        digest = hashlib.sha256(self.wire).digest()
        return f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}"

    @property
    def wire(self) -> bytes:
        """Return the key as OpenSSH writes it."""
        return _framed(KIND) + _framed(self.raw)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a signature is to a file and a key: good, by another key (`by`), or of other bytes."""

    state: State
    key: PublicKey
    by: PublicKey

    @property
    def is_good(self) -> bool:
        """Return whether the file is as the owner of the key signed it."""
        return self.state == "good"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key, as the library of ciphers holds it."""

    held: Any

    def sign(self, content: bytes) -> bytes:
        """Return the signature of a content as the text of its file; the same key and content give the same bytes."""
        public = PublicKey(self.held.public_key().public_bytes_raw())
        digest = hashlib.new(HASHES[0].decode(), content).digest()
        made = self.held.sign(_signed_text(HASHES[0], digest))
        parts = (public.wire, SPACE, b"", HASHES[0], _framed(KIND) + _framed(made))
        text = base64.b64encode(HEAD + b"".join(map(_framed, parts))).decode()
        lines = [text[at : at + LINE] for at in range(0, len(text), LINE)]
        return "\n".join(["-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", ""]).encode()

    def sign_file(self, path: Path) -> Path:
        """Leave the signature of a file beside it, and return where.

        Raises
        ------
        EvaluatorError
            What stands there is no signature, or cannot be written.
        """
        refuse_no_signature(path)
        return write_whole(signature_beside(path), self.sign(path.read_bytes()))


def signature_beside(path: Path) -> Path:
    """Return where the signature of a file lies.

    Examples
    --------
    >>> signature_beside(Path("report.pdf")).name
    'report.pdf.sig'
    """
    return path.with_name(path.name + SUFFIX)


def refuse_no_signature(path: Path) -> None:
    """Raise an error if what stands in the place of a file's signature is none: it is never written over.

    Raises
    ------
    EvaluatorError
        It is another file, or no file.
    """
    beside = signature_beside(path)
    if beside.exists() and not (beside.is_file() and ARMOUR.fullmatch(_read(beside, "a signature"))):
        raise EvaluatorError(f"{beside} is no signature, and is not written over. Move it away.")


def read_signing_key(path: Path) -> SigningKey:
    """Read a private Ed25519 key that its owner alone can read.

    Raises
    ------
    InvalidInputError
        The file is missing, open to others, locked, or no such key.
    MissingDependencyError
        The library of ciphers is not installed.
    """
    files, content = _ciphers(FILES), _read(path, "a private key", MAKE)
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        found = f"a key that others can read (mode {stat.S_IMODE(path.stat().st_mode):o})"
        raise _refused(path, found, "a key of its owner alone", f"chmod 600 {path}")
    is_ssh = b"BEGIN OPENSSH PRIVATE KEY" in content
    try:
        held = (files.load_ssh_private_key if is_ssh else files.load_pem_private_key)(content, None)
    except TypeError:  # both loaders, for a key that wants a password
        sign = f"Sign by hand, which asks for it: ssh-keygen -Y sign -n file -f {path} REPORT.pdf"
        raise _refused(path, "a key locked by a passphrase", "a key without one", sign) from None
    except (ValueError, _ciphers(ERRORS).UnsupportedAlgorithm) as error:
        found = "a public key" if _is_public(content) else f"no private key ({type(error).__name__})"
        raise _refused(path, found, "an Ed25519 key of OpenSSH or PEM", MAKE) from None
    if not isinstance(held, _ciphers(ED25519).Ed25519PrivateKey):
        raise _refused(path, f"a key of another kind ({type(held).__name__})", "an Ed25519 key", MAKE)
    return SigningKey(held)


def read_public_key(path: Path) -> PublicKey:
    """Read a public Ed25519 key: the line of OpenSSH, or PEM; its name is the line's comment.

    Raises
    ------
    InvalidInputError
        The file is missing, a private key, or no such key.
    MissingDependencyError
        The library of ciphers is not installed.
    """
    files, content = _ciphers(FILES), _read(path, "a public key")
    if b"PRIVATE KEY" in content:
        mend = "Give its public half, which is all that readers need: ssh-keygen -y -f KEY"
        raise _refused(path, "a private key", "a public key", mend)
    if len(content.strip().splitlines()) > 1 and not content.lstrip().startswith(b"-----"):
        raise _refused(path, "more than one line", "one key in a file")
    is_ssh = not content.lstrip().startswith(b"-----")
    try:
        held = (files.load_ssh_public_key if is_ssh else files.load_pem_public_key)(content)
    except (ValueError, _ciphers(ERRORS).UnsupportedAlgorithm) as error:
        found = f"no public key ({type(error).__name__})"
        raise _refused(path, found, "an Ed25519 key of OpenSSH or PEM") from None
    if not isinstance(held, _ciphers(ED25519).Ed25519PublicKey):
        raise _refused(path, f"a key of another kind ({type(held).__name__})", "an Ed25519 key")
    _, _, comment = content.decode("utf-8", "replace").strip().partition(" ")[2].partition(" ")
    return PublicKey(held.public_bytes_raw(), comment if is_ssh else "")


def check_signature(path: Path, key: PublicKey) -> Checked:
    """Return what the signature beside a file is to the file's bytes and a key.

    Raises
    ------
    InvalidInputError
        The file is missing, there is no signature beside it, or none that can be read.
    MissingDependencyError
        The library of ciphers is not installed.
    """
    keys, beside = _ciphers(ED25519), signature_beside(path)
    try:
        with path.open("rb") as file:
            digests = {name: hashlib.file_digest(file, name.decode()).digest() for name in HASHES if not file.seek(0)}
    except OSError as error:
        raise _refused(path, error.strerror or "cannot be read", "a report or a release") from None
    by, algorithm, made = _parts_of(beside)
    try:
        keys.Ed25519PublicKey.from_public_bytes(by.raw).verify(made, _signed_text(algorithm, digests[algorithm]))
    except _ciphers(ERRORS).InvalidSignature:
        return Checked("another key" if by.raw != key.raw else "other bytes", key, by)
    except ValueError as error:
        raise _refused(beside, f"a key that is none ({error})", "a signature by an Ed25519 key", MADE_BY) from None
    return Checked("good" if by.raw == key.raw else "another key", key, by)


def _parts_of(path: Path) -> tuple[PublicKey, bytes, bytes]:
    """Return the key, the hash and the 64 bytes of a signature.

    Raises
    ------
    InvalidInputError
        It is missing, damaged, for something else, or by a key of another kind.
    """
    armoured = ARMOUR.fullmatch(_read(path, "the publisher's signature", MADE_BY))
    expected = "a signature as ssh-keygen -Y sign -n file makes it"
    try:
        blob = base64.b64decode(b"".join((armoured[1] if armoured else b"").split()), validate=True)
        wire, space, _, algorithm, made = _strings(blob.removeprefix(HEAD) if blob.startswith(HEAD) else b"")
        kind, raw, signed_by, signed = (*_strings(wire), *_strings(made))
    except (ValueError, binascii.Error):
        raise _refused(path, "no signature that can be read", expected, MADE_BY) from None
    if {kind, signed_by} != {KIND} or len(raw) != KEY_LENGTH or len(signed) != SIGNATURE_LENGTH:
        found = f"a signature by a key of another kind ({kind[:LINE].decode('ascii', 'replace')})"
        raise _refused(path, found, "one by an Ed25519 key", MADE_BY)
    if space != SPACE or algorithm not in HASHES:
        found = f"a signature for something else ({space[:LINE].decode('ascii', 'replace')})"
        raise _refused(path, found, expected, MADE_BY)
    return PublicKey(raw), algorithm, signed


def _strings(blob: bytes) -> tuple[bytes, ...]:
    """Return the strings of a blob, each behind its length.

    Raises
    ------
    ValueError
        A length leads out of it.
    """
    return tuple(_each_string(blob))


def _each_string(blob: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(blob):
        end = at + 4 + int.from_bytes(blob[at : at + 4], "big")
        if end > len(blob) or at + 4 > len(blob):
            raise ValueError("a length that leads out")
        yield blob[at + 4 : end]
        at = end


def _framed(text: bytes) -> bytes:
    return len(text).to_bytes(4, "big") + text


def _signed_text(algorithm: bytes, digest: bytes) -> bytes:
    return MAGIC + b"".join(map(_framed, (SPACE, b"", algorithm, digest)))


def _is_public(content: bytes) -> bool:
    return content.lstrip().startswith((KIND, b"ssh-", b"-----BEGIN PUBLIC KEY"))


def _read(path: Path, wanted: str, mend: str = "") -> bytes:
    if path.exists() and not path.is_file():  # a pipe would be waited for
        raise _refused(path, "no ordinary file", wanted, mend)
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise _refused(path, error.strerror or "cannot be read", wanted, mend) from None
    if len(content) > LARGEST:
        raise _refused(path, f"more than {LARGEST} bytes", wanted, mend)
    return content


def _refused(path: Path, found: str, expected: str, mend: str = "") -> InvalidInputError:
    return InvalidInputError([Problem(str(path), found, expected, mend)])


def _ciphers(name: str) -> ModuleType:
    """Import a part of the library of ciphers, or raise an error that states how to install it."""
    return library_of("sign", f"cryptography.{name}", "signatures need cryptography")
