"""Leaks, over-masking, speed and restoration, against peers, on texts that no rule was tuned to."""
