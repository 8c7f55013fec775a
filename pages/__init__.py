"""Pages of the app, one folder a section; thin scripts that Streamlit runs."""
