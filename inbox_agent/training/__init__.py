"""How well mail is understood, measured on labelled mail. Imports the pipeline; nothing imports it but the command."""
