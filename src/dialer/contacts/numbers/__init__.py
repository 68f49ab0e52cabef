"""Numbers: what people write, read by the world's plans and the company's rules; and what may be dialled."""
