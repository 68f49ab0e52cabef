"""A simulated Iotum server (Callbridge and its white labels): 51 operations, meeting pages, a drive."""
