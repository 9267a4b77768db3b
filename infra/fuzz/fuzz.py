#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Calls every endpoint of a running platform with what its description allows and forbids: see README.md beside this file.

    fuzz.py --home DIR [--calls N] [--seed S] [--only SERVER ...] [--as CALLER ...]
"""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import requests

HERE = pathlib.Path(__file__).resolve().parent
SERVERS = ["datasets", "tuning", "registry", "inference", "audit"]
PEOPLE = ["sara", "amir", "erik", "olga", "ada"]
CALLERS = ["nobody", *PEOPLE, "application", "service"]
CHECKS = "explained_server_errors,status_code_conformance,content_type_conformance"
# A line that a server writes when it did not foresee something.
TROUBLE = re.compile(r"^\S+ \S+ (ERROR|FATAL|SEVERE)\b")
MOST_ROUNDS = 30


class Platform:
    def __init__(self, home):
        self.home = home
        self.ports = json.loads((home / "ports.json").read_text())
        self.logins = json.loads((home / "secrets" / "logins.json").read_text())
        self.secrets = json.loads((home / "secrets" / "secrets.json").read_text())
        self.tokens = f"http://localhost:{self.ports['door']}/auth/realms/inhouse/protocol/openid-connect/token"
        self.known = {}

    def caller(self, name):
        """How a caller proves itself, and the headers it sends besides."""
        project = {"OpenAI-Project": "platform" if name in ("olga", "ada") else "demo"}
        if name == "nobody":
            return {"headers": project}
        if name == "application":
            return {"headers": project, "key": self.logins["apiKey"]}
        if name == "service":
            login = {"grant_type": "client_credentials", "client_id": "svc-tuning",
                     "client_secret": self.secrets["client.svc-tuning"]}
            return {"headers": {**project, "X-Inhouse-Job": "job-fuzzed"}, "login": login}
        person = next(p for p in self.logins["people"] if p["username"] == name)
        login = {"grant_type": "password", "client_id": self.logins["demoClientId"],
                 "client_secret": self.logins["demoClientSecret"], "username": name, "password": person["password"],
                 "scope": "openid"}
        return {"headers": project, "login": login}

    def get(self, name, server, path):
        caller = self.caller(name)
        if name not in self.known:
            login = requests.post(self.tokens, data=caller["login"], timeout=60)
            login.raise_for_status()
            self.known[name] = login.json()["access_token"]
        token = self.known[name]
        answer = requests.get(f"http://127.0.0.1:{self.ports[server]}{path}", timeout=60,
                              headers={**caller["headers"], "Authorization": "Bearer " + token})
        answer.raise_for_status()
        return answer.json()

    def things(self):
        """What exists, as values of path parameters that belong together."""
        things = [{"level": "0", "index": "000"}, {"level": "0", "index": "000.p/1"}, {"index": "000.p/1"}]
        for dataset in self.get("sara", "datasets", "/api/datasets")[:5]:
            things.append({"dataset": dataset["id"]})
            for version in self.get("sara", "datasets", f"/api/datasets/{dataset['id']}/versions")[:5]:
                of = {"dataset": dataset["id"], "version": version["id"]}
                things += [of, {"version": version["id"]}]
                staged = self.get("sara", "datasets", f"/api/datasets/{dataset['id']}/versions/{version['id']}/files")
                things += [{**of, "file": file["id"]} for file in staged[:5]]
        things += [{"file": file["id"]} for file in self.get("sara", "datasets", "/v1/files")["data"][:5]]
        things += [{"job": job["id"]} for job in self.get("erik", "tuning", "/api/tuning-jobs")[:5]]
        models = self.get("erik", "registry", "/api/models")
        things += [{"model": model[key]} for model in models["baseModels"][:3] for key in ("id", "name", "digest")]
        for adapter in models["adapters"][:5]:
            things += [{"adapter": adapter["id"], "name": "adapter_config.json"}, {"adapter": adapter["id"]}]
        for alias in self.get("erik", "registry", "/api/models/aliases")[:5]:
            things += [{"alias": alias["name"]}, {"name": alias["name"]}]
        things += [{"id": entry["id"]} for entry in self.get("olga", "audit", "/api/audit/entries?limit=20")["entries"]]
        return things

    def values(self):
        """What bodies name."""
        versions = self.get("sara", "datasets", "/api/datasets/versions?state=approved")
        models = self.get("erik", "registry", "/api/models")["baseModels"]
        return {
            "model": models[0]["name"], "baseModel": models[0]["name"], "max_tokens": 3, "stream": False,
            "datasetVersion": versions[0]["id"] if versions else "dsv-none",
        }

    def log_sizes(self):
        return {log.stem: log.stat().st_size for log in (self.home / "logs").glob("*.log")}

    def trouble_since(self, sizes, servers):
        found = []
        for server in servers:
            log = self.home / "logs" / f"{server}.log"
            with log.open("rb") as lines:
                lines.seek(sizes.get(server, 0))
                found += [f"{server}: {line.strip()}" for line in lines.read().decode(errors="replace").splitlines()
                          if TROUBLE.search(line)]
        return found


def run(platform, exists, server, name, examples, seed, folder):
    """One server as one caller; returns calls by endpoint and status, and whether schemathesis found nothing."""
    folder.mkdir(parents=True)
    case = {**platform.caller(name), **exists, "folder": str(folder), "seed": seed, "tokens": platform.tokens,
            "token": str(folder.parent / f"{name}.token")}
    (folder / "run.json").write_text(json.dumps(case))
    (folder / "run.json").chmod(0o600)
    base = f"http://127.0.0.1:{platform.ports[server]}"
    with (folder / "output.txt").open("w") as output:
        status = subprocess.run(
            [str(pathlib.Path(sys.executable).parent / "st"), "run", f"{base}/q/openapi?format=json", "--url", base,
             "--checks", CHECKS, "--phases", "examples,coverage,fuzzing", "--max-examples", str(examples), "--seed", str(seed),
             "--workers", "6", "--request-timeout", "60", "--continue-on-failure", "--no-shrink", "--suppress-health-check", "all",
             "--generation-database", "none", "--warnings", "off", "--no-color"],
            cwd=folder, stdout=output, stderr=subprocess.STDOUT, check=False,
            env={**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(HERE), "PYTHONDONTWRITEBYTECODE": "1",
                 "INHOUSE_FUZZ_RUN": str(folder / "run.json")}).returncode
    (folder / "run.json").unlink()
    calls = folder / "calls.json"
    return collections.Counter(json.loads(calls.read_text()) if calls.exists() else {}), status == 0 and calls.exists()


def every_caller(platform, exists, server, chosen, seed, out):
    total, findings = collections.Counter(), []
    for name in chosen.callers:
        folder = out / f"{seed}-{server}-{name}"
        calls, clean = run(platform, exists, server, name, chosen.examples, seed, folder)
        total.update(calls)
        if not clean:
            findings.append(str(folder / "output.txt"))
        print(f"{server:10} {name:12} {sum(calls.values()):6} calls {'' if clean else '  FINDINGS'}", flush=True)
    return total, findings


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--home", type=pathlib.Path, default=pathlib.Path.home() / ".inhouse")
    arguments.add_argument("--calls", type=int, default=20_000)
    arguments.add_argument("--examples", type=int, default=15, help="per endpoint, caller and round")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--only", nargs="*", choices=SERVERS, default=SERVERS)
    arguments.add_argument("--as", dest="callers", nargs="*", choices=CALLERS, default=CALLERS)
    chosen = arguments.parse_args()

    platform = Platform(chosen.home)
    exists = {"things": platform.things(), "values": platform.values()}
    sizes = platform.log_sizes()
    out = pathlib.Path(tempfile.mkdtemp(prefix="inhouse-fuzz-"))
    total, statuses, findings = collections.Counter(), collections.Counter(), []
    seed = chosen.seed
    while sum(total.values()) < chosen.calls and seed < chosen.seed + MOST_ROUNDS:
        with concurrent.futures.ThreadPoolExecutor(len(chosen.only)) as servers:
            rounds = [servers.submit(every_caller, platform, exists, server, chosen, seed, out) for server in chosen.only]
        for counted, unclean in (done.result() for done in rounds):
            total.update(counted)
            findings += unclean
        seed += 1
    for endpoint, count in total.items():
        statuses[endpoint.split("\t")[1]] += count
    for token in out.glob("*.token"):
        token.unlink()
    trouble = platform.trouble_since(sizes, chosen.only)
    (out / "calls.json").write_text(json.dumps(total, indent=1, sort_keys=True))
    print(f"{sum(total.values())} calls of {len({e.split(chr(9))[0] for e in total})} endpoints:",
          ", ".join(f"{count} x {status}" for status, count in sorted(statuses.items())))
    for line in findings + trouble[:50]:
        print("finding:", line)
    print(f"{len(findings)} runs with findings, {len(trouble)} lines of trouble in the logs; details in {out}")
    return 0 if not findings and not trouble and sum(total.values()) >= chosen.calls else 1


if __name__ == "__main__":
    sys.exit(main())
