"""The simulated Webcamconsult."""
