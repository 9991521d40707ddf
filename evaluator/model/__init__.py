"""The data types of the product, frozen; without input or output."""
