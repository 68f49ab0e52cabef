"""What colleagues did, and messages to them."""
