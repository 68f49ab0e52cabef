"""The platform: everything that knows neither a provider nor Qt."""
