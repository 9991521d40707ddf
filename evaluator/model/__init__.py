"""The nouns of the product, frozen; no input or output here."""
