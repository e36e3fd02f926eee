package images

// What the test on a real cluster sees: its package imports that of clusters, which imports this one.
var (
	LoadInto       = loadInto
	ImportPlatform = importPlatform
)
