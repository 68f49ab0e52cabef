"""Whether one can phone now: which phone is one's own, whether it is ready, and what else there is."""
