# SPDX-License-Identifier: Apache-2.0
"""What schemathesis does differently here; fuzz.py hands it the run in the file that INHOUSE_FUZZ_RUN names."""
import atexit
import collections
import fcntl
import json
import os
import pathlib
import random
import threading
import time

import requests
import schemathesis

RUN = json.loads(pathlib.Path(os.environ["INHOUSE_FUZZ_RUN"]).read_text())
FOLDER = pathlib.Path(RUN["folder"])
CHANCE = random.Random(RUN["seed"])
TOKEN_SECONDS = 100
# The rest of the time values stay as schemathesis made them up.
OFTEN, SOMETIMES = 0.75, 0.4

lock = threading.Lock()
calls = collections.Counter()


def bearer():
    """The caller's token, renewed before it ends; nothing for nobody."""
    if RUN.get("key"):
        return "Bearer " + RUN["key"]
    if not RUN.get("login"):
        return None
    # One login at a time for all runs: Keycloak takes several at once for an attack.
    with lock, open(RUN["token"], "a+", encoding="ascii") as kept:
        fcntl.flock(kept, fcntl.LOCK_EX)
        kept.seek(0)
        value = kept.read()
        if not value or time.time() - os.fstat(kept.fileno()).st_mtime > TOKEN_SECONDS:
            answer = requests.post(RUN["tokens"], data=RUN["login"], timeout=60)
            answer.raise_for_status()
            value = answer.json()["access_token"]
            kept.truncate(0)
            kept.write(value)
        return "Bearer " + value


@schemathesis.hook
def before_call(context, case, kwargs):
    with lock:
        meant = CHANCE.random()
        thing = CHANCE.choice(RUN["things"])
        fitting = [t for t in RUN["things"] if set(t) >= set(case.path_parameters or {})]
        thing = CHANCE.choice(fitting) if fitting else thing
    if meant < OFTEN:
        for name in case.path_parameters or {}:
            if name in thing:
                case.path_parameters[name] = thing[name]
    if isinstance(case.body, dict) and meant < SOMETIMES:
        for name, value in RUN["values"].items():
            if name in case.body:
                case.body[name] = value
    case.headers = case.headers or {}
    if "Authorization" not in case.headers:
        value = bearer()
        if value:
            case.headers["Authorization"] = value
    case.headers.update(RUN["headers"])


@schemathesis.hook
def after_call(context, case, response):
    with lock:
        calls[f"{case.operation.method.upper()} {case.operation.path}\t{response.status_code}"] += 1


@schemathesis.check
def explained_server_errors(ctx, response, case):
    """Only a refusal that says why it cannot be done now is a good answer from 500 on."""
    if response.status_code < 500:
        return
    if response.status_code == 503:
        try:
            told = response.json()
            code = told.get("code") or told["error"]["code"]
        except (ValueError, KeyError, TypeError, AttributeError):
            code = None
        if code in ("record_unavailable", "upstream_unavailable"):
            return
    raise AssertionError(f"{response.status_code}: {response.content[:300]!r}")


@atexit.register
def tell():
    (FOLDER / "calls.json").write_text(json.dumps(calls))


for unusual in ("application/jsonl", "application/x-ndjson", "application/gzip", "application/offset+octet-stream"):
    @schemathesis.serializer(unusual)
    def raw(ctx, value):
        return value if isinstance(value, bytes) else value.encode() if isinstance(value, str) else json.dumps(value).encode()
