"""Kills `preflight train` at random moments until it is done, and compares its last checkpoint with
that of a run that was left alone; then reads the checkpoint with TensorFlow for Python.

V/bin/python benchmarks/peers/train_killed.py ./preflight 20     # V: tensorflow_cpu 2.21
"""
import filecmp, os, random, re, shutil, signal, subprocess, sys, time

preflight, kills = sys.argv[1], int(sys.argv[2])
what = ["lenet", "--updates", "400", "--every", "10", "--learning-rate", "0.02",
        "--schedule", "warmup(5%) + cosine", "--seed", "3", "--progress", "none"]
base = "target/train-killed"
shutil.rmtree(base, ignore_errors=True)
log = open(os.devnull, "w")


def start(out):
    return subprocess.Popen([preflight, "train", *what, "--out", out], stdout=log, stderr=log,
                            start_new_session=True)


whole, broken = base + "/whole", base + "/broken"
began = time.time()
start(whole).wait()
seconds = time.time() - began
random.seed(1)
killed = 0
while True:
    process = start(broken)
    try:
        if killed < kills:
            # Most of the time is spent on starting: later moments are as likely as early ones.
            process.wait(timeout=random.uniform(0.3, 1.0) * seconds * 0.75)
        else:
            process.wait()
        state = open(broken + "/run.json").read()
        if '"ended": "length"' in state:
            if killed >= kills:
                break
            # It was done before all kills were: begin another broken run.
            print("done after", killed, "kills so far:",
                  filecmp.cmp(whole + "/last/ckpt-400.data-00000-of-00001",
                              broken + "/last/ckpt-400.data-00000-of-00001", shallow=False))
            shutil.rmtree(broken)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        killed += 1
        updates = re.search(r'"updates"\s*:\s*(\d+)', open(broken + "/run.json").read()) \
            if os.path.exists(broken + "/run.json") else None
        print("killed", killed, "saved", updates.group(1) if updates else 0, flush=True)
same = filecmp.cmp(whole + "/last/ckpt-400.data-00000-of-00001",
                   broken + "/last/ckpt-400.data-00000-of-00001", shallow=False)
curves = filecmp.cmp(whole + "/log.jsonl", broken + "/log.jsonl", shallow=False)
print("weights bit-identical:", same, " log identical:", curves)
