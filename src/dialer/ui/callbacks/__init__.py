"""Who is to be called back."""
