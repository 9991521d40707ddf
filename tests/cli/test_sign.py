"""`--sign` leaves a signature beside what is written, and `verify --key` says whose it is."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives import serialization as files
from cryptography.hazmat.primitives.asymmetric import ed25519

from evaluator.extensions.verify import command as verify
from evaluator.store.signature import read_signing_key
from tests.cli.test_verify import BAD, GOOD


@pytest.fixture
def keys(tmp_path):
    """Return a folder with the keys of two publishers, `a` and `b`, and their public halves."""
    for number, name in enumerate("ab"):
        key = ed25519.Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
        private = key.private_bytes(files.Encoding.PEM, files.PrivateFormat.OpenSSH, files.NoEncryption())
        (tmp_path / name).write_bytes(private)
        (tmp_path / name).chmod(0o600)
        public = key.public_key().public_bytes(files.Encoding.OpenSSH, files.PublicFormat.OpenSSH)
        (tmp_path / f"{name}.pub").write_bytes(public + f" {name}@example.org\n".encode())
    return tmp_path


@pytest.fixture
def signed(keys, monkeypatch):
    """Return a report that is signed by `a`; making it again is tested in the report's room."""
    monkeypatch.setattr(verify, "verify_report", lambda path, library, pictures: GOOD)
    path = keys / "x.pdf"
    path.write_bytes(b"%PDF-")
    read_signing_key(keys / "a").sign_file(path)
    return path


def _rows(result) -> dict[str, str]:
    rows: dict[str, str] = {}
    for line in result.stdout.split("\n\n")[0].splitlines():
        label, _, text = line.partition("  ")
        rows[label or list(rows)[-1]] = f"{rows.get(label or list(rows)[-1], '')} {text.strip()}".strip()
    return rows


def test_a_report_is_signed_by_its_publisher_and_says_what_that_means(call, signed, keys):
    result = call("verify", signed, "--key", keys / "a.pub")
    assert (result.exit_code, result.stderr) == (0, "")
    rows = _rows(result)
    assert rows["signature"].startswith("good, by a@example.org, SHA256:")
    assert (rows["result"], rows["which means"]) == ("verified", verify.MEANS_SIGNED)


def test_without_a_key_verified_is_explained_and_the_signature_is_not_taken_for_checked(call, signed):
    result = call("verify", signed)
    rows = _rows(result)
    assert (result.exit_code, rows["result"], rows["which means"]) == (0, "verified", verify.MEANS)
    assert rows["signature"].startswith("not checked: ")


def test_another_s_key_and_other_bytes_are_a_difference_and_said_first(call, signed, keys):
    another = call("verify", signed, "--key", keys / "b.pub")
    assert another.exit_code == 1
    assert another.stdout.splitlines()[0].endswith("  signed by another key; without a signature it is verified")
    signed.write_bytes(b"%PDF-1.7")
    other = call("verify", signed, "--key", keys / "a.pub")
    assert other.exit_code == 1
    assert other.stdout.splitlines()[0].endswith(
        "  the signature is of other bytes; without a signature it is verified"
    )
    assert _rows(other)["which means"] == verify.MEANS


def test_a_report_that_differs_differs_whoever_signed_it(call, signed, keys, monkeypatch):
    monkeypatch.setattr(verify, "verify_report", lambda path, library, pictures: BAD)
    result = call("verify", signed, "--key", keys / "a.pub")
    assert (result.exit_code, _rows(result)["result"][:7]) == (1, "differs")


def test_json_says_whose_the_signature_is(call, signed, keys):
    found = json.loads(call("verify", signed, "--key", keys / "b.pub", "--format", "json").stdout)["signature"]
    assert (found["state"], found["name"]) == ("another key", "b@example.org")
    assert found["by"] != found["key"]
    assert json.loads(call("verify", signed, "--format", "json").stdout)["signature"] is None


@pytest.mark.parametrize(("key", "words"), [("a", "a private key"), ("none", "No such file"), ("x.pdf", "no public")])
def test_what_is_no_key_is_status_2_and_one_message(call, signed, keys, key, words):
    result = call("verify", signed, "--key", keys / key)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert result.stderr.count(str(keys / key)) == 1


def test_a_missing_signature_is_status_2(call, signed, keys):
    (keys / "x.pdf.sig").unlink()
    result = call("verify", signed, "--key", keys / "a.pub")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Give the publisher's signature" in result.stderr


def test_of_a_release_the_signature_alone_is_checked(call, keys):
    release = keys / "nap-evaluator-2026.1.zip"
    release.write_bytes(b"PK")
    read_signing_key(keys / "a").sign_file(release)
    good = call("verify", release, "--key", keys / "a.pub")
    assert (good.exit_code, _rows(good)["result"], _rows(good)["which means"]) == (0, "signed", verify.MEANS_BYTES)
    release.write_bytes(b"PK other")
    bad = call("verify", release, "--key", keys / "a.pub")
    assert (bad.exit_code, _rows(bad)["result"].startswith("not signed so: of other")) == (1, True)
    told = json.loads(call("verify", release, "--key", keys / "a.pub", "--format", "json").stdout)
    assert (told["result"], told["signature"]["state"]) == (None, "other bytes")


@pytest.mark.parametrize("kind", ["country", "brief"])
def test_a_report_leaves_its_signature_beside_it(small_call, keys, kind, call):
    words = ("report", "XXA", "--rubric", "small", "--kind", kind, "--html", "--out", keys / "page.html")
    result = small_call(*words, "--sign", keys / "a")
    assert result.stdout.splitlines()[-1].endswith("page.html.sig")
    assert call("verify", keys / "page.html", "--key", keys / "a.pub").exit_code == 0


def test_many_reports_are_signed_each(small_call, keys, call):
    result = small_call(
        "report", "XXA", "--rubric", "small", "--html", "--again", "--jobs", "1", "--out", keys / "many",
        "--sign", keys / "a",
    )  # fmt: skip
    (page,) = (keys / "many").glob("*.html")
    assert result.stdout.splitlines()[-1].endswith(f"{page.name}.sig")
    assert call("verify", page, "--key", keys / "a.pub").exit_code == 0


def test_with_a_key_that_does_not_sign_nothing_is_written(small_call, keys):
    (keys / "a").chmod(0o644)
    words = ("report", "XXA", "--rubric", "small", "--html", "--out", keys / "page.html", "--sign", keys / "a")
    assert small_call(*words).exit_code == 2
    (keys / "a").chmod(0o600)
    (keys / "page.html.sig").write_text("mine", encoding="utf-8")
    assert small_call(*words).exit_code == 2
    assert not (keys / "page.html").exists()
    assert small_call("publish", keys / "site", "--sign", keys / "none").exit_code == 2
    assert not (keys / "site").exists()
