"""The read-only API: what anybody may read, as JSON, described by OpenAPI. It knows no session and no account."""
