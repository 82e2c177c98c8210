"""The rows of the portal's own floor."""
