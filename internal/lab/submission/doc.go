// Package submission reads what a student submits, a folder or a ZIP file of manifests, and refuses what must not get into a
// cluster. It trusts nothing in it: neither names and sizes of files nor their contents.
package submission
