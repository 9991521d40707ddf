"""A ministry's file in any form as tables of cells."""
