"""From a model's name to an answer; importing this package imports no torch.

Two OpenMP threads that spin on busy cores made one forward pass 15 to 30 times slower, so waiting
threads sleep. The variable has to be set before torch is imported, hence here.
"""

import os
import sys

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1")
# OpenVINO reports its use to its maker unless this package is missing: then it takes its own stub.
sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
