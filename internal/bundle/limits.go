package bundle

// Limits of a bundle, in bytes unless stated otherwise. docs/replay.md lists them. The first ones apply to writing, the others
// to reading: a file from somebody else may contain anything.
const (
	LogLimit      = 256 << 10 // of each container's log; its end is kept
	LogsLimit     = 1 << 20   // of all logs of a scenario
	TimelineLimit = 16 << 20  // of the timeline as JSON; the rest is left out

	maxFile    = 64 << 20  // of the file
	maxEntry   = 32 << 20  // of an entry, unpacked
	maxTotal   = 128 << 20 // of all entries, unpacked
	maxEntries = 5000      // entries
	maxValues  = 4_000_000 // values in memory: those of all JSON, and the fields of each version that a merge patch creates
)
