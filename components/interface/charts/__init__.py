"""Record → picture, without Streamlit; labels arrive translated."""
