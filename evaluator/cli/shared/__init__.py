"""Parts that several commands share: sessions, choices of plans, layout, messages."""
