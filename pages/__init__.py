"""Pages of the app, one folder per section; thin scripts that Streamlit runs."""
