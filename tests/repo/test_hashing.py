"""Digests are made in one place, where each has a key for its purpose or a reason to have none."""

from __future__ import annotations

import ast

from tests.repo.tree import name_of, nodes_of, python_files

MODULES = {"hashlib", "hmac", "_hashlib", "_sha2", "Crypto"}
# Comparing in constant time makes no digest.
HARMLESS = {("hmac", "compare_digest")}
PLACE = "chassis/keys.py"
ELSEWHERE = {
    # The password of a database role, which a change of SECRET_KEY changes at the next start.
    "chassis/provision.py",
    # The status of a campaign at Twilio, stored in clear beside its digest. Ports import nothing.
    "services/a2p/ports/twilio.py",
}


def digests_made_in(tree: tuple[ast.AST, ...]) -> set[str]:
    found = set()
    for node in tree:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name in MODULES - {"hmac"}}
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in MODULES:
            names = {(node.module, alias.name) for alias in node.names} - HARMLESS
            found |= {f"{module}.{name}" for module, name in names}
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            used = node.value.id, node.attr
            if used[0] in MODULES and used not in HARMLESS:
                found.add(".".join(used))
            if used[1] in {"HMAC", "HKDF", "SHA256", "SHA1", "MD5"}:
                found.add(used[1])
    return found


def test_nothing_hashes_but_the_module_of_the_keys() -> None:
    files = python_files("contracts", "chassis", "services")
    hashing = {name_of(path) for path in files if digests_made_in(nodes_of(path))}
    assert PLACE in hashing
    assert hashing - {PLACE} <= ELSEWHERE


def test_a_secret_key_is_read_only_where_keys_are_derived() -> None:
    readers = {
        name_of(path)
        for path in python_files("contracts", "chassis", "services")
        for node in nodes_of(path)
        if isinstance(node, ast.Attribute) and node.attr == "secret_key"
    }
    allowed = {"chassis/settings.py", "chassis/production.py"}
    # Database passwords.
    assert readers <= allowed | {"chassis/launcher.py", "chassis/opening.py"}


def test_the_scan_finds_every_way_to_hash() -> None:
    ways = (
        "import hashlib",
        "from hashlib import sha256",
        "import hmac\nhmac.new(b'', b'', 'sha256')",
        "from hmac import digest",
        "from cryptography.hazmat.primitives import hashes\nhashes.SHA256()",
    )
    for way in ways:
        assert digests_made_in(tuple(ast.walk(ast.parse(way)))), way
    harmless = "import hmac\nhmac.compare_digest('a', 'b')"
    assert not digests_made_in(tuple(ast.walk(ast.parse(harmless))))
