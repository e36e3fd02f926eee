// Package relay opens TCP connections for another process, and forwards their data over one pair of streams. It runs in a
// container, where only its own source is available: it imports nothing but the standard library.
package relay
