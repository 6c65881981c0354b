"""`python -m interview`."""

from interview.cli import main

if __name__ == "__main__":
    main()
