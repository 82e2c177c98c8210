"""The whole approved record as one file that anybody may take: made in the background, never half-written."""
