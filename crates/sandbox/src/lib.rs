//! A SigSentry-compatible server on this machine, for the demo, tests and benchmarks
