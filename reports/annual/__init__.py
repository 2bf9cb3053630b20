"""The training chapter of a board's annual report: written by people, with figures bound to the registers."""
