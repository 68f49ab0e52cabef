"""Webcamconsult."""
