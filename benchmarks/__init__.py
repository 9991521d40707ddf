"""Speed, memory and measured coverage beside the peers: never a test."""
