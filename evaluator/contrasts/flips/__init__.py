"""What puts one plan above another: smallest changes, crossings, attainable ranks, stability."""
