"""What a visitor takes away: code, files; without Streamlit."""
