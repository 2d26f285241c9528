"""How much does Sourcebook cost, and does it keep what it acknowledged? Run by hand, never with the tests."""
