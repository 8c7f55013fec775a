"""Libraries that run models; the only place that calls `from_pretrained` for an engine."""
