//! What a key is, and what may be done with it: no I/O, no clock, no async runtime
