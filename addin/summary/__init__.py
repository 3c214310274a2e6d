"""What was understood of files of data, shown before anything is filled, and their figures in a tidy file."""
