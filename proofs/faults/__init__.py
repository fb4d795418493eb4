"""The faults of the failure model, each brought about and looked at afterwards."""
