//! The acts: may this person, what do the rules say, write it, journal it.
