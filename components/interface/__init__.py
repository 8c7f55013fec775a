"""Where people meet the product: pages use what is in here and the records, nothing else."""
