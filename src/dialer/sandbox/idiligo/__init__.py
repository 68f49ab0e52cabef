"""The simulated Idiligo service."""
