"""What puts one plan ahead of another: smallest changes of weights, crossings, attainable ranks, stability."""
