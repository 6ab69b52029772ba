"""Results as Plotly figures; pure."""
