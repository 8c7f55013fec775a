"""kill -9 while answers are saved: whatever was acknowledged is there afterwards."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from components.career.storage import open_store

ROOT = Path(__file__).resolve().parents[3]
KILLS = 6
WRITER = """
import sys
from pathlib import Path
from components.career.storage import open_store
from components.records.learner import Answer
store = open_store(Path(sys.argv[1])).store
(profile,) = store.profiles()
print("ready", flush=True)
while True:
    answer = Answer("rag", "q", ("1",), True, 0.0, 0.25, "quiz")
    store.append(profile.id, answer)
    print(answer.id, flush=True)
"""


def test_no_acknowledged_answer_is_lost(tmp_path):
    profile = open_store(tmp_path).store.create_profile("Ada")
    chance = random.Random(7)
    acknowledged = []
    for _ in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.02, 0.25))
        os.kill(process.pid, signal.SIGKILL)
        lines = process.stdout.read().splitlines(keepends=True)
        process.wait()
        acknowledged += [line.strip() for line in lines if line.endswith("\n")]
    opened = open_store(tmp_path)
    assert opened.notice is None
    saved = {answer.id for answer in opened.store.learning(profile.id).answers}
    assert len(acknowledged) > KILLS
    assert set(acknowledged) <= saved
    # At most the one answer that was on its way at each kill was saved without being told.
    assert len(saved) - len(acknowledged) <= KILLS
