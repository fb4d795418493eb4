"""What accounts say when something asked does not fit; every message is a Chinese sentence."""


class UnfitAccount(ValueError):
    """A name, role, district or password does not do; nothing was changed."""
