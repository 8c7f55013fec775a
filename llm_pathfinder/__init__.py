"""The command `llm-pathfinder`; in an installation the app itself lies in the folder `tree`."""
