"""What the objects of the API look like, one module for each floor of the house."""
