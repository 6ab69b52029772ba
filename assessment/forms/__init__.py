"""What people send, parsed and checked."""
