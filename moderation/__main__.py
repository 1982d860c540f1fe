"""Run the command line: `python -m moderation`."""

from moderation.cli.main import main

if __name__ == "__main__":
    main()
