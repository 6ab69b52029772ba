"""The bundled questionnaires keep what their blueprint promises."""
