// Package relay opens TCP connections for a process that is elsewhere, and carries what they bring over one pair of
// streams. It runs in a container, where it is compiled from its source alone: it imports nothing but the standard library.
package relay
