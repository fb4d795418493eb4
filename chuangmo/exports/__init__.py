"""Exhibits as files of an office: slides, workbooks, documents; native and editable."""
