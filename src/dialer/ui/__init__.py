"""The window: draws what the managers say and forwards what people do. Decides nothing."""
