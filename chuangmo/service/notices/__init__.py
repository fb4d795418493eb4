"""消息: what a person should know, computed from what the store holds."""
