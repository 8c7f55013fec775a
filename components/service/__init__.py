"""What can be asked, for every front, without Streamlit."""
