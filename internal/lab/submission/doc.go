// Package submission reads what a student hands in, a folder or a ZIP file of manifests, and refuses what must not come into a
// cluster. Nothing in it is trusted: not the names of files, not their sizes, not what they say.
package submission
