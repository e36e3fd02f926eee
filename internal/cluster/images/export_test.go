package images

// Internals for the test on a real cluster, which cannot be in this package because clusters import it.
var (
	LoadInto       = loadInto
	ImportPlatform = importPlatform
)
