"""The Phone page: search, results, speed dial, recent calls."""
