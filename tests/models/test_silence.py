"""No library tells its maker that it is used here."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_CONVERT = """
import components.models
import torch, openvino
from openvino.tools.ovc import telemetry_utils
openvino.convert_model(torch.nn.Linear(2, 2), example_input=torch.zeros(1, 2))
import sys
assert "stub" in telemetry_utils.tm.__name__, telemetry_utils.tm
assert sys.modules.get("openvino_telemetry") is None
"""
_WATCH = """
import socket, sys
def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        print("CONNECTED", event, arguments, file=sys.stderr)
sys.addaudithook(watch)
"""


def test_openvino_converts_a_model_without_its_telemetry():
    done = subprocess.run(
        [sys.executable, "-c", _WATCH + _CONVERT], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "CONNECTED" not in done.stderr


def test_the_server_is_loopback_and_gathers_nothing():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["server"]["address"] == "127.0.0.1"
    assert config["browser"]["gatherUsageStats"] is False
