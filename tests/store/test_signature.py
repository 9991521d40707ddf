"""A publisher's signature: what `ssh-keygen` makes and checks, and one message for whatever else is given."""

from __future__ import annotations

import base64
import os
import random
import shutil
import subprocess

import pytest
from cryptography.hazmat.primitives import serialization as files
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from evaluator.errors import EvaluatorError, InvalidInputError
from evaluator.store.signature import (
    check_signature,
    read_public_key,
    read_signing_key,
    refuse_no_signature,
    signature_beside,
)

PLAIN, LOCKED = files.NoEncryption(), files.BestAvailableEncryption(b"secret")
PRIVATE, PUBLIC = files.PrivateFormat, files.PublicFormat
SEED, OTHER = (ed25519.Ed25519PrivateKey.from_private_bytes(bytes([k]) * 32) for k in (1, 2))
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _private(folder, name, key=SEED, form=PRIVATE.OpenSSH, lock=PLAIN, mode=0o600):
    path = folder / name
    path.write_bytes(key.private_bytes(files.Encoding.PEM, form, lock))
    path.chmod(mode)
    return path


def _public(folder, name, key=SEED, *, pem=False):
    path = folder / name
    forms = (files.Encoding.PEM, PUBLIC.SubjectPublicKeyInfo) if pem else (files.Encoding.OpenSSH, PUBLIC.OpenSSH)
    comment = b"" if pem else b" press office\n"
    path.write_bytes(key.public_key().public_bytes(*forms) + comment)
    return path


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(b"%PDF- as it was printed")
    return path


@pytest.fixture
def signed(report, tmp_path):
    read_signing_key(_private(tmp_path, "key")).sign_file(report)
    return report


@pytest.mark.parametrize("form", [PRIVATE.OpenSSH, PRIVATE.PKCS8])
@pytest.mark.parametrize("pem", [False, True])
def test_a_file_is_as_the_owner_of_the_key_signed_it(report, tmp_path, form, pem):
    beside = read_signing_key(_private(tmp_path, "key", form=form)).sign_file(report)
    assert beside == tmp_path / "report.pdf.sig"
    found = check_signature(report, read_public_key(_public(tmp_path, "key.pub", pem=pem)))
    assert (found.state, found.is_good, found.key.name) == ("good", True, "" if pem else "press office")
    assert found.key.fingerprint == found.by.fingerprint


def test_the_same_key_and_bytes_give_the_same_signature(signed, tmp_path):
    before = signature_beside(signed).read_bytes()
    read_signing_key(tmp_path / "key").sign_file(signed)
    assert signature_beside(signed).read_bytes() == before


def test_other_bytes_and_another_s_key_are_told_apart(signed, tmp_path):
    assert check_signature(signed, read_public_key(_public(tmp_path, "o.pub", OTHER))).state == "another key"
    signed.write_bytes(signed.read_bytes() + b"\n")
    found = check_signature(signed, read_public_key(_public(tmp_path, "key.pub")))
    assert (found.state, found.is_good) == ("other bytes", False)


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs ssh-keygen")
def test_ssh_keygen_makes_the_same_signature_and_checks_ours(signed, tmp_path):
    ours, public = signature_beside(signed).read_bytes(), _public(tmp_path, "key.pub")
    (tmp_path / "allowed").write_text(f"press {public.read_text(encoding='utf-8')}", encoding="utf-8")
    words = ["-f", tmp_path / "allowed", "-I", "press", "-n", "file", "-s", signature_beside(signed)]
    with signed.open("rb") as content:
        assert subprocess.run(["ssh-keygen", "-Y", "verify", *words], stdin=content, check=False).returncode == 0
    signature_beside(signed).unlink()
    subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-n", "file", "-f", tmp_path / "key", signed], check=True)
    assert signature_beside(signed).read_bytes() == ours


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("none", "No such file or directory. Give a private key. Make one: ssh-keygen -t ed25519 -f KEY."),
        ("locked.pem", "a key locked by a passphrase"),
        ("rsa", "a key of another kind (RSAPrivateKey). Give an Ed25519 key"),
        ("key.pub", "a public key. Give an Ed25519 key"),
        ("letter", "no private key (ValueError)"),
        ("long", "more than 65536 bytes"),
    ],
)
def test_what_is_no_key_to_sign_with_is_one_message(tmp_path, name, words):
    _private(tmp_path, "locked.pem", form=PRIVATE.PKCS8, lock=LOCKED)
    _private(tmp_path, "rsa", RSA)
    _public(tmp_path, "key.pub").chmod(0o600)
    for other, content in (("letter", b"Dear reader"), ("long", b"x" * 70_000)):
        (tmp_path / other).write_bytes(content)
        (tmp_path / other).chmod(0o600)
    with pytest.raises(InvalidInputError) as caught:
        read_signing_key(tmp_path / name)
    (problem,) = caught.value.problems
    assert problem.path == str(tmp_path / name)
    assert words in str(problem)


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs ssh-keygen")
def test_a_locked_key_of_openssh_is_told_how_it_can_sign(tmp_path):
    words = ["-q", "-t", "ed25519", "-N", "secret", "-f", tmp_path / "locked"]
    subprocess.run(["ssh-keygen", *words], check=True)
    with pytest.raises(InvalidInputError, match=r"a key locked by a passphrase.*ssh-keygen -Y sign -n file -f"):
        read_signing_key(tmp_path / "locked")


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such rights")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_key_that_others_can_read_signs_nothing(tmp_path, mode):
    with pytest.raises(InvalidInputError, match=rf"others can read \(mode {mode:o}\).*chmod 600"):
        read_signing_key(_private(tmp_path, "key", mode=mode))


