"""How the guide becomes a site."""
