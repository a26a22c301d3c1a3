//! What the standard and practice say.
