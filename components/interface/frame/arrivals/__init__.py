"""What browsers send, before Streamlit reads it: frames of the websocket, and uploads."""
