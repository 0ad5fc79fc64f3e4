"""Tenants, staff users, customers and operators, and how they sign in."""
