"""What browsers send, before Streamlit reads it: whence it comes, websocket frames, uploads."""
