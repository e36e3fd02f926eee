package bundle

// Limits of a bundle, in bytes where nothing else is said. docs/replay.md states
// them. The first are of what is written, the others of what is read: a file
// that somebody sent may be anything.
const (
	LogLimit      = 256 << 10 // of each container's log, of its end
	LogsLimit     = 1 << 20   // of all logs of a scenario
	TimelineLimit = 16 << 20  // of the timeline as JSON; what comes later is left out

	maxFile    = 64 << 20  // of the file
	maxEntry   = 32 << 20  // of an entry, unpacked
	maxTotal   = 128 << 20 // of all entries, unpacked
	maxEntries = 5000      // entries
	maxValues  = 4_000_000 // values in memory: those of all JSON, and the fields of each version that a merge patch makes
)
