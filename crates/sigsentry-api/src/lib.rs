//! The HTTP adapter to SigSentry: session, projects, keys
