"""The pages of an agency's lead: who of the agency goes where, and booking for others."""
