"""What passes between the processes: frames, and the values in them. Nothing is unpickled."""
