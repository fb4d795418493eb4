"""The administrative divisions that ship: who they are, what became of them, their cities."""
