"""Signs the reference tree's head with ML-DSA-44 as c2sp.org/tlog-cosignature says; needs `cryptography` 47 or later.

usage: make_mldsa44.py DIRECTORY   writes mldsa44.note and mldsa44.vkey there. Signing is randomised, so the note changes.
"""
import base64, hashlib, pathlib, struct, sys
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

NAME, TIME, ROOT = b"audit.example/log1", 1679315147, "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg="
key = MLDSA44PrivateKey.from_seed_bytes(bytes(range(32)))
public = key.public_key().public_bytes_raw()
key_id = hashlib.sha256(NAME + b"\n\x06" + public).digest()[:4]
name = bytes([len(NAME)]) + NAME
message = b"subtree/v1\n\0" + name + struct.pack(">Q", TIME) + name + struct.pack(">QQ", 0, 8) + base64.b64decode(ROOT)
blob = base64.b64encode(key_id + struct.pack(">Q", TIME) + key.sign(message)).decode()
directory = pathlib.Path(sys.argv[1])
directory.joinpath("mldsa44.note").write_text(f"{NAME.decode()}\n8\n{ROOT}\n\n\u2014 {NAME.decode()} {blob}\n", encoding="utf-8")
directory.joinpath("mldsa44.vkey").write_text(
    f"{NAME.decode()}+{key_id.hex()}+{base64.b64encode(bytes([6]) + public).decode()}\n", encoding="utf-8")
