"""What commands share: sessions, choices, layout, messages."""