@pytest.mark.parametrize(
    ("name", "words"),
    [("none", "No such file"), ("key", "a private key. Give a public key"), ("rsa.pub", "of another kind"),
     ("letter", "no public key (")],
)  # fmt: skip
def test_what_is_no_public_key_is_one_message(tmp_path, name, words):
    _private(tmp_path, "key")
    _public(tmp_path, "rsa.pub", RSA)
    (tmp_path / "letter").write_text("Dear reader", encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        read_public_key(tmp_path / name)
    assert words in str(caught.value)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such pipes")
def test_a_pipe_in_place_of_a_signature_is_not_waited_for(report, tmp_path):
    os.mkfifo(signature_beside(report))
    with pytest.raises(InvalidInputError, match="no ordinary file"):
        check_signature(report, read_public_key(_public(tmp_path, "key.pub")))


def _again(blob: bytes) -> bytes:
    text = base64.encodebytes(blob)
    return b"-----BEGIN SSH SIGNATURE-----\n" + text + b"-----END SSH SIGNATURE-----\n"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (None, "No such file or directory. Give the publisher's signature"),
        (lambda blob: b"", "no signature that can be read"),
        (lambda blob: blob[:-1], "no signature that can be read"),
        (lambda blob: blob + b"\0", "no signature that can be read"),
        (lambda blob: b"X" + blob[1:], "no signature that can be read"),
        (lambda blob: blob[:6] + b"\0\0\0\2" + blob[10:], "no signature that can be read"),
        (lambda blob: blob.replace(b"\0\0\0\4file", b"\0\0\0\3git"), "a signature for something else (git)"),
        (lambda blob: blob.replace(b"sha512", b"sha999"), "a signature for something else"),
        (lambda blob: blob.replace(b"ssh-ed25519", b"ssh-dss-abc"), "a key of another kind (ssh-dss-abc)"),
    ],
)
def test_a_signature_that_is_missing_or_of_another_form_is_one_message(signed, tmp_path, change, words):
    beside = signature_beside(signed)
    blob = base64.b64decode(b"".join(beside.read_bytes().split(b"\n")[1:-2]))
    beside.unlink() if change is None else beside.write_bytes(_again(change(blob)))
    with pytest.raises(InvalidInputError) as caught:
        check_signature(signed, read_public_key(_public(tmp_path, "key.pub")))
    (problem,) = caught.value.problems
    assert problem.path == str(beside)
    assert words in str(problem)


def test_no_damaged_signature_passes_for_another_file_and_none_breaks_off(signed, tmp_path):
    key, beside, hand = read_public_key(_public(tmp_path, "key.pub")), signature_beside(signed), random.Random(5)  # noqa: S311  (a fixed series of damages)
    good = beside.read_bytes()
    signed.write_bytes(b"%PDF- forged")
    for _ in range(300):
        content = bytearray(good)
        for _ in range(hand.choice((1, 1, 2, 8))):
            content[hand.randrange(len(content))] = hand.randrange(256)
        beside.write_bytes(content)
        try:
            assert not check_signature(signed, key).is_good
        except InvalidInputError:
            continue


def test_what_is_no_signature_is_not_written_over(report, tmp_path):
    refuse_no_signature(report)
    signature_beside(report).write_text("mine", encoding="utf-8")
    with pytest.raises(EvaluatorError, match="is no signature, and is not written over"):
        read_signing_key(_private(tmp_path, "key")).sign_file(report)
    assert signature_beside(report).read_text(encoding="utf-8") == "mine"
