"""The lock under which models are converted and loaded, one at a time in a process.

Loading is not thread-safe: transformers fills its module while it is first imported (two threads at
once gave `ImportError: cannot import name 'AutoTokenizer'`), and `from_pretrained` sets torch's
default dtype for a moment. Fetching needs no lock.
"""

import threading

LIBRARY_LOCK = threading.RLock()
