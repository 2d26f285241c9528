"""Factories follow the floors, one module an app."""
