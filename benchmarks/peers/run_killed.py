"""`preflight run` killed with SIGKILL in each of its nine stages and started again: the same report.

python3 run_killed.py PREFLIGHT_SCRIPT DIRECTORY [STAGE...]

Runs the recipe once undisturbed, then once for each stage, killing the process a moment after it
says that the stage begins, and starting the same command again. Compares the result documents
without their times and places. Needs nothing but Python.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time

SCRIPT, DIRECTORY = sys.argv[1], sys.argv[2]
COMMAND = [
    "run", "mlp", "--data", "digits?limit=2000", "--updates", "100", "--batch-size", "32",
    "--progress", "plain", "--fail-on", "never",
]


def start(out):
    return subprocess.Popen(
        [SCRIPT, *COMMAND, "--out", out], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        text=True, start_new_session=True)


def without_times(value):
    """What a reader compares: no times, no places, no machine's load."""
    if isinstance(value, dict):
        gone = {"seconds", "started", "provenance", "config", "commandLine", "checkpoint", "log", "events"}
        return {k: without_times(v) for k, v in value.items() if k not in gone}
    if isinstance(value, list):
        return [without_times(v) for v in value]
    if isinstance(value, str):
        value = re.sub(r"[0-9.]+ (ms|s|min)\b", "TIME", value)
        return re.sub(r"\S*/(r\d|whole)/\S*", "PLACE", value)
    return value


def shown(out):
    document = json.load(open(os.path.join(out, "result.json")))
    for table in document["tables"]:
        if table["id"] == "stages":
            table["rows"] = [row[:-1] for row in table["rows"]]
    return without_times(document)


def finish(process):
    for _ in process.stderr:
        pass
    return process.wait()


whole = os.path.join(DIRECTORY, "whole")
before = time.time()
finish(start(whole))
print(f"undisturbed: {time.time() - before:.0f} s, {json.load(open(whole + '/result.json'))['result']['decision']}")
expected = shown(whole)
for stage in [int(s) for s in sys.argv[3:]] or range(1, 10):
    out = os.path.join(DIRECTORY, f"r{stage}")
    process = start(out)
    killed = False
    for line in process.stderr:
        if line.startswith(f"Stage {stage} of 9"):
            time.sleep(0.4)
            os.killpg(process.pid, signal.SIGKILL)
            killed = True
            break
    process.wait()
    finish(start(out))
    same = shown(out) == expected
    print(f"stage {stage}: killed {killed}, the same report {same}", flush=True)
    if not same:
        a, b = shown(out), expected
        for key in b:
            if a[key] != b[key]:
                print("  differs in", key, str(a[key])[:300], "|", str(b[key])[:300])
