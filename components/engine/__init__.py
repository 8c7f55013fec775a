"""How a request is computed: a worker per model, its queue, streams and turns."""
