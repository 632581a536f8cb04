"""Pages about sessions, one file per thing people come for."""
