"""What is done to Streamlit's own page and scripts."""
