"""How the board gets onto a machine: the bundle for servers without a network, and its service."""
